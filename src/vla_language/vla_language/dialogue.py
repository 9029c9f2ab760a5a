# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers and corrections: texts that complete the command before them."""

from collections import OrderedDict
import re

from vla_common.command_answers import apply_answer
from vla_common.command_answers import is_answer
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole

#: Beginnings of a correction, such as "no, I meant the blue one".
_CORRECTION = re.compile(
    r'(?:(?:no|nope|sorry|oops|actually|rather|not that one|i (?:mean|meant))\b[\s,.:;!-]*)+',
    re.IGNORECASE,
)
_MAX_COMMANDS = 20


def without_correction(text: str) -> str:
    """Return a text without words such as "no, I meant" at its beginning."""
    match = _CORRECTION.match(text)
    return text[match.end() :] if match else text


class Dialogue:
    """
    Completes an answer by the command that the policy asked about or that it executes.

    Not thread-safe. A command that the policy has finished, failed or refused for another reason
    is not continued: "the blue one" alone must never repeat an old task.
    """

    def __init__(self) -> None:
        self._meanings = OrderedDict[str, CommandMeaning]()
        self._open_id = ''
        self._role = GoalRole.TARGET

    def record(self, command_id: str, meaning: CommandMeaning) -> None:
        """Keep the meaning of a command that was passed on to the policy."""
        self._meanings[command_id] = meaning
        while len(self._meanings) > _MAX_COMMANDS:
            self._meanings.popitem(last=False)

    def update(self, command_id: str, *, is_executed: bool, asked_about: str) -> None:
        """
        Take over the state of the newest command of the policy.

        Parameters
        ----------
        command_id
            Its identifier.
        is_executed
            Whether the policy waits for images or executes it.
        asked_about
            Object that the policy asks about: target or destination; empty for none.

        """
        is_question = asked_about in frozenset(GoalRole)
        self._open_id = command_id if is_executed or is_question else ''
        self._role = GoalRole(asked_about) if is_question else GoalRole.TARGET

    def complete(self, meaning: CommandMeaning) -> CommandMeaning:
        """Return the command that an answer completes; another meaning is returned unchanged."""
        earlier = self._meanings.get(self._open_id)
        if earlier is None or not is_answer(meaning):
            return meaning
        if self._role is GoalRole.DESTINATION and earlier.destination is None:
            return meaning
        return apply_answer(earlier, meaning, self._role)
