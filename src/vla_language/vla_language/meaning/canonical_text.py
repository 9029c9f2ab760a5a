# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plain sentence, in the wording of the policy's training, for a meaning that it can execute."""

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.destinations import BESIDE
from vla_common.destinations import landmark_shapes
from vla_common.destinations import name_destination
from vla_language.meaning.meaning_verdict import MeaningRefusal
from vla_language.meaning.meaning_verdict import quote
from vla_language.meaning.meaning_verdict import RefusalReason

_DIRECTIONS = {
    PushDirection.LEFT: 'to the left',
    PushDirection.RIGHT: 'to the right',
    PushDirection.FORWARD: 'forward',
    PushDirection.BACK: 'backward',
}
_RECEPTACLES = frozenset(RECEPTACLE_SHAPES)
#: Relations of an object to a landmark that positions on the table do not show.
_HIDDEN_RELATIONS = (Relation.UNDER, Relation.ABOVE, Relation.TOWARDS)


def canonical_text(meaning: CommandMeaning) -> str:
    """
    Return the sentence for a meaning.

    It has the color and shape that a description names, if there is one of each. The policy
    selects the object by the whole description.

    Raises
    ------
    ValueError
        If the meaning is refused or not supported.

    """
    target = _name(meaning.target)
    match meaning.task:
        case RequestedTask.PICK:
            return f'pick up the {target}'
        case RequestedTask.POINT:
            return f'point at the {target}'
        case RequestedTask.PUSH if meaning.direction in _DIRECTIONS:
            return f'push the {target} {_DIRECTIONS[meaning.direction]}'
        case RequestedTask.PUSH | RequestedTask.PLACE if _has_destination(meaning):
            verb = 'push' if meaning.task is RequestedTask.PUSH else 'put'
            return f'{verb} the {target} {_destination(meaning)}'
    raise ValueError(f'a meaning must be supported; got {meaning}. Refuse it before')


def encoded_text(meaning: CommandMeaning) -> str:
    """
    Return the sentence whose token states the policy gets for a meaning.

    Its training has no wording of a place beside an object: with "in" its attention finds the
    landmark more often than with "left of". The policy takes the relation from the meaning.
    """
    text = canonical_text(meaning)
    if meaning.relation not in BESIDE:
        return text
    return text.replace(f' {name_destination(meaning.relation, "")}', ' in the ', 1)


def find_unsupported(meaning: CommandMeaning) -> MeaningRefusal | None:
    """Return what the policy cannot do yet in a meaning that is not refused, or None."""
    is_point = meaning.task is RequestedTask.POINT
    shapes = meaning.target.shapes if meaning.target else None
    if meaning.target and shapes is not None and not is_point and not shapes & {*OBJECT_SHAPES}:
        return MeaningRefusal(
            RefusalReason.UNSUPPORTED,
            'the robot can pick, place and push cubes, cylinders and spheres only, got '
            f'{quote(meaning.target.words)}; name one of these',
        )
    for description in (meaning.target, meaning.destination):
        if description and (refusal := _check_selection(description)):
            return refusal
    is_moved = meaning.task in (RequestedTask.PLACE, RequestedTask.PUSH)
    return _check_destination(meaning) if is_moved else None


def _check_destination(meaning: CommandMeaning) -> MeaningRefusal | None:
    destination, place = meaning.destination, meaning.place.replace('_', ' ')
    if destination is None:
        is_place = meaning.task is RequestedTask.PUSH and place
        remedy = 'ask to put the object there, or name a direction'
        return _not_yet(f'a push to the {place} of the table', remedy) if is_place else None
    words = quote((str(meaning.relation).replace('_', ' '), destination.words))
    if place or meaning.direction is not PushDirection.NONE:
        other = place or str(meaning.direction)
        return _not_yet(f'a destination {words} with {quote(other)}', 'name one of both')
    if landmark_shapes(meaning.task, meaning.relation):
        return None
    if meaning.task is RequestedTask.PUSH:
        remedy = "name a direction, say 'towards', or ask to put the object there"
        return _not_yet(f'a push {words}', remedy)
    return _not_yet(f'the destination {words}', 'name a place in, on or beside an object')


def _has_destination(meaning: CommandMeaning) -> bool:
    has_one = meaning.destination is not None or bool(meaning.place)
    return has_one and find_unsupported(meaning) is None


def _destination(meaning: CommandMeaning) -> str:
    if meaning.destination is None:
        return f'at the {meaning.place.replace("_", " ")} of the table'
    is_receptacle = meaning.relation in (Relation.IN, Relation.ON)
    landmark = _name(meaning.destination, 'dish' if is_receptacle else 'object')
    return name_destination(meaning.relation, landmark)


def _check_selection(description: ObjectDescription) -> MeaningRefusal | None:
    """Return the first part of a description by which no object on the table can be selected."""
    if description.relation in _HIDDEN_RELATIONS:
        return _not_yet(
            f"the choice of an object by '{description.relation}' in {quote(description.words)}",
            'name color and shape',
        )
    others = (description.landmark, *description.excluded)
    found = (_check_selection(other) for other in others if other is not None)
    return next((refusal for refusal in found if refusal), None)


def _not_yet(what: str, remedy: str) -> MeaningRefusal:
    return MeaningRefusal(RefusalReason.UNSUPPORTED, f'{what} is not supported yet; {remedy}')


def _name(description: ObjectDescription | None, any_shape: str = 'object') -> str:
    """Return the one color and shape of a description; `any_shape` for several shapes."""
    if description is None:
        return any_shape
    colors, shapes = description.colors or (), description.shapes or frozenset(SHAPES)
    color = f'{next(iter(colors))} ' if len(colors) == 1 else ''
    if len(shapes) == 1:
        return color + next(iter(shapes))
    return color + ('dish' if shapes <= _RECEPTACLES else any_shape)
