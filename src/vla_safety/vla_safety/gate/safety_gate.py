# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gate: every chunk, state, stop and tick goes through it."""

from dataclasses import replace
from enum import IntEnum
import math

from vla_common.clock import TimePoint
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import inspect_chunk
from vla_safety.checks.timing_checks import check_stamp
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.gate_memory import ClockMonitor
from vla_safety.gate.gate_memory import CommandTracker
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.gate_memory import RobotStateTracker
from vla_safety.gate.stop_latch import is_cause_cleared
from vla_safety.gate.stop_latch import StopLatch
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import evaluate
from vla_safety.monitors.watchdog import InputAges
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits


class GateState(IntEnum):
    """States of vla_interfaces/SafetyStatus."""

    IDLE = 0
    ACTIVE = 1
    HOLD = 2
    STOPPED = 3


class Gate:
    """
    Turn chunks into motion, or say why not.

    All times come in as `TimePoint`; one thread calls it. `tick` returns None while nothing is to be
    sent: the robot keeps its last pose. In IDLE and STOPPED that is so from standstill on, in a
    dry run always; in HOLD the pose is sent on. Without `monitors` motion depends on
    chunks and the robot's state only.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        watchdog: WatchdogLimits,
        violation_policy: ViolationPolicy,
        approval: ApprovalManager,
        monitors: InputMonitors | None = None,
        period_s: float = 0.02,
    ) -> None:
        self._limits = limits
        self._watchdog = watchdog
        self._violation_policy = violation_policy
        self._approval = approval
        #: What motion depends on beside chunks and the robot's state.
        self.monitors = monitors or InputMonitors()
        self._period_s = period_s
        # Ramp and smoothing are each counted in whole ticks.
        self._max_ramp_s = limits.ramp_s + 2 * period_s
        watchdog.check_ramp(self._max_ramp_s)
        self._player = ChunkPlayer(limits, watchdog, period_s)
        self._motion = self._player.motion
        self._clock = ClockMonitor(watchdog, period_s)
        self._robot = RobotStateTracker(watchdog, limits.frame_id)
        self._commands = CommandTracker()
        self._latch = StopLatch()
        self.events = GateEventRecorder(dry_run=approval.dry_run)
        self._last_command = ''
        self._last_order = (-1, -1)
        self._heard_s = -math.inf
        self._hold_since_s = 0.0
        self._active_since_s = 0.0
        self.state = GateState.IDLE
        self.degradation_level = DegradationLevel.FRESH
        self.reason = ''
        self.message = ''
        self.accepted = 0
        self.refused = 0
        self.adjusted = 0
        #: The newest verdict that refused, and when on the steady clock.
        self.refusal: tuple[ChunkAssessment, float] | None = None

    # What comes in ----------------------------------------------------------------------------

    def on_robot_state(self, sample: RobotSample, now: TimePoint) -> bool:
        """Note where the robot is; return False for a sample that cannot be used."""
        return self._robot.update(sample, now)

    def on_image(self, sample: ImageSample, now: TimePoint) -> bool:
        """Note what the camera shows; return False for an image that shows nothing."""
        return self.monitors.see(sample, now)

    def on_language_heartbeat(self, now: TimePoint) -> None:
        """Note that the language side is alive."""
        self.monitors.hear(now)

    def on_deadman(self, held: bool, now: TimePoint) -> None:
        """Note whether the deadman switch is held."""
        self.monitors.feel(held, now)

    def on_chunk(self, chunk: Chunk, now: TimePoint) -> ChunkAssessment | None:
        """Judge a chunk and play it if it is allowed; None if its command is over or stopped."""
        outcome, assessment = self._decide(chunk, now)
        self.events.record_chunk(outcome, chunk, now.ros_s - chunk.stamp_s, assessment)
        if assessment is not None and outcome == 'accepted':
            self._accept(assessment, now)
        return assessment

    def on_command_classified(self, command_id: str, *, is_task: bool) -> None:
        """Note what the language side took a command for; only a task may move the robot."""
        self._commands.record_classification(command_id, is_task=is_task)
        if not is_task and command_id and command_id == self.command_id:
            self.end('no_task', 'the language side took the command for no task')

    def on_policy_state(self, state: PolicyState, command_id: str) -> None:
        """Note what the policy does; stand still when it no longer executes the command."""
        self._commands.record_policy_state(state, command_id)
        if self.state is GateState.STOPPED:
            self._commands.finish(command_id)
        elif self.is_running and self._commands.is_ended_by(state, command_id, self.command_id):
            self.end('', '')

    def stop(self, cause: str, message: str) -> tuple[bool, str]:
        """Brake now and stay so until `reset`; return success and message."""
        for command_id in (self.command_id, self._commands.policy_command, self._approval.drop()):
            self._commands.finish(command_id)
        self._latch.trip(cause, message)
        self.events.record('stop', cause=cause, message=message)
        self._player.drop()
        self._enter(
            GateState.STOPPED, self._latch.cause, self._latch.message, DegradationLevel.STOP
        )
        return True, 'stopping; call reset to go on'

    def reset(self, now: TimePoint) -> tuple[bool, str]:
        """Leave STOPPED if every cause is gone; return success and message."""
        success, message = self._try_reset(now)
        self.events.record('reset', success=success, message=message)
        return success, message

    def approve(self) -> tuple[bool, str]:
        """Let the command that waits for approval move the robot; return success and message."""
        success, message = self._approval.approve()
        self.events.record('approve', success=success, message=message)
        return success, message

    def end(self, reason: str, message: str) -> None:
        """Drop the plan and go to IDLE: brake, then keep still. A latched stop stays."""
        self._player.drop()
        if self.state is not GateState.STOPPED:
            self._enter(GateState.IDLE, reason, message)

    def tick(self, now: TimePoint) -> Target | None:
        """Return the pose and opening to send to the robot in this period, or None."""
        jumped, paused = self._clock.check(now)
        if paused:
            self._motion.assume_standstill()
        if jumped:
            self._player.drop()
            self._robot.clear()
            self.monitors.forget()
            self._last_order = (-1, -1)
        if expired := self._approval.expired(now.steady_s):
            self._commands.finish(expired)
            self.end('approval_timeout', f'nobody approved command {expired} in time')
        was_still = self._motion.is_still
        self.monitors.look(now, self._robot.sample, still=was_still)
        if self.is_running:
            self._evaluate(now)
        active = self.state is GateState.ACTIVE
        active_s = now.steady_s - self._active_since_s if active else None
        target = self._player.tick(now, active_s=active_s)
        if active and self._player.has_arrived(now):
            self.end('', 'the plan came to its end')
        # A plan may end in the tick in which its motion began; that motion is sent, and braked.
        if was_still and self._motion.is_still and not self.is_running:
            self.events.record_end()
            return None
        self.events.record_tick(target, self._motion.speed_m_s, self.latency_s)
        return None if self.dry_run else target

    # What others may know ---------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether a command is being carried out, if only in hold."""
        return self.state in (GateState.ACTIVE, GateState.HOLD)

    @property
    def command_id(self) -> str:
        """Name the command that is being carried out; empty when none."""
        return self._last_command if self.is_running else ''

    @property
    def is_still(self) -> bool:
        """Whether the commanded speed is 0."""
        return self._motion.is_still

    @property
    def latency_s(self) -> float:
        """Time from the image's stamp to the first motion of its chunk; -1 before any."""
        return self._player.latency_s

    @property
    def stop_causes(self) -> dict[str, str]:
        """Message by cause of the latched stop; empty when there is none."""
        return dict(self._latch.causes)

    @property
    def dry_run(self) -> bool:
        """Whether nothing is sent to the robot."""
        return self._approval.dry_run

    def ages(self, now: TimePoint) -> InputAges:
        """Return the ages of what the gate relies on."""
        trajectory, now_s = self._player.trajectory, now.steady_s
        ages = InputAges(
            state_age_s=self._robot.age_s(now),
            camera=self.monitors.view(now),
            language_age_s=self.monitors.language_age_s(now),
        )
        if trajectory is None:
            return ages
        return replace(
            ages, image_age_s=now_s - trajectory.stamp_s, chunk_age_s=now_s - trajectory.accepted_s
        )

    # Inside -----------------------------------------------------------------------------------

    def _enter(
        self,
        state: GateState,
        reason: str,
        message: str,
        degradation_level: DegradationLevel = DegradationLevel.FRESH,
    ) -> None:
        if state is GateState.ACTIVE and self.dry_run:
            message = 'dry run: nothing is sent to the robot'
        if (state, reason) != (self.state, self.reason):
            self.events.record(
                'state', before=self.state.name, after=state.name, reason=reason, message=message
            )
        self.state, self.degradation_level, self.reason, self.message = (
            state,
            degradation_level,
            reason,
            message,
        )

    def _decide(self, chunk: Chunk, now: TimePoint) -> tuple[str, ChunkAssessment | None]:
        """Return what becomes of a chunk, and the verdict if it was judged."""
        if self.state is GateState.STOPPED:
            # The command was given before the reset, so the reset must not start it.
            self._commands.finish(chunk.command_id)
            if not check_stamp(chunk, self._context(now)):
                self._heard_s = now.steady_s
            return 'stopped', None
        if self._commands.is_finished(chunk.command_id):
            return 'over', None
        is_task = not self._commands.is_not_a_task(chunk.command_id)
        context = replace(self._context(now), is_task=is_task)
        assessment = inspect_chunk(chunk, context, self._violation_policy)
        if not assessment.accepted:
            self._refuse(assessment, now)
            return 'refused', assessment
        if self._approval.blocks(chunk, now.steady_s):
            self.end('approval_pending', f'call approve to start command {chunk.command_id}')
            return 'pending', assessment
        return 'accepted', assessment

    def _try_reset(self, now: TimePoint) -> tuple[bool, str]:
        if self.state is not GateState.STOPPED:
            return True, 'nothing to reset: no stop is latched'
        if not self._motion.is_still:
            return False, 'reset needs standstill; the robot is braking. Try again in a second'
        for cause, message in self._latch.causes.items():
            if not self._is_gone(cause, now):
                return False, f'reset needs the cause gone; it is still there: {message}'
        self._latch.clear()
        self._enter(GateState.IDLE, '', 'the stop was reset; give a new command')
        return True, self.message

    def _is_gone(self, cause: str, now: TimePoint) -> bool:
        policy_alive = now.steady_s - self._heard_s < self._watchdog.max_chunk_age_s
        return is_cause_cleared(
            cause,
            self._watchdog,
            self._max_ramp_s,
            state_age_s=self._robot.age_s(now),
            camera=self.monitors.view(now),
            policy_alive=policy_alive or not self._commands.policy_executes,
            held=self.monitors.holds_deadman(now),
            language_age_s=self.monitors.language_age_s(now),
        )

    def _context(self, now: TimePoint) -> CheckContext:
        start = self._start()
        return CheckContext(
            limits=self._limits,
            watchdog=self._watchdog,
            now=now,
            robot=self._robot.sample,
            robot_age_s=self._robot.age_s(now),
            start_allowed=start is None or self._player.may_start(start),
            stood_until_s=self._stood_until_s(now),
            last_stamp_ns=self._last_order[0],
            last_sequence=self._last_order[1],
            camera=self.monitors.view(now),
            language_age_s=self.monitors.language_age_s(now),
            deadman_held=self.monitors.holds_deadman(now),
        )

    def _start(self) -> RobotSample | None:
        """Return the measured pose if motion would start from it, not from the commanded one."""
        robot = self._robot.sample
        if robot is None or self.is_running:
            return None
        return robot if self._player.is_displaced(robot, self._robot.measured_s) else None

    def _stood_until_s(self, now: TimePoint) -> float:
        return self._active_since_s if self.state is GateState.ACTIVE else now.steady_s

    def _accept(self, assessment: ChunkAssessment, now: TimePoint) -> None:
        chunk = assessment.chunk
        self.accepted += 1
        self.adjusted += bool(assessment.adjustments)
        stood_until_s = self._stood_until_s(now)
        self.events.record_start(chunk)
        self._player.load(chunk, now, start=self._start(), stood_until_s=stood_until_s)
        self._last_command = chunk.command_id
        self._last_order = (chunk.stamp_ns, chunk.sequence)
        self._commands.record_accepted(chunk.command_id)
        if self.state is not GateState.HOLD:  # out of which the watchdog leads
            self._active_since_s = stood_until_s
            self._enter(GateState.ACTIVE, '', '')

    def _refuse(self, assessment: ChunkAssessment, now: TimePoint) -> None:
        self.refused += 1
        self.refusal = (assessment, now.steady_s)
        if self.state is not GateState.HOLD:
            self.reason, self.message = (
                assessment.refusals[0].check,
                assessment.refusals[0].message,
            )

    def _evaluate(self, now: TimePoint) -> None:
        if not self.monitors.holds_deadman(now):
            self.stop('deadman', 'the deadman switch was let go; hold it, then call reset')
            return
        holding = self.state is GateState.HOLD
        ramp_s = self._max_ramp_s if holding else self._motion.ramp_s + self._period_s
        held_s = now.steady_s - self._hold_since_s if holding else 0.0
        degradation_level, reason, message = evaluate(
            self.ages(now), self._watchdog, ramp_s, held_s
        )
        if self._player.trajectory is None:
            reason, message = 'clock_jump', 'the ROS clock jumped; a chunk of its time is needed'
        elif degradation_level < DegradationLevel.HOLD and self._exceeds_tracking_error(
            0.5 if holding else 1.0
        ):
            degradation_level = (
                DegradationLevel.STOP
                if held_s >= self._watchdog.hold_timeout_s
                else DegradationLevel.HOLD
            )
            reason = 'tracking_error'
            message = (
                'the robot must stay within max_tracking_error_m'
                f' ({self._limits.max_tracking_error_m:g} m) of the commanded pose. Clear its way'
            )
        self.degradation_level = degradation_level
        if degradation_level is DegradationLevel.STOP:
            self.stop(reason, f'{message}. Held for {held_s:.1f} s; call reset')
        elif degradation_level is DegradationLevel.HOLD:
            self._hold_since_s = self._hold_since_s if holding else now.steady_s
            self._enter(GateState.HOLD, reason, message, degradation_level)
        elif holding:
            self._active_since_s = now.steady_s
            self._enter(GateState.ACTIVE, '', '', degradation_level)

    def _exceeds_tracking_error(self, fraction: float) -> bool:
        """Return whether the robot is off the commanded pose by `fraction` of the limit."""
        return not self.dry_run and self._player.exceeds_tracking_error(
            self._robot.sample, fraction
        )
