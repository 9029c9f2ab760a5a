# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of commands and measurements between messages and arrays."""

import math

from builtin_interfaces.msg import Duration
from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import Twist
import numpy as np
from std_msgs.msg import Header
from trajectory_msgs.msg import JointTrajectory
from trajectory_msgs.msg import JointTrajectoryPoint
from vla_common.arrays import FloatArray
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_pose
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState
from vla_robot.control.joint_reference import JointPoint
from vla_robot.kinematics.rigid_transform import RigidTransform

_FUTURE_S = 0.05
_UNIT_TOLERANCE = 0.01


def to_target(
    message: PoseStamped, frame_id: str, max_age_s: float, now_ns: int
) -> RigidTransform:
    """
    Return the pose of a robot_action.

    Raises
    ------
    ValueError
        If it is refused: rule, value and remedy.

    """
    if message.header.frame_id != frame_id:
        raise ValueError(
            f'robot_action must be in {frame_id!r}; got {message.header.frame_id!r}. Set the same '
            'frame_id in safety_node and robot_bridge'
        )
    _check_age(message.header, max_age_s, now_ns)
    position, quaternion = pose_to_arrays(message.pose)
    length = float(np.linalg.norm(quaternion))
    if not np.isfinite(position).all() or not abs(length - 1) < _UNIT_TOLERANCE:
        raise ValueError(
            'robot_action needs finite numbers and a unit quaternion; got position '
            f'{position.tolist()} and quaternion {quaternion.tolist()}. Correct the publisher'
        )
    return RigidTransform.from_quaternion(position, quaternion / length)


def to_opening(message: GripperCommand, max_age_s: float, now_ns: int) -> float:
    """Return the opening, 0 closed .. 1 open; raise ValueError if the command is refused."""
    _check_age(message.header, max_age_s, now_ns)
    if not (math.isfinite(message.opening) and 0 <= message.opening <= 1):
        raise ValueError(
            f'gripper_command needs an opening of 0 to 1; got {message.opening}. '
            'Correct the publisher'
        )
    return float(message.opening)


def to_robot_state(
    tool: RigidTransform, velocity: FloatArray, opening: float, stamp: Time, frame_id: str
) -> RobotState:
    """Return the state of the tool; `velocity` (6,) is in m/s and rad/s in `frame_id`."""
    return RobotState(
        header=Header(stamp=stamp, frame_id=frame_id),
        end_effector=to_pose(tool.position_m, tool.quaternion_xyzw),
        velocity=to_twist(velocity),
        gripper=opening,
    )


def to_twist(velocity: FloatArray) -> Twist:
    """Return a velocity (6,) [m/s, rad/s] as a message."""
    twist = Twist()
    twist.linear.x, twist.linear.y, twist.linear.z = map(float, velocity[:3])
    twist.angular.x, twist.angular.y, twist.angular.z = map(float, velocity[3:])
    return twist


def to_trajectory(names: tuple[str, ...], points: list[JointPoint]) -> JointTrajectory:
    """Return a trajectory with stamp 0: it starts when the controller receives it."""
    return JointTrajectory(
        joint_names=list(names),
        points=[
            JointTrajectoryPoint(
                positions=point.positions.tolist(),
                velocities=point.velocities.tolist(),
                time_from_start=_to_duration(point.time_s),
            )
            for point in points
        ],
    )


def _to_duration(time_s: float) -> Duration:
    sec, nanosec = divmod(round(time_s * 1e9), 1_000_000_000)
    return Duration(sec=sec, nanosec=nanosec)


def _check_age(header: Header, max_age_s: float, now_ns: int) -> None:
    age_s = (now_ns - stamp_ns(header.stamp)) * 1e-9
    if not -_FUTURE_S <= age_s <= max_age_s:
        raise ValueError(
            f'a command must be {-_FUTURE_S} to {max_age_s:g} s old; got {age_s:.3f} s. '
            'Check the clocks and use_sim_time'
        )
