# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outputs of the bridge: joint trajectory, joint positions, pose or twist."""

import array
from typing import Any
from typing import Final
from typing import NamedTuple
from typing import Protocol

from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import TwistStamped
import numpy as np
from std_msgs.msg import Float64MultiArray
from std_msgs.msg import Header
from trajectory_msgs.msg import JointTrajectory
from vla_common.arrays import FloatArray
from vla_common.conversions import to_pose
from vla_common.conversions import to_twist
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import per_joint
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_robot.control.action_admission import HoldPlace
from vla_robot.control.joint_reference import JointPoint
from vla_robot.control.joint_reference import JointReference
from vla_robot.ros.conversions import to_trajectory
from vla_robot.ros.settings import BridgeSettings

#: Part of the maximum joint speed with which the arm is led to the measured joints: they may be
#: those of an arm that is elsewhere, if its driver repeats old values.
_HOLD_SPEED: Final = 0.05
#: Peak speed of a cubic that begins and ends at rest, by its mean speed.
_CUBIC_PEAK: Final = 1.5
#: Message and last part of the topic of each output.
TOPICS: Final[dict[str, tuple[Any, str]]] = {
    'joint_trajectory': (JointTrajectory, 'joint_trajectory'),
    'joint_positions': (Float64MultiArray, 'commands'),
    'pose': (PoseStamped, 'target_pose'),
    'twist': (TwistStamped, 'delta_twist_cmds'),
}


class MeasuredArm(NamedTuple):
    """Measured joints (n,) and tool in the table frame."""

    joints: FloatArray
    tool: RigidTransform


class ArmOutput(Protocol):
    """Messages that move the arm, and the last one, which holds it."""

    def start(self, measured: MeasuredArm) -> None:
        """Begin a motion; raise ActionRefusedError if it must not begin."""

    def follow(
        self, target: RigidTransform, dt_s: float, measured: MeasuredArm, stamp: Time
    ) -> Any:
        """Return the message for a pose; raise ActionRefusedError if it is not reached."""

    def hold(self, place: HoldPlace, measured: MeasuredArm, stamp: Time) -> Any:
        """Return the last message of a motion."""


class JointOutput:
    """Joint trajectories, or positions in the order of the controller."""

    def __init__(self, model: ArmModel, settings: BridgeSettings) -> None:
        posture = per_joint(settings.posture, len(model.joint_names))
        kinematics = InverseKinematics(
            model, posture, settings.posture_gain, max_lean_rad=settings.max_lean_rad
        )
        self._names = model.joint_names
        self._is_trajectory = settings.output == 'joint_trajectory'
        self._lookahead_s = settings.lookahead_s
        self._hold_speed = _HOLD_SPEED * model.max_speed
        self._reference = JointReference(model, kinematics, settings.reference())
        self._points: list[JointPoint] = []

    def start(self, measured: MeasuredArm) -> None:
        """Begin at the measured joints."""
        self._reference.check_start(measured.joints)
        self._reference.start(measured.joints)
        self._points = self._reference.points()

    def follow(
        self, target: RigidTransform, dt_s: float, measured: MeasuredArm, stamp: Time
    ) -> Any:
        """Return a trajectory that ends at rest, or the positions."""
        self._reference.follow(target, dt_s)
        self._points = self._reference.points()
        return self._message(self._points, self._reference.positions)

    def hold(self, place: HoldPlace, measured: MeasuredArm, stamp: Time) -> Any:
        """Return the point where the last trajectory ends, or the measured joints."""
        if place is HoldPlace.MEASURED:
            return self._message([self._slowly_to(measured.joints)], measured.joints)
        return self._message(self._points[-1:], self._reference.positions)

    def _slowly_to(self, joints: FloatArray) -> JointPoint:
        way = np.abs(joints - self._reference.positions)
        time_s = max(self._lookahead_s, _CUBIC_PEAK * float((way / self._hold_speed).max()))
        return JointPoint(time_s, joints, np.zeros_like(joints))

    def _message(self, points: list[JointPoint], positions: FloatArray) -> Any:
        if self._is_trajectory:
            return to_trajectory(self._names, points)
        return Float64MultiArray(data=array.array('d', positions.tolist()))


class PoseOutput:
    """Poses of the tool link in the base link of the robot, for a Cartesian controller."""

    def __init__(self, model: ArmModel) -> None:
        self._frame = model.base_link
        self._to_base = model.base.inverse()
        self._link_in_tool = model.link_in_tool
        self._target: RigidTransform | None = None

    def start(self, measured: MeasuredArm) -> None:
        """Begin at the measured pose."""
        self._target = measured.tool

    def follow(
        self, target: RigidTransform, dt_s: float, measured: MeasuredArm, stamp: Time
    ) -> Any:
        """Return the pose."""
        self._target = target
        return self._message(target, stamp)

    def hold(self, place: HoldPlace, measured: MeasuredArm, stamp: Time) -> Any:
        """Return the last commanded or the measured pose."""
        if place is HoldPlace.MEASURED or self._target is None:
            return self._message(measured.tool, stamp)
        return self._message(self._target, stamp)

    def _message(self, tool: RigidTransform, stamp: Time) -> PoseStamped:
        link = self._to_base @ tool @ self._link_in_tool
        return PoseStamped(
            header=Header(stamp=stamp, frame_id=self._frame),
            pose=to_pose(link.position_m, link.quaternion_xyzw),
        )


class TwistOutput:
    """Twists of the tool, with the axes of the base link: motion of the action and its error."""

    def __init__(self, model: ArmModel, settings: BridgeSettings) -> None:
        self._frame = model.base_link
        self._to_base = model.base.inverse().rotation
        self._settings = settings
        self._before: RigidTransform | None = None

    def start(self, measured: MeasuredArm) -> None:
        """Begin at rest."""
        self._before = None

    def follow(
        self, target: RigidTransform, dt_s: float, measured: MeasuredArm, stamp: Time
    ) -> Any:
        """Return the limited twist."""
        s = self._settings
        twist = s.twist_gain_per_s * measured.tool.error_to(target)
        if self._before is not None and dt_s > 0:
            twist += self._before.error_to(target) / dt_s
        self._before = target
        for part, limit in ((twist[:3], s.max_twist_m_s), (twist[3:], s.max_twist_rad_s)):
            if (size := float(np.linalg.norm(part))) > limit:
                part *= limit / size
        return self._message(twist, stamp)

    def hold(self, place: HoldPlace, measured: MeasuredArm, stamp: Time) -> Any:
        """Return the zero twist."""
        return self._message(np.zeros(6), stamp)

    def _message(self, twist: FloatArray, stamp: Time) -> TwistStamped:
        turned = np.concatenate((self._to_base @ twist[:3], self._to_base @ twist[3:]))
        return TwistStamped(
            header=Header(stamp=stamp, frame_id=self._frame),
            twist=to_twist(turned[:3], turned[3:]),
        )


def make_output(model: ArmModel, settings: BridgeSettings) -> ArmOutput:
    """Return the output that the parameter `output` selects."""
    if settings.output == 'pose':
        return PoseOutput(model)
    if settings.output == 'twist':
        return TwistOutput(model, settings)
    return JointOutput(model, settings)
