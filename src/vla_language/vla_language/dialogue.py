# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers and corrections: texts that complete the command before them."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
import re

from vla_common.command_answers import apply_answer
from vla_common.command_answers import is_answer
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import ObjectDescription

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
        self._steps = OrderedDict[str, tuple[CommandMeaning, ...]]()
        self._open_id, self._finished_steps = '', 0
        self._role = GoalRole.TARGET
        self._last: CommandMeaning | None = None

    def record(self, command_id: str, steps: Sequence[CommandMeaning]) -> None:
        """Keep the meanings of the steps of a command that was passed on to the policy."""
        self._steps[command_id] = tuple(steps)
        while len(self._steps) > _MAX_COMMANDS:
            self._steps.popitem(last=False)

    @property
    def last(self) -> CommandMeaning | None:
        """Return the meaning that is or was executed last, with the object that was selected."""
        return self._last

    def update(
        self,
        command_id: str,
        *,
        is_executed: bool,
        asked_about: str,
        step: int = 1,
        target: str = '',
    ) -> None:
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
        step
            Number of the step that is executed or asked about, from 1.
        target
            Color and shape of its target if it is executed or has succeeded; empty otherwise.

        """
        steps, name = self._steps.get(command_id, ())[step - 1 : step], target.split()
        self._last = None
        if steps and len(name) == 2:
            selected = ObjectDescription(target, frozenset(name[:1]), frozenset(name[1:]))
            self._last = replace(steps[0], target=selected)
        self._finished_steps = max(0, step - 1)
        is_question = asked_about in frozenset(GoalRole)
        self._open_id = command_id if is_executed or is_question else ''
        self._role = GoalRole(asked_about) if is_question else GoalRole.TARGET

    def complete(self, meaning: CommandMeaning) -> tuple[CommandMeaning, ...]:
        """
        Return the steps of the command that an answer completes, without the finished ones.

        A meaning that is no answer is returned unchanged.
        """
        steps = self._steps.get(self._open_id, ())[self._finished_steps :]
        if not steps or not is_answer(meaning):
            return (meaning,)
        earlier, *further = steps
        if self._role is GoalRole.DESTINATION and earlier.destination is None:
            return (meaning,)
        completed = apply_answer(earlier, meaning, self._role)
        changed = (
            (earlier.target, completed.target)
            if self._role is GoalRole.TARGET
            else (earlier.destination, completed.destination)
        )
        return (completed, *(_with_object(step, *changed) for step in further))


def _with_object(
    step: CommandMeaning, old: ObjectDescription | None, new: ObjectDescription | None
) -> CommandMeaning:
    """Return a step in which a description stands for the same object as in the step before."""
    return replace(
        step,
        target=new if step.target == old else step.target,
        destination=new if step.destination == old else step.destination,
    )
