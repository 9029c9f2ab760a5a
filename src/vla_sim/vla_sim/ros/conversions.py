# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the simulated robot and camera to messages, and of commands to arrays."""

import array
from dataclasses import dataclass
import math

from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import Twist
import numpy as np
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import Header
from vla_common.arrays import FloatArray
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_array
from vla_common.conversions import to_pose
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState as RobotStateMessage
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.world import RobotState

OPTICAL_FRAME = 'camera_optical_frame'
_FUTURE_S = 0.05
_UNIT_TOLERANCE = 0.01


@dataclass(frozen=True)
class CommandValidator:
    """
    Check of robot_action and gripper_command.

    Parameters
    ----------
    frame_id
        Required frame.
    max_age_s
        Maximum age.

    """

    frame_id: str
    max_age_s: float

    def check(self, header: Header, now_ns: int, *, framed: bool = True) -> None:
        """Raise ValueError if a command is too old, has another clock or another frame."""
        if framed and header.frame_id != self.frame_id:
            raise ValueError(
                f'robot_action must be in {self.frame_id!r}; got {header.frame_id!r}. '
                'Transform it first'
            )
        age_s = (now_ns - stamp_ns(header.stamp)) * 1e-9
        if not -_FUTURE_S <= age_s <= self.max_age_s:
            raise ValueError(
                f'a command must be {-_FUTURE_S} to {self.max_age_s} s old; got {age_s:.3f} s. '
                'Check the clocks, use_sim_time and the stamp'
            )


def to_target(
    message: PoseStamped, validator: CommandValidator, now_ns: int
) -> tuple[FloatArray, FloatArray]:
    """
    Return position (3,) and quaternion (4,) of a robot_action.

    Raises
    ------
    ValueError
        If the command is refused: rule, value and remedy.

    """
    validator.check(message.header, now_ns)
    position, quaternion = pose_to_arrays(message.pose)
    length = float(np.linalg.norm(quaternion))
    if not np.isfinite(position).all() or not abs(length - 1) < _UNIT_TOLERANCE:
        raise ValueError(
            'robot_action needs finite numbers and a unit quaternion; got position '
            f'{position.tolist()} and quaternion {quaternion.tolist()}. Correct the publisher'
        )
    return position, quaternion


def to_opening(message: GripperCommand, validator: CommandValidator, now_ns: int) -> float:
    """
    Return the opening, 0 to 1, of a gripper_command.

    Raises
    ------
    ValueError
        If the command is refused: rule, value and remedy.

    """
    validator.check(message.header, now_ns, framed=False)
    if not (math.isfinite(message.opening) and 0 <= message.opening <= 1):
        raise ValueError(
            f'gripper_command needs an opening of 0 to 1; got {message.opening}. '
            'Correct the publisher'
        )
    return float(message.opening)


def to_robot_state(state: RobotState, stamp: Time, frame_id: str) -> RobotStateMessage:
    """Return the state of the tool as a message."""
    twist = Twist()
    linear, angular = twist.linear, twist.angular
    linear.x, linear.y, linear.z = map(float, state.linear_m_s)
    angular.x, angular.y, angular.z = map(float, state.angular_rad_s)
    return RobotStateMessage(
        header=Header(stamp=stamp, frame_id=frame_id),
        end_effector=to_pose(state.position_m, state.quaternion_xyzw),
        velocity=twist,
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
