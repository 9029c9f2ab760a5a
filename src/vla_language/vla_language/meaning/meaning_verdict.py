# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reasons why the meaning of a command is refused, each with the word that it depends on."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import Final
from typing import NamedTuple

from vla_common.command_meaning import COLORS
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_common.destinations import landmark_shapes
from vla_language.meaning.color_terms import basic_form
from vla_language.meaning.color_terms import color_words
from vla_language.meaning.color_terms import shade_words
from vla_language.meaning.vocabulary import SHADE_WORDS


class RefusalReason(StrEnum):
    """Machine-readable reason why a meaning is refused."""

    QUESTION = 'question'
    REPORT = 'report'
    NEGATED = 'negated'
    CONDITIONAL = 'conditional'
    LATER = 'later'
    SEVERAL = 'several'
    OTHER_TASK = 'other_task'
    NO_TASK = 'no_task'
    UNACCOUNTED_WORD = 'unaccounted_word'
    NO_TARGET = 'no_target'
    NO_DESTINATION = 'no_destination'
    NO_DIRECTION = 'no_direction'
    UNKNOWN_COLOR = 'unknown_color'
    UNKNOWN_NOUN = 'unknown_noun'
    UNKNOWN_RELATION = 'unknown_relation'
    UNKNOWN_SUPERLATIVE = 'unknown_superlative'
    UNKNOWN_DIRECTION = 'unknown_direction'
    IMPOSSIBLE_DESTINATION = 'impossible_destination'
    #: Understood, but the policy cannot do it yet.
    UNSUPPORTED = 'unsupported'


class MeaningRefusal(NamedTuple):
    """Why a meaning is refused: reason, and text with rule, value and remedy."""

    reason: RefusalReason
    text: str


_SPEECH_ACTS = {
    SpeechAct.QUESTION: 'an order, got a question{}; say what the robot is to do',
    SpeechAct.REPORT: 'an order, got a statement{}; say what the robot is to do',
    SpeechAct.NEGATED: 'not contain a negation{}; describe the action instead',
    SpeechAct.CONDITIONAL: 'be unconditional, got a condition{}; send it when the condition holds',
    SpeechAct.LATER: 'be for now, got another time{}; send it when it is to be done',
    SpeechAct.SEVERAL: (
        'be one task for one object, or two such tasks joined by "then", got several{}; send one '
        'command per task'
    ),
}
#: Tasks that the policy can do.
ALL_TASKS: Final = (
    RequestedTask.PICK,
    RequestedTask.PLACE,
    RequestedTask.PUSH,
    RequestedTask.POINT,
)
_COLOR_LIST, _SHAPE_LIST = ', '.join(COLORS), ', '.join(SHAPES)
_RELATION_LIST = (
    'in, on, next to, left of, right of, in front of, behind, between, under, above, away from or '
    'towards'
)
_DIRECTION_REMEDY = 'say left, right, forward or back, as seen by the robot'
_ONTO = (Relation.IN, Relation.ON)


def find_refusal(
    meaning: CommandMeaning, tasks: Sequence[RequestedTask] = ALL_TASKS
) -> MeaningRefusal | None:
    """Return the first reason why a robot that can do `tasks` refuses a meaning, or None."""
    checks = (
        _check_speech_act,
        partial(_check_task, tasks),
        _check_direction,
        _check_relation,
        _check_descriptions,
        _check_words,
        _check_arguments,
        _check_destination,
    )
    return next((refusal for check in checks if (refusal := check(meaning))), None)


def quote(words: str | Iterable[str]) -> str:
    """Return words in quotation marks, joined by spaces if there are several."""
    return f"'{words if isinstance(words, str) else ' '.join(words)}'"


def _check_speech_act(meaning: CommandMeaning) -> MeaningRefusal | None:
    if meaning.speech_act is SpeechAct.ORDER:
        return None
    got = f' {quote(meaning.unaccounted)}' if meaning.unaccounted else ''
    if meaning.speech_act is SpeechAct.NEGATED and got:
        got = f', got{got}'
    be = 'be ' if meaning.speech_act in (SpeechAct.QUESTION, SpeechAct.REPORT) else ''
    rule = _SPEECH_ACTS[meaning.speech_act].format(got)
    return MeaningRefusal(RefusalReason(meaning.speech_act.value), f'a command must {be}{rule}')


def _check_task(tasks: Sequence[RequestedTask], meaning: CommandMeaning) -> MeaningRefusal | None:
    if meaning.task in tasks:
        return None
    words, listed = meaning.unaccounted, _join_or(tasks)
    if meaning.task is RequestedTask.NONE:
        got = quote(words) if words else 'none'
        return MeaningRefusal(
            RefusalReason.NO_TASK,
            f'a command must name a task, got {got}; ask the robot to {listed}',
        )
    got = quote(words) if words else 'another activity'
    if meaning.task is not RequestedTask.OTHER:
        got = meaning.task.value
    return MeaningRefusal(
        RefusalReason.OTHER_TASK, f'the robot can {listed}, got {got}; ask for one of these'
    )


def _join_or(names: Sequence[str]) -> str:
    *first, last = names
    return f'{", ".join(first)} or {last}' if first else last


def _check_direction(meaning: CommandMeaning) -> MeaningRefusal | None:
    if meaning.direction is not PushDirection.UNKNOWN:
        return None
    got = quote(meaning.unaccounted) if meaning.unaccounted else 'another one'
    return MeaningRefusal(
        RefusalReason.UNKNOWN_DIRECTION,
        f'a direction must be left, right, forward or back, got {got}; {_DIRECTION_REMEDY}',
    )


def _check_relation(meaning: CommandMeaning) -> MeaningRefusal | None:
    if meaning.relation is not Relation.UNKNOWN:
        return None
    words = meaning.unaccounted or (meaning.destination.words if meaning.destination else '')
    return _unknown_relation(words)


def _check_words(meaning: CommandMeaning) -> MeaningRefusal | None:
    if not meaning.unaccounted:
        return None
    return MeaningRefusal(
        RefusalReason.UNACCOUNTED_WORD,
        f'every word of a command must be understood, got {quote(meaning.unaccounted)}; '
        'leave it out or use other words',
    )


def _check_descriptions(meaning: CommandMeaning) -> MeaningRefusal | None:
    for description in _descriptions(meaning):
        if refusal := _check_description(description, meaning.unaccounted):
            return refusal
    return None


def _descriptions(meaning: CommandMeaning) -> Iterator[ObjectDescription]:
    """Yield all descriptions that must be understood, landmarks and exclusions included."""
    pending = [meaning.target, meaning.destination]
    while pending:
        if (description := pending.pop(0)) is not None:
            yield description
            pending += [description.landmark, *description.excluded]


def _check_description(
    description: ObjectDescription, unaccounted: tuple[str, ...]
) -> MeaningRefusal | None:
    """Return the first part of a description that is in no list."""
    words = description.words
    if description.colors is not None and not description.colors:
        return MeaningRefusal(
            RefusalReason.UNKNOWN_COLOR,
            f'a color must be one of {_COLOR_LIST}, got {quote(_color_part(words))}; '
            'name one of these or leave the color out',
        )
    if description.shapes is not None and not description.shapes:
        return MeaningRefusal(
            RefusalReason.UNKNOWN_NOUN,
            f'an object must be one of {_SHAPE_LIST}, got {quote(words)}; name one of these',
        )
    if description.superlative is Superlative.UNKNOWN:
        return MeaningRefusal(
            RefusalReason.UNKNOWN_SUPERLATIVE,
            'an object can be chosen as leftmost, rightmost, nearest, farthest or middle, or by a '
            'corner of the table such as the far left one, got '
            f'{quote(words)}; describe it by color, shape or place',
        )
    if description.relation is Relation.UNKNOWN:
        return _unknown_relation(unaccounted or words)
    return None


def _color_part(words: str) -> str:
    """Return the words of a description that name its color; all words if none is in a list."""
    known = color_words() | shade_words() | SHADE_WORDS
    part = [word for word in words.split() if word in known or basic_form(word) in known]
    return ' '.join(part) or words


def _check_arguments(meaning: CommandMeaning) -> MeaningRefusal | None:
    """Return which argument of the task is missing."""
    has_goal = meaning.destination is not None or bool(meaning.place)
    if meaning.target is None:
        excluded = meaning.corrected
        got = f'only {quote(excluded.words)}, which is not meant' if excluded else 'none'
        return MeaningRefusal(
            RefusalReason.NO_TARGET,
            f'a command must name an object, got {got}; name its color and shape',
        )
    if meaning.task is RequestedTask.PLACE and not has_goal:
        return MeaningRefusal(
            RefusalReason.NO_DESTINATION,
            'a place task must name its destination, got none; name an object or a place',
        )
    is_push = meaning.task is RequestedTask.PUSH and not has_goal
    if is_push and meaning.direction is PushDirection.NONE:
        return MeaningRefusal(
            RefusalReason.NO_DIRECTION,
            f'a push task must name one direction, got none; {_DIRECTION_REMEDY}',
        )
    return None


def _check_destination(meaning: CommandMeaning) -> MeaningRefusal | None:
    """Return why no object can be put in or on the destination that is named."""
    destination = meaning.destination
    is_onto = meaning.task is RequestedTask.PLACE and meaning.relation in _ONTO
    if not is_onto or destination is None or not destination.shapes:
        return None
    allowed = landmark_shapes(meaning.task, meaning.relation)
    if destination.shapes & {*allowed}:
        return None
    return MeaningRefusal(
        RefusalReason.IMPOSSIBLE_DESTINATION,
        f'an object can be put {meaning.relation} a {" or ".join(allowed)} only, '
        f'got {quote(destination.words)}; name a bowl, a plate or a place beside it',
    )


def _unknown_relation(words: str | Iterable[str]) -> MeaningRefusal:
    return MeaningRefusal(
        RefusalReason.UNKNOWN_RELATION,
        f'a place must be {_RELATION_LIST} another object, got {quote(words)}; use one of these',
    )
