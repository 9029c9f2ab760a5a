# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One plan at a time, from where the robot is to where the plan ends."""

import math

import numpy as np
from vla_common.clock import TimePoint
from vla_common.rotation import quaternion_angle
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.motion_generator import MotionGenerator
from vla_safety.playback.trajectory import BlendedTrajectory
from vla_safety.playback.trajectory import ChunkTrajectory
from vla_safety.playback.trajectory import HoldTrajectory
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits

# How near to the end of a terminating plan counts as there, and how long to wait for it.
_ARRIVED_M, _ARRIVED_RAD, _ARRIVED_OPENING = 0.003, 0.03, 0.01
_ARRIVAL_TIMEOUT_S = 1.0
# How long after the last commanded motion the robot may still be on its way.
_SETTLING_S = 0.5


class ChunkPlayer:
    """Load accepted chunks and play them back from what was really executed."""

    def __init__(self, limits: Limits, watchdog: WatchdogLimits, period_s: float) -> None:
        self._limits = limits
        self._watchdog = watchdog
        self._period_s = period_s
        self.motion = MotionGenerator(limits, period_s)
        self.trajectory: ChunkTrajectory | None = None
        self._reference: BlendedTrajectory | None = None
        #: Time from the image's stamp to the first motion of its chunk; -1 before any.
        self.latency_s = -1.0
        self._started = True
        self._moved_s = -math.inf

    def is_displaced(self, robot: RobotSample, measured_s: float) -> bool:
        """
        Return whether the standing robot is elsewhere than it was commanded to.

        What was measured before the robot came to rest says nothing: it was still on its way.
        """
        if not self.motion.is_anchored:
            return True
        if not self.motion.is_still or measured_s < self._moved_s + _SETTLING_S:
            return False
        pose = self.motion.pose
        displacement = np.linalg.norm(robot.position - pose.position)
        rotation = quaternion_angle(robot.quaternion, pose.quaternion)
        near = (
            displacement <= self._limits.start_tolerance_m
            and rotation <= self._limits.start_tolerance_rad
        )
        return not near

    def may_start(self, robot: RobotSample) -> bool:
        """Return whether motion is allowed to start from the measured pose."""
        return self.motion.allows_start(robot.position, self._limits.start_tolerance_m)

    def load(
        self, chunk: Chunk, now: TimePoint, *, start: RobotSample | None, stood_until_s: float
    ) -> None:
        """Go over to `chunk`, from the measured pose `start` if it is given."""
        if start is not None:
            self.motion.anchor(Target(start.position, start.quaternion, start.gripper))
        old = self.trajectory or HoldTrajectory(self.motion.pose)
        stamp_s = now.steady_s - (now.ros_s - chunk.stamp_s)
        self.trajectory = ChunkTrajectory(
            chunk,
            stamp_s,
            now.steady_s,
            not_before_s=stood_until_s,
            termination_threshold=self._watchdog.termination_threshold,
        )
        self._reference = BlendedTrajectory(
            old, self.trajectory, now.steady_s, self._watchdog.blend_s
        )
        self._started = False

    def drop(self) -> None:
        """Forget the plan."""
        self.trajectory = self._reference = None

    def tick(self, now: TimePoint, *, active_s: float | None) -> Target:
        """
        Return the pose of the next tick.

        It leads along the plan when that has been followed for `active_s`, and to standstill when
        that is None.
        """
        target = self.motion.brake() if active_s is None else self._follow(now, active_s)
        if not self.motion.is_still:
            self._moved_s = now.steady_s
        return target

    def _follow(self, now: TimePoint, active_s: float) -> Target:
        if self._reference is None or self.trajectory is None:
            return self.motion.brake()
        if not self._started:
            self.latency_s = now.steady_s - self.trajectory.stamp_s
            self._started = True
        ramp_in_s = self._watchdog.ramp_in_s
        fraction = min(1.0, (active_s + self._period_s) / ramp_in_s) if ramp_in_s else 1.0
        return self.motion.follow(self._reference, now.steady_s, fraction)

    def has_arrived(self, now: TimePoint) -> bool:
        """Return whether the plan says that the task ends and its last step is reached."""
        if self.trajectory is None or not self.trajectory.terminates:
            return False
        late_s = now.steady_s - self.trajectory.end_s
        goal, pose = self.trajectory.at(self.trajectory.end_s), self.motion.pose
        there = (
            np.linalg.norm(goal.position - pose.position) < _ARRIVED_M
            and quaternion_angle(goal.quaternion, pose.quaternion) < _ARRIVED_RAD
            and abs(goal.gripper - pose.gripper) < _ARRIVED_OPENING
        )
        return bool(late_s >= 0 and (there or late_s > _ARRIVAL_TIMEOUT_S))

    def exceeds_tracking_error(self, robot: RobotSample | None, fraction: float) -> bool:
        """Return whether the robot is off the commanded pose by `fraction` of the limit."""
        if robot is None:
            return True
        off_m = np.linalg.norm(robot.position - self.motion.pose.position)
        return bool(off_m > self._limits.max_tracking_error_m * fraction)
