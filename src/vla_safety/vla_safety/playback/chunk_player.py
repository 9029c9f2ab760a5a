# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Playback of accepted chunks, one trajectory at a time."""

import math

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_common.rotation import quaternion_angle
from vla_common.rotation import with_z_axis_of
from vla_safety.playback.motion_generator import MotionGenerator
from vla_safety.playback.motion_generator import TickCheck
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.playback.trajectory import BlendedTrajectory
from vla_safety.playback.trajectory import ChunkTrajectory
from vla_safety.playback.trajectory import HoldTrajectory
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits

# Distance to the end of a terminating trajectory that counts as arrived, and the longest wait.
_ARRIVED_M, _ARRIVED_RAD, _ARRIVED_OPENING = 0.003, 0.03, 0.01
_ARRIVAL_TIMEOUT_S = 1.0
# Time after the last commanded motion during which the robot may still move.
_SETTLING_S = 0.5


class ChunkPlayer:
    """Turn accepted chunks into a commanded pose per tick."""

    def __init__(self, limits: Limits, settings: PlaybackSettings, period_s: float) -> None:
        self._limits = limits
        self._settings = settings
        self._period_s = period_s
        self.motion = MotionGenerator(limits, period_s)
        #: The trajectory of the newest chunk; None while there is none to follow.
        self.trajectory: ChunkTrajectory | None = None
        self._blended: BlendedTrajectory | None = None
        #: Time from the stamp of an image to the first motion of its chunk; -1 before any.
        self.latency_s = -1.0
        self._has_started = True
        self._moved_s = -math.inf

    def use_limits(self, limits: Limits) -> None:
        """Use new limits from now on; the robot must stand still."""
        self._limits = limits
        # The next motion starts at the measured pose.
        self.motion = MotionGenerator(limits, self._period_s)

    def is_displaced(self, robot: RobotSample, measured_s: float) -> bool:
        """
        Return whether the standing robot is away from its commanded pose.

        A pose measured before the robot came to rest does not count.
        """
        if not self.motion.is_anchored:
            return True
        if not self.motion.is_still or measured_s < self._moved_s + _SETTLING_S:
            return False
        pose = self.motion.pose
        distance_m = np.linalg.norm(robot.position - pose.position)
        angle_rad = quaternion_angle(robot.quaternion, pose.quaternion)
        is_near = (
            distance_m <= self._limits.start_tolerance_m
            and angle_rad <= self._limits.start_tolerance_rad
        )
        return not is_near

    def may_start(self, robot: RobotSample) -> bool:
        """Return whether motion may start from the measured pose."""
        return self.motion.allows_start(robot.position, self._limits.start_tolerance_m)

    def load(
        self,
        chunk: Chunk,
        now: TimePoint,
        *,
        start: RobotSample | None,
        stood_until_s: float,
        joints: JointStatus | None = None,
    ) -> None:
        """
        Blend into the trajectory of `chunk`.

        Parameters
        ----------
        chunk, now
            A chunk that passed all checks, and the time.
        start
            Measured pose from which motion starts; None to start from the commanded pose.
        stood_until_s
            Time of the steady clock until which the robot stood.
        joints
            Robot model and measured joints; None where the joints are not checked.

        """
        if self.motion.is_still:
            self.motion.check = _joint_guard(joints, self._period_s)
        if start is not None:
            quaternion = _start_quaternion(start, chunk, joints)
            self.motion.anchor(Target(start.position, quaternion, start.gripper))
        old = self.trajectory or HoldTrajectory(self.motion.pose)
        stamp_s = now.steady_s - (now.ros_s - chunk.stamp_s)
        self.trajectory = ChunkTrajectory(
            chunk,
            stamp_s,
            now.steady_s,
            not_before_s=stood_until_s,
            termination_threshold=self._settings.termination_threshold,
        )
        self._blended = BlendedTrajectory(
            old, self.trajectory, now.steady_s, self._settings.blend_s
        )
        self._has_started = False

    def drop(self) -> None:
        """Remove the trajectory."""
        self.trajectory = self._blended = None

    def tick(self, now: TimePoint, *, active_s: float | None) -> Target:
        """
        Return the commanded pose of the next tick.

        Parameters
        ----------
        now
            Time of the tick.
        active_s
            For how long the trajectory has been followed; None to brake to standstill.

        """
        target = self.motion.brake() if active_s is None else self._follow(now, active_s)
        if not self.motion.is_still:
            self._moved_s = now.steady_s
        return target

    def _follow(self, now: TimePoint, active_s: float) -> Target:
        if self._blended is None or self.trajectory is None:
            return self.motion.brake()
        if not self._has_started:
            self.latency_s = now.steady_s - self.trajectory.stamp_s
            self._has_started = True
        ramp_in_s = self._settings.ramp_in_s
        fraction = min(1.0, (active_s + self._period_s) / ramp_in_s) if ramp_in_s else 1.0
        return self.motion.follow(self._blended, now.steady_s, fraction)

    def has_arrived(self, now: TimePoint) -> bool:
        """Return whether the trajectory terminates the task and its last step is reached."""
        if self.trajectory is None or not self.trajectory.terminates:
            return False
        late_s = now.steady_s - self.trajectory.end_s
        goal, pose = self.trajectory.at(self.trajectory.end_s), self.motion.pose
        is_near = (
            np.linalg.norm(goal.position - pose.position) < _ARRIVED_M
            and quaternion_angle(goal.quaternion, pose.quaternion) < _ARRIVED_RAD
            and abs(goal.gripper - pose.gripper) < _ARRIVED_OPENING
        )
        return bool(late_s >= 0 and (is_near or late_s > _ARRIVAL_TIMEOUT_S))

    def exceeds_tracking_error(self, robot: RobotSample | None, fraction: float) -> bool:
        """Return whether the robot is off the commanded pose by `fraction` of the limit."""
        if robot is None:
            return True
        error_m = np.linalg.norm(robot.position - self.motion.pose.position)
        return bool(error_m > self._limits.max_tracking_error_m * fraction)


def _start_quaternion(start: RobotSample, chunk: Chunk, status: JointStatus | None) -> FloatArray:
    """
    Return the orientation at which a motion starts.

    The lean that an arm with five joints adds to the poses is not commanded: they would lean in
    the plane in which the arm stood, while it turns, and no joints have such a pose.
    """
    if status is None or status.model is None or not status.model.limits.max_lean_rad:
        return start.quaternion
    return with_z_axis_of(start.quaternion, chunk.quaternions[0])


def _joint_guard(status: JointStatus | None, period_s: float) -> TickCheck | None:
    """Return the check of the joints of a motion that starts at the measured ones."""
    if status is None or status.model is None:
        return None
    # Not imported at the top: a safety node without a URDF needs no MuJoCo.
    from vla_safety.robot.joint_guard import JointGuard

    return JointGuard(status.model, status.joints, period_s)
