# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of action clients on their way through language and policy."""

from dataclasses import dataclass
from typing import Any
import unicodedata

from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State

MAXIMUM_CHARACTERS = 512
#: Time in which the language node must have answered [s].
PICKUP_S = 5.0

#: Outcomes that the policy names by the reason of a failure.
_REASONS = ('stopped', 'timeout', 'canceled', 'replaced')


@dataclass
class Order:
    """A goal that is not answered yet."""

    handle: Any
    #: Future of the result.
    answer: Any
    text: str
    started_s: float
    duration_s: float
    #: Empty until the policy has heard of the command.
    command_id: str = ''
    #: Outcome and message with which the policy is to drop the command.
    ending: tuple[str, str] | None = None

    def late(self, now_s: float) -> tuple[str, str, str] | None:
        """Return outcome, reason and message of an order that waits in vain."""
        spent_s = now_s - self.started_s
        if not self.command_id and spent_s > PICKUP_S:
            return (
                'failed',
                'no_answer',
                (
                    f'the command must reach the policy within {PICKUP_S:g} s; nothing came. '
                    'Check that the language node runs and is active'
                ),
            )
        if spent_s > self.duration_s:
            return (
                'timeout',
                'timeout',
                (
                    f'the goal may take {self.duration_s:g} s; it is not finished after '
                    f'{spent_s:.1f} s'
                ),
            )
        return None


def check_goal(text: str, duration_s: float, maximum_s: float) -> None:
    """
    Check a goal before anything hears of it.

    Raises
    ------
    ValueError
        If the text's length or the duration is out of bounds.

    """
    if not 1 <= len(text.strip()) <= MAXIMUM_CHARACTERS:
        raise ValueError(
            f'a command must have 1 to {MAXIMUM_CHARACTERS} characters; got {len(text.strip())}. '
            'Say what to do in one short sentence'
        )
    if not 0.0 <= duration_s <= maximum_s:
        raise ValueError(
            f'max_duration_s must be 0 to {maximum_s:g} s; got {duration_s:g}. '
            'Ask for less, or raise the parameter command_timeout_s'
        )


def same_text(a: str, b: str) -> bool:
    """Whether two texts are one command: the language node cleans what it repeats."""
    return _letters(a) == _letters(b)


def outcome_of(session: Session) -> str:
    """Return the outcome of a session that is over."""
    if session.state == State.FAILED:
        return session.reason if session.reason in _REASONS else 'failed'
    # A stop word is carried out when the policy is idle.
    return 'refused' if session.state == State.REFUSED else 'succeeded'


def _letters(text: str) -> str:
    return ''.join(filter(str.isalnum, unicodedata.normalize('NFKC', text).casefold()))
