# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint references that follow a stream of tool poses within joint limits and speeds."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_robot.control.action_admission import ActionRefusedError

#: Weight of the newest difference in the velocity.
_NEWEST = 0.5
#: Longest time between two references of one motion.
_MAX_DT_S = 0.1
_AT_REST = 1e-4


class JointPoint(NamedTuple):
    """Joint positions and velocities (n,) at a time after the command [s]."""

    time_s: float
    positions: FloatArray
    velocities: FloatArray


@dataclass(frozen=True)
class ReferenceLimits:
    """
    Limits of the joint references.

    Parameters
    ----------
    speed_scale
        Part of the speed limits of the URDF that is used, 0 .. 1.
    max_acceleration
        Deceleration of the points that end each trajectory [rad/s^2, m/s^2].
    lookahead_s
        Time of the first point of a trajectory.
    ramp_s
        Time in which the allowed speed grows at the start of motion.
    max_error_m, max_error_rad
        Distance of the tool from the action above which the action is refused.

    """

    speed_scale: float
    max_acceleration: float
    lookahead_s: float
    ramp_s: float
    max_error_m: float
    max_error_rad: float


class JointReference:
    """
    Follow poses with the joints, from the measured joints on.

    Parameters
    ----------
    model
        Arm.
    kinematics
        Inverse kinematics of this arm.
    limits
        Limits of the references.

    """

    def __init__(
        self, model: ArmModel, kinematics: InverseKinematics, limits: ReferenceLimits
    ) -> None:
        self._model, self._kinematics, self._limits = model, kinematics, limits
        self.start(np.zeros(len(model.joint_names)))

    def start(self, joints: FloatArray) -> None:
        """Begin a motion at the measured joints (n,)."""
        self.positions = joints.copy()
        self.velocities = np.zeros_like(joints)
        self._moving_s = 0.0

    def check_start(self, joints: FloatArray) -> None:
        """Raise ActionRefusedError if measured joints are outside of the range of the arm."""
        model = self._model
        for name, value, low, high in zip(
            model.joint_names, joints, model.lower, model.upper, strict=True
        ):
            if not low <= value <= high:
                raise ActionRefusedError(
                    f'the joint {name} must be within {low:.3f} and {high:.3f} to start; it is at '
                    f'{value:.3f}. Move the arm by hand to its posture, or correct joint_min and '
                    'joint_max'
                )

    def follow(self, target: RigidTransform, dt_s: float) -> None:
        """
        Move the reference to `target` (tool in the table frame), `dt_s` after the last one.

        Raises
        ------
        ActionRefusedError
            If the arm does not reach it within its limits.

        """
        if not dt_s > 0:
            return
        step_s = min(dt_s, _MAX_DT_S)
        self._moving_s += step_s
        limits = self._limits
        solution = self._kinematics.solve(target, self.positions)
        ramp = min(1.0, self._moving_s / limits.ramp_s) if limits.ramp_s else 1.0
        allowed = ramp * limits.speed_scale * self._model.max_speed * step_s
        move = solution.joints - self.positions
        excess = float(np.max(np.abs(move) / allowed))
        if excess > 1:
            move /= excess
        error_m, error_rad = self._kinematics.distance(self.positions + move, target)
        # At the start, the reference catches up with the first action.
        is_late = excess > 1 and ramp < 1
        if not is_late and (error_m > limits.max_error_m or error_rad > limits.max_error_rad):
            self.velocities[:] = 0
            raise ActionRefusedError(self._refusal(error_m, error_rad, excess, solution.error_m))
        self.positions = self.positions + move
        self.velocities = (1 - _NEWEST) * self.velocities + _NEWEST * move / step_s

    def points(self) -> list[JointPoint]:
        """Return the reference ahead, and the point where the arm stands if no more follow."""
        limits, model = self._limits, self._model
        speed = float(np.abs(self.velocities).max())
        zero = np.zeros_like(self.velocities)
        if speed < _AT_REST:
            return [JointPoint(limits.lookahead_s, self.positions, zero)]
        brake_s = max(speed / limits.max_acceleration, limits.lookahead_s)
        ahead = self.positions + limits.lookahead_s * self.velocities
        end = ahead + brake_s / 2 * self.velocities
        end_s = limits.lookahead_s + brake_s
        if (end < model.lower).any() or (end > model.upper).any():
            end = np.clip(end, model.lower, model.upper)
            return [JointPoint(end_s, end, zero)]
        return [
            JointPoint(limits.lookahead_s, ahead, self.velocities),
            JointPoint(end_s, end, zero),
        ]

    def _refusal(self, error_m: float, error_rad: float, excess: float, missed_m: float) -> str:
        limits = self._limits
        why = 'the pose is out of reach or beyond a joint limit'
        if excess > 1 and missed_m <= limits.max_error_m:
            name = 'the joints'
            why = f'{name} would need {excess:.1f} times their maximum speed'
        return (
            f'the arm must reach each robot_action within {limits.max_error_m:g} m and '
            f'{limits.max_error_rad:g} rad; it misses it by {error_m:.3f} m and {error_rad:.3f} '
            f'rad: {why}. Reduce workspace and speed limits of the safety gate for this arm'
        )
