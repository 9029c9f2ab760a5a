# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Independent oracle: checks commands against the limits without using the gate."""

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.geometry import rotation_between
from vla_safety.types.limits import Limits

_ROUNDING = 1e-6


class LimitViolation(Exception):
    """A command was sent that violates a limit."""


class LimitOracle:
    """Check the command of every tick; raise LimitViolation for one beyond a limit."""

    def __init__(self, limits: Limits, period_s: float = 0.02) -> None:
        self._limits = limits
        self._period_s = period_s
        self._boxes = np.reshape(limits.keep_out_m, (-1, 2, 3))
        self._last: Target | None = None
        # Velocity and acceleration of the last tick, each linear and angular (2 * 3).
        self._rates = np.zeros((2, 6))
        linear = (
            limits.max_linear_speed_m_s,
            limits.max_linear_acceleration_m_s2,
            limits.max_linear_jerk_m_s3,
        )
        angular = (
            limits.max_angular_speed_rad_s,
            limits.max_angular_acceleration_rad_s2,
            limits.max_angular_jerk_rad_s3,
        )
        self._allowed = np.array((linear, angular)).T

    def check(self, command: Target | None, measured: RobotSample, *, paused: bool) -> None:
        """
        Check one tick.

        Parameters
        ----------
        command
            The command that was sent, or None.
        measured
            Measured pose of the robot before the tick.
        paused
            Whether no command was sent for so long that the robot stands.

        """
        if command is None or paused:
            self._rates[:] = 0.0
        if command is None:
            return
        self._check_position(command)
        velocity = _difference(self._previous_pose(measured), command) / self._period_s
        acceleration = (velocity - self._rates[0]) / self._period_s
        jerk = (acceleration - self._rates[1]) / self._period_s
        rates = np.linalg.norm(np.reshape((velocity, acceleration, jerk), (3, 2, 3)), axis=2)
        # Written so that NaN violates the limit too.
        if not (rates <= self._allowed * (1 + _ROUNDING) + _ROUNDING).all():
            raise LimitViolation(f'rates {rates.tolist()} exceed {self._allowed.tolist()}')
        self._rates[:] = velocity, acceleration
        self._last = command

    def _previous_pose(self, measured: RobotSample) -> tuple[FloatArray, FloatArray]:
        """Return the last commanded pose, or the measured one if the robot was moved manually."""
        position = np.clip(measured.position, self._limits.low, self._limits.high)
        if self._last is None:
            return position, measured.quaternion
        distance_m = float(np.linalg.norm(measured.position - self._last.position))
        if distance_m > self._limits.start_tolerance_m:
            return position, measured.quaternion
        return self._last.position, self._last.quaternion

    def _check_position(self, command: Target) -> None:
        position, limits = command.position, self._limits
        if not ((position >= limits.low) & (position <= limits.high)).all():
            raise LimitViolation(f'{position.tolist()} is outside of the workspace')
        inside = (position > self._boxes[:, 0]) & (position < self._boxes[:, 1])
        if inside.all(axis=1).any():
            raise LimitViolation(f'{position.tolist()} is in a keep-out box')
        if not abs(np.linalg.norm(command.quaternion) - 1) < _ROUNDING:
            raise LimitViolation(f'{command.quaternion.tolist()} is no unit quaternion')
        if not limits.gripper_min <= command.gripper <= limits.gripper_max:
            raise LimitViolation(f'gripper opening {command.gripper} is out of range')


def _difference(start: tuple[FloatArray, FloatArray], command: Target) -> FloatArray:
    displacement = command.position - start[0]
    return np.concatenate((displacement, rotation_between(start[1], command.quaternion)))
