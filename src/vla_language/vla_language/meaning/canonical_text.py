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
        case RequestedTask.PLACE if meaning.relation in (Relation.IN, Relation.ON):
            return f'put the {target} {meaning.relation} the {_name(meaning.destination, "dish")}'
    raise ValueError(f'a meaning must be supported; got {meaning}. Refuse it before')


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
    if meaning.task is RequestedTask.PUSH and (meaning.destination or meaning.place):
        goal = meaning.destination.words if meaning.destination else meaning.place
        return _not_yet(f"a push to '{goal.replace('_', ' ')}'", 'name a direction')
    return _check_destination(meaning) if meaning.task is RequestedTask.PLACE else None


def _check_destination(meaning: CommandMeaning) -> MeaningRefusal | None:
    if meaning.destination is None:
        place = meaning.place.replace('_', ' ')
        return _not_yet(f"the destination '{place}' of the table", 'name a bowl or plate')
    if meaning.relation in (Relation.IN, Relation.ON):
        return None
    words = quote((meaning.relation.replace('_', ' '), meaning.destination.words))
    return _not_yet(f'the destination {words}', 'put the object in or on a bowl or plate')


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
