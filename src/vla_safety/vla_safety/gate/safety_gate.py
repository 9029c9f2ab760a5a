# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Safety gate: every chunk, input, stop and control tick passes through it."""

from dataclasses import replace

from vla_common.clock import TimePoint
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.chunk_admission import ChunkAdmission
from vla_safety.gate.chunk_admission import ChunkOutcome
from vla_safety.gate.chunk_history import ChunkHistory
from vla_safety.gate.command_announcements import CommandAnnouncements
from vla_safety.gate.command_tracker import CommandTracker
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.gate_state_machine import GateStateMachine
from vla_safety.gate.input_supervisor import InputSupervisor
from vla_safety.gate.reset_attempt import try_reset
from vla_safety.gate.run_marker import RunMarker
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Target
from vla_safety.types.input_fault import InputFault
from vla_safety.types.limits import Limits


class Gate:
    """
    Check action chunks, play the accepted ones, and hold or stop when an input fails.

    One thread calls the gate. `tick` returns None while nothing is sent, and the robot keeps its
    last pose: in IDLE and STOPPED once the robot stands, in a dry run always. In HOLD the pose is
    sent repeatedly.

    The gate connects its parts and has no mutable state of its own: `states` own state and
    reason, `inputs` the inputs and their ages, `chunks` counters and order, `events` what is to be
    logged; the player owns the motion and the command tracker the commands.

    Parameters
    ----------
    limits
        Limits of every chunk and of every tick.
    watchdog
        Maximum ages of the inputs.
    violation_policy
        What happens to a chunk that violates a limit.
    approval
        Which commands need the approval of a person.
    monitors
        Monitors of the optional inputs. By default, motion depends on chunks and the robot state.
    playback
        Start, blending and end of trajectories.
    period_s
        Time between two ticks.
    marker
        Shows after a restart whether this run ended in IDLE; None for none.

    """

    def __init__(
        self,
        *,
        limits: Limits,
        watchdog: WatchdogLimits,
        violation_policy: ViolationPolicy,
        approval: ApprovalManager,
        monitors: InputMonitors | None = None,
        playback: PlaybackSettings | None = None,
        period_s: float = 0.02,
        marker: RunMarker | None = None,
    ) -> None:
        dry_run = approval.dry_run
        self._approval = approval
        self._player = ChunkPlayer(limits, playback or PlaybackSettings(), period_s)
        self._commands = CommandTracker()
        self.events = GateEventRecorder(dry_run=dry_run)
        self.states = GateStateMachine(self.events, dry_run=dry_run)
        self.chunks = ChunkHistory()
        self.inputs = InputSupervisor(
            limits, watchdog, monitors or InputMonitors(), self._player, period_s, dry_run=dry_run
        )
        self.announcements = CommandAnnouncements(
            is_required=self.inputs.monitors.language is not None,
            max_future_s=watchdog.max_future_s,
        )
        self.admission = ChunkAdmission(
            limits,
            watchdog,
            violation_policy,
            approval,
            self.inputs,
            self._player,
            self.states,
            self._commands,
            self.chunks,
            self.announcements,
            marker,
        )
        self._next_limits: Limits | None = None
        if marker is not None and marker.restart_message:
            self.stop('restart', marker.restart_message)

    def use_limits(self, limits: Limits) -> None:
        """Use new limits as soon as no command is executed and the robot stands still."""
        self._next_limits = limits
        self._apply_limits()

    def activate(self, now: TimePoint) -> None:
        """Begin a run: commands that were given before are over, a latched stop stays."""
        self.announcements.activate(now)
        self.end('', '')

    def on_chunk(self, chunk: Chunk, now: TimePoint) -> ChunkAssessment | None:
        """Check a chunk and play it if accepted; None if its command is over or stopped."""
        outcome, assessment = self.admission.assess(chunk, now)
        if outcome is ChunkOutcome.PENDING:
            self.end(
                'approval_pending', 'call approve to start the command, or stop to discard it'
            )
        self.events.record_chunk(outcome, chunk, now.ros_s - chunk.stamp_s, assessment)
        if assessment is None:
            return None
        if outcome is ChunkOutcome.REFUSED:
            self.chunks.record_refused(assessment, now.steady_s)
            refusal = assessment.refusals[0]
            self.inputs.on_chunk(InputFault(refusal.check, refusal.message), now)
            self.states.show_refusal(refusal.check, refusal.message)
        else:
            self.inputs.on_chunk(None, now)
        if outcome is ChunkOutcome.ACCEPTED:
            self._play(assessment, now)
        return assessment

    def on_command_classified(self, command_id: str, *, is_task: bool) -> None:
        """Record how the language node classified a command; only a task may move the robot."""
        self._commands.record_classification(command_id, is_task=is_task)
        if not is_task and command_id and command_id == self.command_id:
            self.end('no_task', 'the language node did not classify the command as a task')

    def on_policy_state(self, state: PolicyState, command_id: str) -> None:
        """Record the state of the policy; brake when it no longer executes the command."""
        self._commands.record_policy_state(state, command_id)
        is_open = bool(self._commands.policy_command)
        self.announcements.record_policy_state(command_id, is_open=is_open)
        if self.state is GateState.STOPPED:
            self._commands.finish(command_id)
        elif self.states.is_running and self._commands.is_ended_by(state, command_id):
            self.end('', '')

    def stop(self, cause: str, message: str) -> tuple[bool, str]:
        """Brake and latch the stop until `reset`; return success and message."""
        if self.admission.marker is not None:
            self.admission.marker.create()
        for command_id in (self.command_id, self._commands.policy_command, self._approval.drop()):
            self._commands.finish(command_id)
        self.events.record('stop', cause=cause, message=message)
        self._player.drop()
        self.states.stop(cause, message)
        return True, 'stopping; call reset to go on'

    def reset(self, now: TimePoint) -> tuple[bool, str]:
        """Leave STOPPED if every cause is cleared; return success and message."""
        success, message = try_reset(
            self.states, self.inputs, self._commands, now, is_still=self.is_still
        )
        self.events.record('reset', success=success, message=message)
        return success, message

    def approve(self) -> tuple[bool, str]:
        """Approve the command that waits for approval; return success and message."""
        success, message = self._approval.approve()
        self.events.record('approve', success=success, message=message)
        return success, message

    def end(self, reason: str, message: str) -> None:
        """Drop the trajectory, brake and enter IDLE. A latched stop stays latched."""
        self._player.drop()
        self.states.end(reason, message)

    def tick(self, now: TimePoint) -> Target | None:
        """Return the pose and gripper opening to send in this control period, or None."""
        self._apply_limits()
        self._check_clock(now)
        if expired := self._approval.expired(now.steady_s):
            self._commands.finish(expired)
            self.end('approval_timeout', 'the command was not approved in time. Send it again')
        was_still = self.is_still
        self.inputs.track_motion(now)
        if self.states.is_running:
            self._supervise(now)
        is_active = self.state is GateState.ACTIVE
        active_s = now.steady_s - self.states.active_since_s if is_active else None
        target = self._player.tick(now, active_s=active_s)
        if refusal := self._player.motion.refusal:
            self.states.show_tick_refusal(refusal)
        if is_active and self._player.has_arrived(now):
            self.end('', 'the trajectory is complete')
        # If a trajectory ends in the tick that starts its motion, that tick is still sent.
        if was_still and self.is_at_rest:
            self.events.record_end()
            return None
        self.events.record_tick(target, self._player.motion.speed_m_s, self.latency_s)
        return None if self.dry_run else target

    @property
    def state(self) -> GateState:
        """State of the gate."""
        return self.states.state

    @property
    def reason(self) -> str:
        """Name of the cause of the state or of the newest refusal; empty when there is none."""
        return self.states.reason

    @property
    def message(self) -> str:
        """Text for people about the reason: rule, value and remedy."""
        return self.states.message

    @property
    def command_id(self) -> str:
        """Id of the command that is being executed; empty when none is."""
        return self._commands.current if self.states.is_running else ''

    @property
    def is_still(self) -> bool:
        """Whether the commanded speed is 0."""
        return self._player.motion.is_still

    @property
    def is_at_rest(self) -> bool:
        """Whether no command is executed and the commanded speed is 0: nothing is sent."""
        return self.is_still and not self.states.is_running

    @property
    def latency_s(self) -> float:
        """Time from the stamp of an image to the first motion of its chunk; -1 before any."""
        return self._player.latency_s

    @property
    def dry_run(self) -> bool:
        """Whether nothing is sent to the robot."""
        return self._approval.dry_run

    def _apply_limits(self) -> None:
        if self._next_limits is None or self.states.is_running or not self.is_still:
            return
        limits, self._next_limits = self._next_limits, None
        self._player.use_limits(limits)
        self.inputs.use_limits(limits)
        self.admission = replace(self.admission, limits=limits)

    def _check_clock(self, now: TimePoint) -> None:
        check = self.inputs.check_clock(now)
        if check.paused:
            self._player.motion.assume_standstill()
        if check.jumped:
            self._player.drop()
            self.chunks.on_clock_jump()
            self.announcements.on_clock_jump(now)

    def _play(self, assessment: ChunkAssessment, now: TimePoint) -> None:
        chunk, start = assessment.chunk, self.admission.measured_start()
        stood_until_s = self.states.stood_until_s(now.steady_s)
        self.events.record_start(chunk, now.ros_s - chunk.stamp_s)
        self._player.load(
            chunk,
            now,
            start=start,
            stood_until_s=stood_until_s,
            joints=self.inputs.joint_status(now),
        )
        self._commands.record_accepted(chunk.command_id)
        self.chunks.record_accepted(assessment)
        self.states.start(stood_until_s)

    def _supervise(self, now: TimePoint) -> None:
        """Let the running command go on, hold or stop, according to the inputs."""
        if (fault := self.inputs.stop_fault(now)) is not None:
            self.stop(*fault)
            return
        is_holding, held_s = self.state is GateState.HOLD, self.states.held_s(now.steady_s)
        result = self.inputs.evaluate(now, is_holding=is_holding, held_s=held_s)
        if result.level is DegradationLevel.STOP:
            self.stop(result.reason, f'{result.message}. Held for {held_s:.1f} s; call reset')
        elif result.level is DegradationLevel.HOLD:
            self.states.hold(result.reason, result.message, now.steady_s)
        else:
            self.states.follow(result.level, now.steady_s)
