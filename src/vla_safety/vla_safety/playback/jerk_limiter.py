# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A velocity that keeps within speed, acceleration and jerk at every tick."""

import math

import numpy as np
from vla_common.arrays import FloatArray

# How soon a small error is made up for: longer is smoother, shorter is closer to the path.
_CATCH_UP_S = 0.08
# Keeps rounding from adding a tick to a braking that takes a whole number of them.
_ROUNDING = 1e-9


class JerkLimiter:
    """
    Velocity (3,) of a tool that follows a moving reference.

    A raw velocity obeys speed and acceleration; the mean of its last `window` values is what
    goes out. A mean of allowed values is allowed, and its jerk is at most
    2 * acceleration / (window * period), whatever the raw velocity does.
    """

    def __init__(self, *, speed: float, acceleration: float, window: int, period_s: float) -> None:
        self._speed = speed
        self._acceleration = acceleration
        self._period_s = period_s
        self._gain = acceleration * period_s
        # Share of each raw velocity, newest first, that has not gone out yet.
        self._unpaid_s = np.arange(window - 1, -1, -1) * (period_s / window)
        self._history = np.zeros((window, 3))

    @property
    def velocity(self) -> FloatArray:
        """Velocity of the newest tick."""
        velocity: FloatArray = self._history.sum(axis=0) / len(self._history)
        return velocity

    @property
    def is_still(self) -> bool:
        """Whether nothing moves and nothing is left to move."""
        return not self._history.any()

    @property
    def ramp_s(self) -> float:
        """Time that `braking_velocity` needs from now until `is_still`."""
        if self.is_still:
            return 0.0
        ticks = math.ceil(_norm(self._history[0]) / self._gain - _ROUNDING)
        return (ticks + len(self._history) - 1) * self._period_s

    @property
    def pending(self) -> FloatArray:
        """Way that is still to go out for the raw velocities so far."""
        return self._unpaid_s @ self._history

    def velocity_toward(
        self, error: FloatArray, reference_velocity: FloatArray, fraction: float = 1.0
    ) -> FloatArray:
        """
        Return the raw velocity that leads along `error` to a reference.

        The approach is slow enough to stop at the reference with the allowed acceleration, and
        uses at most `fraction` of the allowed speed.
        """
        distance = _norm(error)
        wanted = reference_velocity
        if distance > 1e-9:
            wanted = wanted + error * (self._approach(distance) / distance)
        wanted = wanted * min(1.0, fraction * self._speed / max(_norm(wanted), 1e-12))
        change = wanted - self._history[0]
        return self._history[0] + change * min(1.0, self._gain / max(_norm(change), 1e-12))

    def braking_velocity(self) -> FloatArray:
        """Return the raw velocity of the quickest way to standstill."""
        speed = _norm(self._history[0])
        if speed <= self._gain * (1 + _ROUNDING):
            return np.zeros(3)
        return self._history[0] * (1 - self._gain / speed)

    def braking_displacement(self, raw: FloatArray) -> FloatArray:
        """Return the raw way of a braking that starts one tick after velocity `raw`."""
        speed = _norm(raw)
        if speed <= self._gain:
            return np.zeros(3)
        ticks = math.floor(speed / self._gain)
        length = self._period_s * ticks * (speed - self._gain * (ticks + 1) / 2)
        return raw * (length / speed)

    def push(self, raw: FloatArray) -> FloatArray:
        """Take `raw` as the velocity of this tick and return the smoothed one."""
        self._history[1:] = self._history[:-1].copy()
        self._history[0] = raw
        return self.velocity

    def clear(self) -> None:
        """Forget all motion: the robot stands."""
        self._history[:] = 0.0

    def _approach(self, distance: float) -> float:
        """Return the speed from which braking, tick by tick, ends within `distance`."""
        step = self._gain * self._period_s
        braking = self._gain * (math.sqrt(0.25 + 2 * distance / step) - 0.5)
        return min(distance / _CATCH_UP_S, braking)


def _norm(vector: FloatArray) -> float:
    return math.sqrt(float(vector @ vector))
