# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of the action `execute_command`: validation, time limits and outcomes."""

from dataclasses import dataclass
from typing import Any

from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.ros.goal_client_monitor import GoalClientMonitor
from vla_policy.ros.goal_outcome import GoalOutcome

MAX_CHARACTERS = 512
#: Time limit for the embedding of a command to reach the policy [s].
PICKUP_S = 5.0

#: Outcomes that a failed command reports as its reason.
_FAILURE_OUTCOMES = ('stopped', 'timeout', 'canceled', 'replaced')


@dataclass
class PendingGoal:
    """A goal without a result."""

    handle: Any
    #: Future of the result.
    result: Any
    command_id: str
    text: str
    started_s: float
    max_duration_s: float
    client: GoalClientMonitor
    #: Whether its command request has been published.
    is_sent: bool = False
    #: Whether the policy has received the embedding of the command.
    is_accepted: bool = False
    #: Reason and message with which the policy is to cancel the command.
    cancel_reason: tuple[str, str] | None = None

    def timeout(self, now_s: float) -> GoalOutcome | None:
        """Return the outcome of a goal that has exceeded a time limit, or None."""
        spent_s = now_s - self.started_s
        if not self.is_accepted and spent_s > PICKUP_S:
            return GoalOutcome('failed', 'no_answer', self._no_answer_message())
        if spent_s > self.max_duration_s:
            message = (
                f'the goal may take {self.max_duration_s:g} s; it is not finished after '
                f'{spent_s:.1f} s. Set a larger max_duration_s'
            )
            return GoalOutcome('timeout', 'timeout', message)
        return None

    def _no_answer_message(self) -> str:
        if not self.is_sent:
            return (
                f'command_request must have a subscriber within {PICKUP_S:g} s, and every one '
                'must be connected; the request was not sent. Start the language node'
            )
        return (
            f'the command must reach the policy within {PICKUP_S:g} s; it did not. '
            'Check that the language node runs and is active'
        )


def validate_goal(text: str, duration_s: float, max_duration_s: float) -> None:
    """
    Validate the fields of a goal.

    Raises
    ------
    ValueError
        If the length of the text or the duration is out of bounds.

    """
    if not 1 <= len(text.strip()) <= MAX_CHARACTERS:
        raise ValueError(
            f'a command must have 1 to {MAX_CHARACTERS} characters; got {len(text.strip())}. '
            'Describe the task in one short sentence'
        )
    if not 0.0 <= duration_s <= max_duration_s:
        raise ValueError(
            f'max_duration_s must be 0 to {max_duration_s:g} s; got {duration_s:g}. '
            'Set a smaller value, or increase the parameter command_timeout_s'
        )


def outcome_of(command: CommandState) -> str:
    """Return the outcome of a command that has ended."""
    if command.state == ExecutionState.FAILED:
        return command.reason if command.reason in _FAILURE_OUTCOMES else 'failed'
    # A stop command succeeds when the policy is idle.
    return 'refused' if command.state == ExecutionState.REFUSED else 'succeeded'
