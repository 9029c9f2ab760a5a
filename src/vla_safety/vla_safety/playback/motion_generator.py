# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The commanded pose, tick by tick, within limits whatever it is told to follow."""

import math

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.playback.jerk_limiter import JerkLimiter
from vla_safety.playback.trajectory import Trajectory
from vla_safety.types.chunk import Target
from vla_safety.types.geometry import distance_outside
from vla_safety.types.geometry import rotated
from vla_safety.types.geometry import rotation_between
from vla_safety.types.geometry import segments_intersect
from vla_safety.types.limits import Limits


class MotionGenerator:
    """
    Follow references from where the tool is.

    A tick is taken only if braking right after it would end within the workspace and outside of
    every keep-out box; otherwise the tick brakes. So a way to stand within limits always exists,
    and it is the one that was checked a tick before. The smoothing that limits jerk puts out
    means of raw positions: they are within the workspace because it is convex, and outside of the
    keep-out boxes because those are grown by what a mean may cut off.
    """

    def __init__(self, limits: Limits, period_s: float) -> None:
        window = max(1, math.ceil(limits.smoothing_s / period_s - 1e-9))
        self._linear = JerkLimiter(
            speed=limits.max_linear_speed_m_s,
            acceleration=limits.max_linear_acceleration_m_s2,
            window=window,
            period_s=period_s,
        )
        self._angular = JerkLimiter(
            speed=limits.max_angular_speed_rad_s,
            acceleration=limits.max_angular_acceleration_rad_s2,
            window=window,
            period_s=period_s,
        )
        self._low, self._high, self._keep_out = limits.low, limits.high, limits.keep_out
        self._gripper_step = limits.max_gripper_speed_per_s * period_s
        self._gripper_range = (limits.gripper_min, limits.gripper_max)
        self._period_s = period_s
        # The smoothing's delay is made up for by looking ahead.
        self._ahead_s = period_s * (1 + (window - 1) / 2)
        self._raw_position = np.zeros(3)
        self._quaternion = np.array((0.0, 0.0, 0.0, 1.0))
        self._gripper = 0.0
        self.is_anchored = False

    @property
    def pose(self) -> Target:
        """Return the commanded pose."""
        position = self._raw_position - self._linear.pending
        # A mean computed in floating point may leave the workspace by the last digit.
        position = np.minimum(np.maximum(position, self._low), self._high)
        return Target(position, self._quaternion, self._gripper)

    @property
    def is_still(self) -> bool:
        """Whether the commanded speed is 0."""
        return self._linear.is_still and self._angular.is_still

    @property
    def speed_m_s(self) -> float:
        """Return the commanded speed."""
        return float(np.linalg.norm(self._linear.velocity))

    @property
    def ramp_s(self) -> float:
        """Time that braking would take from now to standstill."""
        return max(self._linear.ramp_s, self._angular.ramp_s)

    def anchor(self, start: Target) -> None:
        """
        Start, at rest, from a pose, moved into the workspace.

        Raises
        ------
        ValueError
            While moving: a new start would be a jump.

        """
        if not self.is_still:
            raise ValueError('a new start needs standstill; brake first')
        self._raw_position = np.clip(start.position, self._low, self._high)
        self._quaternion = start.quaternion / np.linalg.norm(start.quaternion)
        self._gripper = _within(start.gripper, *self._gripper_range)
        self.is_anchored = True

    def allows_start(self, position: FloatArray, tolerance_m: float) -> bool:
        """Return whether motion may start at a measured position (3,)."""
        inside = np.clip(position, self._low, self._high)
        near = float(distance_outside(position, self._low, self._high)) <= tolerance_m
        return near and not self._hits_keep_out(np.array((inside, inside)))

    def assume_standstill(self) -> None:
        """Take it that the robot stands at the commanded pose: nothing was commanded for long."""
        self._raw_position = self.pose.position
        self._linear.clear()
        self._angular.clear()

    def follow(self, reference: Trajectory, now_s: float, fraction: float = 1.0) -> Target:
        """
        Return the pose of the next tick on the way to and along `reference`.

        `fraction` is how much of the allowed speeds may be used.
        """
        target = reference.at(now_s + self._ahead_s - self._period_s)
        later = reference.at(now_s + self._ahead_s)
        moving = (later.position - target.position) / self._period_s
        raw = self._linear.velocity_toward(target.position - self._raw_position, moving, fraction)
        turning = rotation_between(target.quaternion, later.quaternion) / self._period_s
        raw_quaternion = rotated(self._quaternion, self._angular.pending)
        error = rotation_between(raw_quaternion, target.quaternion)
        rotation = self._angular.velocity_toward(error, turning, fraction)
        self._turn(rotation)
        self._move(raw)
        change = _within(later.gripper - self._gripper, -self._gripper_step, self._gripper_step)
        self._gripper = _within(self._gripper + change, *self._gripper_range)
        return self.pose

    def brake(self) -> Target:
        """Return the pose of the next tick on the quickest way to standstill."""
        self._turn(self._angular.braking_velocity())
        self._advance(self._linear.braking_velocity())
        return self.pose

    def _move(self, raw: FloatArray) -> None:
        end = self._raw_position + raw * self._period_s
        stand = end + self._linear.braking_displacement(raw)
        inside = (stand >= self._low).all() and (stand <= self._high).all()
        # The tick and the braking after it are two straight lines.
        if not inside or self._hits_keep_out(np.array((self._raw_position, end, stand))):
            raw = self._linear.braking_velocity()
        self._advance(raw)

    def _advance(self, raw: FloatArray) -> None:
        self._raw_position = self._raw_position + raw * self._period_s
        self._linear.push(raw)

    def _turn(self, raw: FloatArray) -> None:
        velocity = self._angular.push(raw)
        self._quaternion = rotated(self._quaternion, velocity * self._period_s)

    def _hits_keep_out(self, points: FloatArray) -> bool:
        """Return whether the straight way along `points` (n, 3) touches a keep-out box."""
        near = self._keep_out[:, 0] <= points.max(axis=0)
        near &= self._keep_out[:, 1] >= points.min(axis=0)
        if not near.all(axis=1).any():
            return False
        return bool(segments_intersect(points[:-1], points[1:], self._keep_out).any())


def _within(value: float, low: float, high: float) -> float:
    return min(max(float(value), low), high)
