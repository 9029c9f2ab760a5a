# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Velocity generator that limits speed, acceleration and jerk at every tick."""

import math

import numpy as np
from vla_common.arrays import FloatArray

# Time constant for correcting small errors: longer is smoother, shorter follows more closely.
_CATCH_UP_S = 0.08
# Keeps rounding from adding a tick to a braking that takes a whole number of ticks.
_ROUNDING = 1e-9


class JerkLimiter:
    """
    Velocity (3,) of a tool that follows a moving reference.

    A raw velocity respects the limits of speed and acceleration. The output is the mean of its
    last `window` values. A mean of allowed velocities is allowed, and its jerk is at most
    2 * acceleration / (window * period), for any sequence of raw velocities.
    """

    def __init__(self, *, speed: float, acceleration: float, window: int, period_s: float) -> None:
        self._speed = speed
        self._period_s = period_s
        # Largest change of the raw velocity per tick.
        self._max_change = acceleration * period_s
        # Weight of each raw velocity, newest first, in the displacement that is still to come.
        self._pending_weights_s = np.arange(window - 1, -1, -1) * (period_s / window)
        self._history = np.zeros((window, 3))

    @property
    def velocity(self) -> FloatArray:
        """Smoothed velocity of the newest tick."""
        velocity: FloatArray = self._history.sum(axis=0) / len(self._history)
        return velocity

    @property
    def is_still(self) -> bool:
        """Whether the velocity is 0 and stays 0."""
        return not self._history.any()

    @property
    def ramp_s(self) -> float:
        """Time from now until `is_still` with `braking_velocity` at every tick."""
        if self.is_still:
            return 0.0
        ticks = math.ceil(_norm(self._history[0]) / self._max_change - _ROUNDING)
        return (ticks + len(self._history) - 1) * self._period_s

    @property
    def pending(self) -> FloatArray:
        """Displacement that the raw velocities so far still cause."""
        return self._pending_weights_s @ self._history

    def velocity_toward(
        self, error: FloatArray, reference_velocity: FloatArray, fraction: float = 1.0
    ) -> FloatArray:
        """
        Return the raw velocity that follows a reference.

        Parameters
        ----------
        error
            Displacement (3,) to the reference. The approach is slow enough to stop at the
            reference with the allowed acceleration.
        reference_velocity
            Velocity (3,) of the reference.
        fraction
            Fraction of the allowed speed that may be used.

        """
        distance = _norm(error)
        desired = reference_velocity
        if distance > 1e-9:
            desired = desired + error * (self._approach_speed(distance) / distance)
        desired = desired * min(1.0, fraction * self._speed / max(_norm(desired), 1e-12))
        change = desired - self._history[0]
        return self._history[0] + change * min(1.0, self._max_change / max(_norm(change), 1e-12))

    def braking_velocity(self) -> FloatArray:
        """Return the raw velocity that leads to standstill as fast as allowed."""
        speed = _norm(self._history[0])
        if speed <= self._max_change * (1 + _ROUNDING):
            return np.zeros(3)
        return self._history[0] * (1 - self._max_change / speed)

    def braking_displacement(self, raw: FloatArray) -> FloatArray:
        """Return the raw displacement of a braking that starts one tick after velocity `raw`."""
        speed = _norm(raw)
        if speed <= self._max_change:
            return np.zeros(3)
        ticks = math.floor(speed / self._max_change)
        length = self._period_s * ticks * (speed - self._max_change * (ticks + 1) / 2)
        return raw * (length / speed)

    def push(self, raw: FloatArray) -> FloatArray:
        """Add the raw velocity of this tick and return the smoothed velocity."""
        self._history[1:] = self._history[:-1].copy()
        self._history[0] = raw
        return self.velocity

    def clear(self) -> None:
        """Set all velocities to 0: the robot stands."""
        self._history[:] = 0.0

    def _approach_speed(self, distance: float) -> float:
        """Return the speed from which braking, tick by tick, ends within `distance`."""
        step = self._max_change * self._period_s
        braking = self._max_change * (math.sqrt(0.25 + 2 * distance / step) - 0.5)
        return min(distance / _CATCH_UP_S, braking)


def _norm(vector: FloatArray) -> float:
    return math.sqrt(float(vector @ vector))
