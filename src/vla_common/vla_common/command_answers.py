# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers to the question which one of several objects a command means."""

from dataclasses import replace

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative


def is_answer(meaning: CommandMeaning) -> bool:
    """Return whether a meaning only describes an object, such as "the left one"."""
    return (
        meaning.speech_act is SpeechAct.ORDER
        and meaning.task is RequestedTask.NONE
        and meaning.target is not None
        and not meaning.unaccounted
        and not meaning.place
    )


def apply_answer(
    question: CommandMeaning, answer: CommandMeaning, role: GoalRole = GoalRole.TARGET
) -> CommandMeaning:
    """
    Return the meaning of an ambiguous command after an answer.

    What the answer states replaces what the command states; the rest of the command remains.

    Parameters
    ----------
    question
        Meaning of the ambiguous command.
    answer
        Meaning of the answer.
    role
        Which object of the command the answer describes.

    Raises
    ------
    ValueError
        If `answer` is more than the description of an object, or `question` has no such object.

    """
    asked = question.target if role is GoalRole.TARGET else question.destination
    if asked is None:
        raise ValueError(f'the question must be about an object; the command has no {role}')
    if not is_answer(answer):
        raise ValueError(
            f'an answer must be a description of an object without a task; got {answer}'
        )
    merged = _merge(asked, _answer_description(answer))
    corrections = question.corrections + answer.corrections
    if role is GoalRole.TARGET:
        return replace(question, target=merged, corrections=corrections)
    return replace(question, destination=merged, corrections=corrections)


def _answer_description(answer: CommandMeaning) -> ObjectDescription:
    """Return what an answer describes; "the one in the bowl" has the bowl as its landmark."""
    assert answer.target is not None
    if answer.destination is None or answer.target.landmark is not None:
        return answer.target
    return replace(answer.target, relation=answer.relation, landmark=answer.destination)


def _merge(asked: ObjectDescription, given: ObjectDescription) -> ObjectDescription:
    """Return a description with all that `given` states, and the rest of `asked`."""
    merged = replace(
        asked,
        words=f'{asked.words}, {given.words}',
        colors=asked.colors if given.colors is None else given.colors,
        shapes=asked.shapes if given.shapes is None else given.shapes,
        excluded=(*asked.excluded, *given.excluded),
    )
    if given.superlative is not Superlative.NONE or given.ordinal:
        merged = replace(merged, superlative=given.superlative, ordinal=given.ordinal)
    if given.relation is not Relation.NONE:
        merged = replace(merged, relation=given.relation, landmark=given.landmark)
    return merged
