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
from vla_common.command_meaning import Superlative
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.meaning_verdict import MeaningRefusal
from vla_language.meaning.meaning_verdict import quote
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_language.meaning.nouns import SHAPE_SETS
from vla_language.meaning.vocabulary import lemmas

_DIRECTIONS = {
    PushDirection.LEFT: 'to the left',
    PushDirection.RIGHT: 'to the right',
    PushDirection.FORWARD: 'forward',
    PushDirection.BACK: 'backward',
}
_COMMON_NOUNS = frozenset(noun for nouns in SHAPE_SETS.values() for noun in nouns)
_OBJECTS, _RECEPTACLES = frozenset(OBJECT_SHAPES), frozenset(RECEPTACLE_SHAPES)


def canonical_text(meaning: CommandMeaning) -> str | None:
    """Return the sentence for a meaning, or None if it is refused or not supported yet."""
    if find_refusal(meaning) or find_unsupported(meaning) or meaning.target is None:
        return None
    target = _name(meaning.target, _OBJECTS)
    match meaning.task:
        case RequestedTask.PICK:
            return f'pick up the {target}'
        case RequestedTask.POINT:
            return f'point at the {target}'
        case RequestedTask.PUSH:
            return f'push the {target} {_DIRECTIONS[meaning.direction]}'
    if meaning.destination is None:
        return None
    relation = 'in' if meaning.relation is Relation.IN else 'on'
    return f'put the {target} {relation} the {_name(meaning.destination, _RECEPTACLES)}'


def find_unsupported(meaning: CommandMeaning) -> MeaningRefusal | None:
    """Return what the policy cannot do yet in a meaning that is not refused, or None."""
    target, destination = meaning.target, meaning.destination
    if target is None:
        return None
    if refusal := _check_selection(target, _OBJECTS, 'cube, cylinder or sphere'):
        return refusal
    if meaning.task is RequestedTask.PUSH and (destination or meaning.place):
        return _not_yet('a push towards an object or place', 'name a direction')
    if meaning.task is not RequestedTask.PLACE:
        return None
    if destination is None:
        place = meaning.place.replace('_', ' ')
        return _not_yet(f"the destination '{place}' of the table", 'name a bowl or plate')
    if meaning.relation not in (Relation.IN, Relation.ON):
        relation = meaning.relation.value.replace('_', ' ')
        return _not_yet(
            f"the destination '{relation}' {quote(destination.words)}",
            'put the object in or on a bowl or plate',
        )
    return _check_selection(destination, _RECEPTACLES, 'bowl or plate')


def _not_yet(what: str, remedy: str) -> MeaningRefusal:
    return MeaningRefusal(RefusalReason.UNSUPPORTED, f'{what} is not supported yet; {remedy}')


def _check_selection(
    description: ObjectDescription, allowed: frozenset[str], kinds: str
) -> MeaningRefusal | None:
    """Return why color and shape alone do not select what a description means."""
    words = quote(description.words)
    if description.superlative is not Superlative.NONE or description.ordinal:
        return _not_yet(f'the choice by order in {words}', 'name color and shape')
    if description.landmark is not None:
        return _not_yet(f'the choice by place in {words}', 'name color and shape')
    for other in description.excluded:
        if not _excludes_itself(description, other):
            return _not_yet(
                f'the exclusion of {quote(other.words)}', 'name color and shape of the object'
            )
    if description.colors is not None and len(description.colors) != 1:
        return _ambiguous(words, description.colors)
    shapes = description.shapes
    if shapes is None and allowed is not _OBJECTS:
        return _ambiguous(words, allowed)
    if shapes is None or len(shapes & allowed) == 1:
        return None
    if not shapes & allowed:
        return MeaningRefusal(
            RefusalReason.UNSUPPORTED, f'the object must be a {kinds}, got {words}; name one'
        )
    is_named = shapes >= _OBJECTS or _common_noun(description) is not None
    return None if is_named else _ambiguous(words, shapes & allowed)


def _ambiguous(words: str, meanings: frozenset[str]) -> MeaningRefusal:
    options = ' or '.join(sorted(meanings))
    text = f'a name must have one meaning, {words} can be {options}; say which'
    return MeaningRefusal(RefusalReason.UNSUPPORTED, text)


def _excludes_itself(description: ObjectDescription, other: ObjectDescription) -> bool:
    """Whether color or shape already tell a description from the one that is excluded."""
    if not other.is_plain:
        return False
    pairs = ((description.colors, other.colors), (description.shapes, other.shapes))
    return any(a is not None and b is not None and not a & b for a, b in pairs)


def _name(description: ObjectDescription, allowed: frozenset[str]) -> str:
    """Return color and shape of a description."""
    color = f'{next(iter(description.colors))} ' if description.colors else ''
    shapes = allowed if description.shapes is None else description.shapes & allowed
    if len(shapes) == 1:
        return color + next(iter(shapes))
    noun = _common_noun(description) if description.shapes else None
    return color + (noun or 'object')


def _common_noun(description: ObjectDescription) -> str | None:
    """Return the noun of a description that has several shapes, such as "dish"."""
    for word in reversed(description.words.split()):
        for lemma in lemmas(word)[:4]:
            if lemma in _COMMON_NOUNS:
                return lemma
    return None
