# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion generator: one commanded pose per tick, within all limits for any trajectory."""

import math
from typing import Protocol

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


class TickCheck(Protocol):
    """Check of a tick beyond the limits of the tool."""

    def refusal(self, end: Target, stand: Target, velocity: FloatArray) -> str:
        """Return why the tick must not be executed; empty if it may, see `JointGuard`."""
        ...


class MotionGenerator:
    """
    Follow trajectories from the current pose of the tool.

    A tick is executed only if braking right after it would end within the workspace and outside of
    every keep-out box; otherwise the tick brakes. So a path to standstill within limits always
    exists: the path that was checked one tick before. The smoothing that limits jerk commands
    means of raw positions. They are within the workspace because it is convex, and outside of the
    keep-out boxes because those are enlarged by what a mean may cut off. Where joints are checked,
    `check` must permit the tick and the braking too.
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
        # The trajectory is read ahead by the delay of the smoothing.
        self._ahead_s = period_s * (1 + (window - 1) / 2)
        self._raw_position = np.zeros(3)
        self._quaternion = np.array((0.0, 0.0, 0.0, 1.0))
        self._gripper = 0.0
        self.is_anchored = False
        self.check: TickCheck | None = None
        #: Why `check` refused the last tick; empty if it did not.
        self.refusal = ''

    @property
    def pose(self) -> Target:
        """Commanded pose and gripper opening."""
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
        """Commanded speed."""
        return float(np.linalg.norm(self._linear.velocity))

    @property
    def ramp_s(self) -> float:
        """Time that braking would take from now to standstill."""
        return max(self._linear.ramp_s, self._angular.ramp_s)

    def anchor(self, start: Target) -> None:
        """
        Set the pose from which motion starts, moved into the workspace.

        Raises
        ------
        ValueError
            While moving: a new start would be a jump.

        """
        if not self.is_still:
            raise ValueError('a new start needs standstill; the tool is moving. Brake first')
        self._raw_position = np.clip(start.position, self._low, self._high)
        self._quaternion = start.quaternion / np.linalg.norm(start.quaternion)
        self._gripper = _clamp(start.gripper, *self._gripper_range)
        self.is_anchored = True

    def allows_start(self, position: FloatArray, tolerance_m: float) -> bool:
        """Return whether motion may start at a measured position (3,)."""
        inside = np.clip(position, self._low, self._high)
        is_near = float(distance_outside(position, self._low, self._high)) <= tolerance_m
        return is_near and not self._enters_keep_out(np.array((inside, inside)))

    def assume_standstill(self) -> None:
        """Assume that the robot stands at the commanded pose, after a pause without commands."""
        self._raw_position = self.pose.position
        self._linear.clear()
        self._angular.clear()

    def follow(self, trajectory: Trajectory, now_s: float, fraction: float = 1.0) -> Target:
        """
        Return the pose of the next tick on the way to and along `trajectory`.

        `fraction` is the fraction of the allowed speeds that may be used.
        """
        target = trajectory.at(now_s + self._ahead_s - self._period_s)
        later = trajectory.at(now_s + self._ahead_s)
        target_velocity = (later.position - target.position) / self._period_s
        error = target.position - self._raw_position
        velocity = self._linear.velocity_toward(error, target_velocity, fraction)
        target_rate = rotation_between(target.quaternion, later.quaternion) / self._period_s
        raw_quaternion = rotated(self._quaternion, self._angular.pending)
        angle_error = rotation_between(raw_quaternion, target.quaternion)
        rate = self._angular.velocity_toward(angle_error, target_rate, fraction)
        self._move(self._within_workspace(velocity), rate)
        change = _clamp(later.gripper - self._gripper, -self._gripper_step, self._gripper_step)
        self._gripper = _clamp(self._gripper + change, *self._gripper_range)
        return self.pose

    def brake(self) -> Target:
        """Return the pose of the next tick of the fastest way to standstill."""
        self.refusal = ''
        self._rotate(self._angular.braking_velocity())
        self._advance(self._linear.braking_velocity())
        return self.pose

    def _within_workspace(self, raw: FloatArray) -> FloatArray:
        """Return a velocity (3,), or that of braking if it leads out of the workspace."""
        end = self._raw_position + raw * self._period_s
        stand = end + self._linear.braking_displacement(raw)
        inside = (stand >= self._low).all() and (stand <= self._high).all()
        # The tick and the braking after it are two straight lines.
        if not inside or self._enters_keep_out(np.array((self._raw_position, end, stand))):
            return self._linear.braking_velocity()
        return raw

    def _move(self, raw: FloatArray, rate: FloatArray) -> None:
        self.refusal = self._refusal(raw, rate)
        if self.refusal:
            raw, rate = self._linear.braking_velocity(), self._angular.braking_velocity()
        self._rotate(rate)
        self._advance(raw)

    def _refusal(self, raw: FloatArray, rate: FloatArray) -> str:
        if self.check is None or not (raw.any() or rate.any()):
            return ''
        position = self._raw_position + raw * self._period_s
        quaternion = rotated(self._quaternion, self._angular.pending + rate * self._period_s)
        end = Target(position, quaternion, self._gripper)
        stand = Target(
            position + self._linear.braking_displacement(raw),
            rotated(quaternion, self._angular.braking_displacement(rate)),
            self._gripper,
        )
        return self.check.refusal(end, stand, np.concatenate((raw, rate)))

    def _advance(self, raw: FloatArray) -> None:
        self._raw_position = self._raw_position + raw * self._period_s
        self._linear.push(raw)

    def _rotate(self, raw: FloatArray) -> None:
        velocity = self._angular.push(raw)
        self._quaternion = rotated(self._quaternion, velocity * self._period_s)

    def _enters_keep_out(self, points: FloatArray) -> bool:
        """Return whether the straight lines along `points` (n, 3) touch a keep-out box."""
        near = self._keep_out[:, 0] <= points.max(axis=0)
        near &= self._keep_out[:, 1] >= points.min(axis=0)
        if not near.all(axis=1).any():
            return False
        return bool(segments_intersect(points[:-1], points[1:], self._keep_out).any())


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(float(value), low), high)
