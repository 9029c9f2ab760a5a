# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Task and direction that a meaning requests, if the policy can execute it."""

from collections.abc import Sequence
from typing import NamedTuple

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.destinations import landmark_shapes
from vla_common.destinations import PLACES
from vla_policy.control.distinct_names import join_names
from vla_policy.control.observation_validation import RefusalError
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

_TASKS = {
    RequestedTask.PICK: TaskKind.PICK,
    RequestedTask.PLACE: TaskKind.PLACE,
    RequestedTask.PUSH: TaskKind.PUSH,
    RequestedTask.POINT: TaskKind.POINT,
}
_DIRECTIONS = {
    PushDirection.LEFT: Direction.LEFT,
    PushDirection.RIGHT: Direction.RIGHT,
    PushDirection.FORWARD: Direction.FORWARD,
    PushDirection.BACK: Direction.BACK,
}


class RequestedAction(NamedTuple):
    """Task, and direction of a push; NONE for a push towards an object."""

    task: TaskKind
    direction: Direction = Direction.NONE


def requested_action(meaning: CommandMeaning) -> RequestedAction:
    """
    Return task and direction of a meaning.

    Raises
    ------
    RefusalError
        If the meaning is no order, or one that the policy cannot execute.

    """
    _require(
        meaning.speech_act is SpeechAct.ORDER, 'a command must be an order', meaning.speech_act
    )
    words = ' '.join(meaning.unaccounted)
    _require(not words, 'every word of a command must be understood', words)
    tasks = 'a command must ask to pick, place, push or point'
    _require(meaning.task in _TASKS, tasks, meaning.task)
    target, task = meaning.target, _TASKS[meaning.task]
    if target is None:
        raise _refusal('a command must name an object', '')
    if task is not TaskKind.POINT:
        _require_shape('the object', target, OBJECT_SHAPES)
    if task is TaskKind.PLACE:
        _require_destination(meaning)
    elif task is TaskKind.PUSH:
        return RequestedAction(task, _push_direction(meaning))
    return RequestedAction(task)


def _require_destination(meaning: CommandMeaning) -> None:
    """Require a destination where the policy can put an object down."""
    destination, place = meaning.destination, meaning.place
    if destination is None and place:
        _require(
            place in PLACES, f'a place must be {join_names(PLACES, "or")} of the table', place
        )
        return
    rule = (
        'an object can be put in or on a bowl or plate, on a cube or cylinder, beside an object '
        'or at a place of the table'
    )
    got = _destination_words(meaning)
    shapes = landmark_shapes(meaning.task, meaning.relation)
    _require(destination is not None and not place and bool(shapes), rule, got)
    if destination is not None:
        _require_shape('the destination', destination, shapes)


def _push_direction(meaning: CommandMeaning) -> Direction:
    """Return the direction of a push; NONE for a push towards an object."""
    if meaning.destination is None and not meaning.place:
        is_known = meaning.direction in _DIRECTIONS
        _require(is_known, 'a push must be to the left, right, front or back', meaning.direction)
        return _DIRECTIONS[meaning.direction]
    is_towards = bool(landmark_shapes(meaning.task, meaning.relation)) and not meaning.place
    rule = 'a push must have either a direction or an object towards which it goes'
    got = _destination_words(meaning)
    _require(is_towards and meaning.direction is PushDirection.NONE, rule, got)
    return Direction.NONE


def _destination_words(meaning: CommandMeaning) -> str:
    """Return destination, place and direction as the command names them."""
    words = [meaning.place]
    if meaning.destination is not None:
        words = [*str(meaning.relation).split('_'), meaning.destination.words, meaning.place]
    if meaning.direction is not PushDirection.NONE:
        words.append(meaning.direction)
    return ' '.join(filter(None, words))


def _require_shape(name: str, description: ObjectDescription, shapes: Sequence[str]) -> None:
    fits = description.shapes is None or bool(description.shapes & frozenset(shapes))
    kinds = join_names(shapes, 'or')
    _require(fits, f'{name} must be a {kinds}', description.words)


def _require(holds: bool, rule: str, value: str) -> None:
    if not holds:
        raise _refusal(rule, value)


def _refusal(rule: str, value: str) -> RefusalError:
    got = repr(str(value)) if value else 'none'
    return RefusalError('not_understood', f'{rule}; got {got}. Use other words')
