# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the simulated robot and camera to messages."""

import array

from builtin_interfaces.msg import Time
import numpy as np
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import Header
from trajectory_msgs.msg import JointTrajectory
from vla_common.arrays import FloatArray
from vla_common.conversions import to_array
from vla_common.conversions import to_pose
from vla_common.conversions import to_twist
from vla_interfaces.msg import RobotState as RobotStateMessage
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.trajectory_controller import TrajectoryPoint
from vla_sim.physics.world import RobotState

OPTICAL_FRAME = 'camera_optical_frame'


def to_robot_state(state: RobotState, stamp: Time, frame_id: str) -> RobotStateMessage:
    """Return the state of the tool as a message."""
    return RobotStateMessage(
        header=Header(stamp=stamp, frame_id=frame_id),
        end_effector=to_pose(state.position_m, state.quaternion_xyzw),
        velocity=to_twist(state.linear_m_s, state.angular_rad_s),
        gripper=state.opening,
    )


def to_joint_state(
    joints: tuple[tuple[str, ...], FloatArray, FloatArray], stamp: Time
) -> JointState:
    """Return names, positions and velocities of the joints as a message."""
    names, positions, velocities = joints
    return JointState(
        header=Header(stamp=stamp),
        name=list(names),
        position=array.array('d', positions.tolist()),
        velocity=array.array('d', velocities.tolist()),
    )


def to_image(pixels: ImageArray, stamp: Time) -> Image:
    """Return an RGB image (height, width, 3) as a message."""
    height, width, channels = pixels.shape
    return Image(
        header=Header(stamp=stamp, frame_id=OPTICAL_FRAME),
        height=height,
        width=width,
        encoding='rgb8',
        is_bigendian=0,
        step=width * channels,
        data=to_array(pixels),
    )


def to_camera_info(camera: CameraSpec, stamp: Time) -> CameraInfo:
    """Return a camera without distortion as a message."""
    k = camera.intrinsics
    return CameraInfo(
        header=Header(stamp=stamp, frame_id=OPTICAL_FRAME),
        height=camera.height_px,
        width=camera.width_px,
        distortion_model='plumb_bob',
        d=[0.0] * 5,
        k=k.ravel(),
        r=np.eye(3).ravel(),
        p=np.hstack([k, np.zeros((3, 1))]).ravel(),
    )


def to_trajectory_points(message: JointTrajectory) -> list[TrajectoryPoint]:
    """Return the points of a trajectory, with times from its start [s]."""
    return [
        TrajectoryPoint(
            point.time_from_start.sec + point.time_from_start.nanosec * 1e-9,
            np.array(point.positions),
            np.array(point.velocities),
        )
        for point in message.points
    ]
