# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Task and direction that a meaning requests, if the policy can execute it."""

from collections.abc import Sequence
from typing import NamedTuple

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
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
_INSIDE = (Relation.IN, Relation.ON)


class RequestedAction(NamedTuple):
    """Task, and direction of a push."""

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
        _require_receptacle(meaning)
    elif task is TaskKind.PUSH:
        goal = meaning.destination.words if meaning.destination else meaning.place
        _require(not goal, 'a push must have a direction and no destination', goal)
        is_known = meaning.direction in _DIRECTIONS
        _require(is_known, 'a push must be to the left, right, front or back', meaning.direction)
        return RequestedAction(task, _DIRECTIONS[meaning.direction])
    return RequestedAction(task)


def _require_receptacle(meaning: CommandMeaning) -> None:
    rule = 'an object can be put in or on a bowl or plate only'
    if meaning.destination is None:
        raise _refusal(rule, meaning.place)
    got = f'{meaning.relation.replace("_", " ")} {meaning.destination.words}'
    _require(meaning.relation in _INSIDE, rule, got)
    _require_shape('the destination', meaning.destination, RECEPTACLE_SHAPES)


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
