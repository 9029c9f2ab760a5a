# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs of the gate: what arrives, how old it is, and whether motion may go on."""

from dataclasses import replace
import math

from vla_common.clock import TimePoint
from vla_safety.gate.stop_latch import ResetConditions
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.clock_jump_monitor import ClockCheck
from vla_safety.monitors.clock_jump_monitor import ClockJumpMonitor
from vla_safety.monitors.gripper_monitor import GripperMonitor
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.publisher_monitor import PublisherMonitor
from vla_safety.monitors.robot_state_tracker import RobotStateTracker
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import evaluate
from vla_safety.monitors.watchdog import InputAges
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.monitors.watchdog import WatchdogResult
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.robot.joint_monitor import JointReading
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.types.chunk import RobotSample
from vla_safety.types.input_fault import InputFault
from vla_safety.types.limits import Limits

# Share of max_tracking_error_m below which a hold for that reason ends.
_TRACKING_HYSTERESIS = 0.5


class InputSupervisor:
    """
    Pass inputs to their monitors and evaluate the ages of all of them.

    Parameters
    ----------
    limits, watchdog
        Limits of motion and of ages.
    monitors
        Monitors of the optional inputs.
    player
        Its trajectory has the ages of the chunk; its pose is compared with the measured one.
    period_s
        Time between two ticks.
    dry_run
        Whether the robot is not expected to follow the commanded pose.

    """

    def __init__(
        self,
        limits: Limits,
        watchdog: WatchdogLimits,
        monitors: InputMonitors,
        player: ChunkPlayer,
        period_s: float,
        *,
        dry_run: bool,
    ) -> None:
        self.watchdog = watchdog
        self._player = player
        self._period_s = period_s
        self._dry_run = dry_run
        self.use_limits(limits)
        self._clock = ClockJumpMonitor(watchdog, period_s)
        self.robot = RobotStateTracker(watchdog, limits.frame_id)
        self.monitors = monitors
        self.publishers = PublisherMonitor()
        self._gripper = GripperMonitor()
        # When the newest chunk was received, and why it was refused, if it was.
        self._received_s = -math.inf
        self._chunk_fault: InputFault | None = None

    def use_limits(self, limits: Limits) -> None:
        """Use new limits from now on; ValueError if braking would take too long."""
        self._limits = limits
        self._max_ramp_s = self.check_limits(limits)

    def check_limits(self, limits: Limits) -> float:
        """Return the longest time of braking [s]; ValueError if it is too long for a time-out."""
        # Ramp and smoothing are each rounded up to whole ticks.
        max_ramp_s = limits.ramp_s + 2 * self._period_s
        self.watchdog.check_ramp(max_ramp_s)
        return max_ramp_s

    def on_robot_state(self, sample: RobotSample, now: TimePoint) -> bool:
        """Record the measured pose; return False for a sample that is not usable."""
        return self.robot.update(sample, now)

    def on_image(self, sample: ImageSample, now: TimePoint) -> bool:
        """Record a camera image; return False for an image that is not usable."""
        camera = self.monitors.camera
        return camera is None or camera.update(sample, now)

    def on_language_heartbeat(self, now: TimePoint) -> None:
        """Record a heartbeat of the language node."""
        if self.monitors.language is not None:
            self.monitors.language.update(None, now)

    def on_chunk(self, fault: InputFault | None, now: TimePoint) -> None:
        """Record that a chunk was received, and why it was refused, if it was."""
        self._received_s, self._chunk_fault = now.steady_s, fault

    def on_deadman(self, held: bool, now: TimePoint) -> None:
        """Record whether the deadman switch is held."""
        if self.monitors.deadman is not None:
            self.monitors.deadman.update(held, now)

    def on_joint_state(self, sample: JointReading, now: TimePoint) -> None:
        """Record measured joints."""
        if self.monitors.joints is not None:
            self.monitors.joints.update(sample, now)

    def joint_status(self, now: TimePoint) -> JointStatus | None:
        """Return robot model and joints; None where the joints are not checked."""
        joints = self.monitors.joints
        return None if joints is None else joints.status(now)

    def check_clock(self, now: TimePoint) -> ClockCheck:
        """Check the clocks once per tick; after a jump, forget what was stamped before it."""
        check = self._clock.check(now)
        if check.jumped:
            optional = self.monitors
            monitors = (optional.camera, optional.language, optional.deadman, optional.joints)
            for monitor in (self.robot, *monitors):
                if monitor is not None:
                    monitor.on_clock_jump()
        return check

    def track_motion(self, now: TimePoint) -> None:
        """Pass the measured position and opening to their monitors, once per tick."""
        sample, motion = self.robot.sample, self._player.motion
        if sample is None:
            return
        if self.monitors.camera is not None:
            self.monitors.camera.track_motion(now, sample.position, still=motion.is_still)
        if self._player.trajectory is not None and not self._dry_run:
            self._gripper.update(sample.gripper, motion.pose.gripper, now.steady_s)

    def deadman_held(self, now: TimePoint) -> bool:
        """Return whether the deadman switch is held, or not used."""
        return self.monitors.deadman is None or self.monitors.deadman.status(now)

    def stop_fault(self, now: TimePoint) -> InputFault | None:
        """Return the fault that stops a running command at once; None for none."""
        if not self.deadman_held(now):
            message = 'the deadman switch was released; hold it, then call reset'
            return InputFault('deadman', message)
        fault = self.publisher_fault(now)
        return fault and fault._replace(message=f'{fault.message}; then call reset')

    def publisher_fault(self, now: TimePoint) -> InputFault | None:
        """Return the first topic with a second publisher; None for none."""
        return next(iter(self.publishers.faults(now.steady_s).values()), None)

    def problem(self, now: TimePoint) -> InputFault | None:
        """Return what is wrong with publishers, robot state, joints or gripper."""
        joints = self.joint_status(now)
        return (
            self.publisher_fault(now)
            or self.robot.problem(now)
            or (None if joints is None else joints.fault)
            or self._gripper.fault(now.steady_s)
        )

    def ages(self, now: TimePoint) -> InputAges:
        """Return the ages of all inputs."""
        camera, language = self.monitors.camera, self.monitors.language
        ages = InputAges(
            state_age_s=self.robot.status(now),
            state_fault=self.robot.fault(now),
            camera=None if camera is None else camera.status(now),
            language_age_s=None if language is None else language.status(now),
        )
        trajectory, now_s = self._player.trajectory, now.steady_s
        received_age_s = now_s - self._received_s
        # After a longer silence the policy is the cause, whatever came before.
        is_received = received_age_s < self.watchdog.max_chunk_age_s
        ages = replace(
            ages,
            received_chunk_age_s=received_age_s,
            chunk_fault=self._chunk_fault if is_received else None,
        )
        if trajectory is None:
            return ages
        return replace(
            ages, image_age_s=now_s - trajectory.stamp_s, chunk_age_s=now_s - trajectory.accepted_s
        )

    def evaluate(self, now: TimePoint, *, is_holding: bool, held_s: float) -> WatchdogResult:
        """Return whether the running command goes on, holds or stops, and why."""
        motion = self._player.motion
        ramp_s = self._max_ramp_s if is_holding else motion.ramp_s + self._period_s
        result = evaluate(self.ages(now), self.watchdog, ramp_s, held_s)
        if self._player.trajectory is None:
            message = 'the ROS clock jumped; motion needs a chunk stamped after the jump'
            return result._replace(reason='clock_jump', message=message)
        allowed = _TRACKING_HYSTERESIS if is_holding else 1.0
        if result.level >= DegradationLevel.HOLD or not self._exceeds_tracking_error(allowed):
            return result
        timed_out = held_s >= self.watchdog.hold_timeout_s
        return WatchdogResult(
            DegradationLevel.STOP if timed_out else DegradationLevel.HOLD,
            'tracking_error',
            'the robot must stay within max_tracking_error_m'
            f' ({self._limits.max_tracking_error_m:g} m) of the commanded pose.'
            ' Remove what blocks it',
        )

    def reset_conditions(self, now: TimePoint, *, policy_alive: bool) -> ResetConditions:
        """Return the conditions that the causes of a stop are compared with."""
        return ResetConditions(
            self.watchdog,
            self._max_ramp_s,
            self.ages(now),
            policy_alive=policy_alive,
            deadman_held=self.deadman_held(now),
            duplicates=frozenset(self.publishers.faults(now.steady_s)),
        )

    def _exceeds_tracking_error(self, fraction: float) -> bool:
        """Return whether the robot is off the commanded pose by `fraction` of the limit."""
        return not self._dry_run and self._player.exceeds_tracking_error(
            self.robot.sample, fraction
        )
