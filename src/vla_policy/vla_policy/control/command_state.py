# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Execution state of one command."""

from dataclasses import dataclass
from dataclasses import replace
from enum import IntEnum

from vla_policy.control.detections import Detection
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.vocabulary import Verdict

_MAX_RESET_DELAY_S = 0.5


class ExecutionState(IntEnum):
    """States of vla_interfaces/PolicyStatus."""

    IDLE = 0
    WAITING = 1
    EXECUTING = 2
    SUCCEEDED = 3
    REFUSED = 4
    FAILED = 5


@dataclass(frozen=True)
class CommandState:
    """
    Immutable state of a command; each event returns the next state.

    Any thread may read the newest one.
    """

    command_id: str = ''
    text: str = ''
    tokens: tuple[str, ...] = ()
    started_s: float = 0.0
    state: ExecutionState = ExecutionState.IDLE
    reason: str = ''
    message: str = ''
    warning: str = ''
    #: Object that the message asks about: target or destination; empty for none.
    asked_about: str = ''
    #: Detected objects among which the message asks to choose.
    candidates: tuple[Detection, ...] = ()
    #: Meaning of the command in one line.
    meaning: str = ''
    #: Number of the step that is executed, from 1, and number of steps; 0 without a command.
    step: int = 0
    step_count: int = 0
    task: str = ''
    phase: str = ''
    target: str = ''
    destination: str = ''
    confidence: float = 0.0
    progress: float = 0.0
    latency_s: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the command is still to be executed."""
        return self.state in (ExecutionState.WAITING, ExecutionState.EXECUTING)

    def started(self, now_s: float, step_count: int = 1) -> 'CommandState':
        """Start the first step at `now_s` of any steady clock."""
        return replace(
            self,
            state=ExecutionState.WAITING,
            started_s=now_s,
            step=1,
            step_count=step_count,
            message='waiting for visual_features',
        )

    def ended(self, state: ExecutionState, reason: str, message: str) -> 'CommandState':
        """End an open command; a command that has already ended stays unchanged."""
        if not self.is_open:
            return self
        if self.step > 1 and state != ExecutionState.SUCCEEDED:
            number, count = self.step, self.step_count
            message = f'{message} (in step {number} of {count}; the steps before it are finished)'
        return replace(self, state=state, reason=reason, message=message, warning='')

    def with_warning(self, warning: str) -> 'CommandState':
        """Record why planning is not possible at present."""
        return replace(self, warning=warning) if self.is_open else self

    def stopped(self, now_s: float, message: str) -> 'CommandState':
        """Fail because of a latched stop, unless the message of its reset may be delayed."""
        is_new = (
            self.state == ExecutionState.WAITING and now_s - self.started_s < _MAX_RESET_DELAY_S
        )
        return self if is_new else self.ended(ExecutionState.FAILED, 'stopped', message)

    def with_timeout(self, now_s: float, limit_s: float) -> 'CommandState':
        """Fail if the command has taken longer than `limit_s`."""
        if now_s - self.started_s <= limit_s:
            return self
        last = self.warning or self.message
        return self.ended(
            ExecutionState.FAILED,
            'timeout',
            (
                f'a command may take {limit_s:g} s; this one is not finished'
                f'{f": {last}" if last else ""}'
            ),
        )

    def with_output(self, output: PolicyOutput, latency_s: float) -> 'CommandState':
        """Update with the policy output for the newest observation."""
        following = replace(
            self, confidence=output.confidence, warning='', message='collecting observations'
        )
        if output.step != self.step:
            following = replace(
                following,
                step=output.step,
                progress=output.progress,
                task='',
                phase='',
                target='',
                destination='',
            )
        if output.verdict != Verdict.OK:
            reason = output.refusal_reason
            message = f'refused {self.text!r}: {output.explanation}'
            following = replace(
                following, asked_about=str(output.asked_about or ''), candidates=output.candidates
            )
            return following.ended(ExecutionState.REFUSED, reason, message)
        if output.chunk is None and not output.finished:
            return following
        following = replace(
            following,
            state=ExecutionState.EXECUTING,
            message=output.explanation,
            task=output.task.name.lower(),
            phase=output.phase.name.lower(),
            target=output.names[0],
            destination=output.names[1],
            progress=1.0 if output.finished else output.progress,
            latency_s=latency_s,
        )
        if output.failure:
            return following.ended(ExecutionState.FAILED, 'not_reached', output.failure)
        if output.finished:
            return following.ended(ExecutionState.SUCCEEDED, '', 'done')
        return following
