# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The life of one command."""

from dataclasses import dataclass
from dataclasses import replace
from enum import IntEnum

from vla_policy.control.policy_controller import Decision
from vla_policy.control.refusal_messages import refusal
from vla_policy.types.vocabulary import Verdict

_RESET_NEWS_S = 0.5


class State(IntEnum):
    """States of vla_interfaces/PolicyStatus."""

    IDLE = 0
    WAITING = 1
    EXECUTING = 2
    SUCCEEDED = 3
    REFUSED = 4
    FAILED = 5


@dataclass(frozen=True)
class Session:
    """
    What is known of a command; each event gives the next one.

    It never changes, so any thread may read the newest one.
    """

    command_id: str = ''
    text: str = ''
    tokens: tuple[str, ...] = ()
    started_s: float = 0.0
    state: State = State.IDLE
    reason: str = ''
    message: str = ''
    trouble: str = ''
    task: str = ''
    phase: str = ''
    target: str = ''
    destination: str = ''
    confidence: float = 0.0
    progress: float = 0.0
    latency_s: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the command is still to be carried out."""
        return self.state in (State.WAITING, State.EXECUTING)

    def opened(self, now_s: float) -> 'Session':
        """Begin at `now_s` of any steady clock."""
        return replace(
            self, state=State.WAITING, started_s=now_s, message='waiting for visual_features'
        )

    def ended(self, state: State, reason: str, message: str) -> 'Session':
        """End; what was over stays as it is."""
        if not self.is_open:
            return self
        return replace(self, state=state, reason=reason, message=message, trouble='')

    def troubled(self, trouble: str) -> 'Session':
        """Note why nothing can be planned now."""
        return replace(self, trouble=trouble) if self.is_open else self

    def stopped(self, now_s: float, message: str) -> 'Session':
        """Fail by a latched stop, unless the news of its reset may still be on the way."""
        is_new = self.state == State.WAITING and now_s - self.started_s < _RESET_NEWS_S
        return self if is_new else self.ended(State.FAILED, 'stopped', message)

    def at(self, now_s: float, limit_s: float) -> 'Session':
        """Fail when the command takes longer than `limit_s`."""
        if now_s - self.started_s <= limit_s:
            return self
        last = self.trouble or self.message
        return self.ended(
            State.FAILED,
            'timeout',
            (
                f'a command may take {limit_s:g} s; this one is not finished'
                f'{f": {last}" if last else ""}'
            ),
        )

    def after(self, decision: Decision, latency_s: float) -> 'Session':
        """Go on with what the policy decided about the newest look."""
        session = replace(self, confidence=decision.confidence, trouble='', message='looking')
        if decision.verdict != Verdict.OK:
            reason = decision.verdict.name.lower()
            return session.ended(State.REFUSED, reason, refusal(decision, self.text))
        if decision.chunk is None and not decision.finished:
            return session
        session = replace(
            session,
            state=State.EXECUTING,
            message='',
            task=decision.task.name.lower(),
            phase=decision.phase.name.lower(),
            target=decision.names[0],
            destination=decision.names[1],
            progress=1.0 if decision.finished else decision.progress,
            latency_s=latency_s,
        )
        return session.ended(State.SUCCEEDED, '', 'done') if decision.finished else session
