# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decision whether an action chunk is played."""

from dataclasses import dataclass
from dataclasses import replace
from enum import StrEnum

from vla_common.clock import TimePoint
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import inspect_chunk
from vla_safety.checks.restart_checks import run_marker_violation
from vla_safety.checks.timing_checks import check_stamp
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.chunk_history import ChunkHistory
from vla_safety.gate.command_announcements import CommandAnnouncements
from vla_safety.gate.command_tracker import CommandTracker
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.gate_state_machine import GateStateMachine
from vla_safety.gate.input_supervisor import InputSupervisor
from vla_safety.gate.run_marker import RunMarker
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits


class ChunkOutcome(StrEnum):
    """What becomes of a chunk; the values are those of the audit log."""

    ACCEPTED = 'accepted'
    #: A check refuses it.
    REFUSED = 'refused'
    #: Its command waits for approval.
    PENDING = 'pending'
    #: Its command is finished.
    OVER = 'over'
    #: A stop is latched.
    STOPPED = 'stopped'


@dataclass(frozen=True)
class ChunkAdmission:
    """Check a chunk against limits, inputs, earlier chunks, its command and approval."""

    limits: Limits
    watchdog: WatchdogLimits
    violation_policy: ViolationPolicy
    approval: ApprovalManager
    inputs: InputSupervisor
    player: ChunkPlayer
    states: GateStateMachine
    commands: CommandTracker
    history: ChunkHistory
    announcements: CommandAnnouncements
    #: None where nothing is to be known after a restart.
    marker: RunMarker | None = None

    def assess(self, chunk: Chunk, now: TimePoint) -> tuple[ChunkOutcome, ChunkAssessment | None]:
        """Return the outcome for a chunk, and the assessment if the chunk was checked."""
        if self.states.state is GateState.STOPPED:
            # `reset` must not start a command that was given before it.
            self.commands.finish(chunk.command_id)
            if not check_stamp(chunk, self._context(chunk, now)):
                self.commands.record_policy_output(now.steady_s)
            return ChunkOutcome.STOPPED, None
        outcome, assessment = self._assess(chunk, now)
        if outcome is not ChunkOutcome.ACCEPTED or self.marker is None or self.marker.create():
            return outcome, assessment
        assert assessment is not None
        refusals = run_marker_violation(self.marker.refusal)
        return ChunkOutcome.REFUSED, replace(assessment, refusals=refusals)

    def _assess(self, chunk: Chunk, now: TimePoint) -> tuple[ChunkOutcome, ChunkAssessment | None]:
        if self.commands.is_finished(chunk.command_id):
            return ChunkOutcome.OVER, None
        assessment = inspect_chunk(chunk, self._context(chunk, now), self.violation_policy)
        if not assessment.accepted:
            return ChunkOutcome.REFUSED, assessment
        if self.approval.blocks(chunk, now.steady_s):
            return ChunkOutcome.PENDING, assessment
        return ChunkOutcome.ACCEPTED, assessment

    def measured_start(self) -> RobotSample | None:
        """Return the measured pose if motion starts from it; None to start from the commanded."""
        robot = self.inputs.robot
        if robot.sample is None or self.states.is_running:
            return None
        is_displaced = self.player.is_displaced(robot.sample, robot.measured_s)
        return robot.sample if is_displaced else None

    def _context(self, chunk: Chunk, now: TimePoint) -> CheckContext:
        start, ages = self.measured_start(), self.inputs.ages(now)
        return CheckContext(
            limits=self.limits,
            watchdog=self.watchdog,
            now=now,
            robot=self.inputs.robot.sample,
            robot_age_s=ages.state_age_s,
            state_fault=ages.state_fault,
            publisher_fault=self.inputs.publisher_fault(now),
            start_allowed=start is None or self.player.may_start(start),
            stood_until_s=self.states.stood_until_s(now.steady_s),
            last_stamp_ns=self.history.last_stamp_ns,
            last_sequence=self.history.last_sequence,
            camera=ages.camera,
            language_age_s=ages.language_age_s,
            joints=self.inputs.joint_status(now),
            deadman_held=self.inputs.deadman_held(now),
            is_task=not self.commands.is_not_a_task(chunk.command_id),
            announcement_problem=self.announcements.problem(chunk.command_id),
        )
