# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of commands and measurements between messages and arrays."""

from builtin_interfaces.msg import Duration
from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
from std_msgs.msg import Header
from trajectory_msgs.msg import JointTrajectory
from trajectory_msgs.msg import JointTrajectoryPoint
from vla_common import robot_commands
from vla_common.arrays import FloatArray
from vla_common.conversions import to_pose
from vla_common.conversions import to_twist
from vla_common.robot_commands import CommandValidator
from vla_common.rotation import normalize
from vla_interfaces.msg import RobotState
from vla_kinematics.rigid_transform import RigidTransform
from vla_robot.control.joint_reference import JointPoint


def to_target(message: PoseStamped, validator: CommandValidator, now_ns: int) -> RigidTransform:
    """
    Return the pose of a robot_action.

    Raises
    ------
    ValueError
        If it is refused: rule, value and remedy.

    """
    position, quaternion = robot_commands.to_target(message, validator, now_ns)
    return RigidTransform.from_quaternion(position, normalize(quaternion))


def to_robot_state(
    tool: RigidTransform, velocity: FloatArray, opening: float, stamp: Time, frame_id: str
) -> RobotState:
    """Return the state of the tool; `velocity` (6,) is in m/s and rad/s in `frame_id`."""
    return RobotState(
        header=Header(stamp=stamp, frame_id=frame_id),
        end_effector=to_pose(tool.position_m, tool.quaternion_xyzw),
        velocity=to_twist(velocity[:3], velocity[3:]),
        gripper=opening,
    )


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
