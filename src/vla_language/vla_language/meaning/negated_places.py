# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rule on objects that are not at a place: "the cube that is not in the bowl"."""

from collections.abc import Sequence
from typing import NamedTuple

from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

_NOT = frozenset("not isn't isnt aren't ain't aint".split())
_CLAUSE = frozenset("that which is 's are one".split())
_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE)


class NegatedPlace(NamedTuple):
    """Indices of the words of a negation, of the relation and of the object of a place."""

    negation: range
    relation: range
    landmark: list[int]


def find_negated_place(
    words: Sequence[str], kinds: Sequence[WordKind], entities: Sequence[Entity]
) -> NegatedPlace | None:
    """Return the place at which the target is not, or None."""
    for start, word in enumerate(words):
        if word not in _NOT or start + 1 == len(words):
            continue
        end = start + 1
        while end < len(words) and kinds[end] is WordKind.RELATION:
            end += 1
        first = start
        while first and words[first - 1] in _CLAUSE:
            first -= 1
        if end == start + 1 or not first or entities[first - 1] is not Entity.TARGET:
            continue
        if kinds[first - 1] is not WordKind.NOUN:
            continue
        landmark = _next_object(kinds, end)
        if landmark:
            return NegatedPlace(range(first, start + 1), range(start + 1, end), landmark)
    return None


def _next_object(kinds: Sequence[WordKind], start: int) -> list[int]:
    """Return the indices of the words of the object behind a relation and its article."""
    begin = next((i for i in range(start, len(kinds)) if kinds[i] in _DESCRIBING), len(kinds))
    found: list[int] = []
    for i in range(begin if begin <= start + 2 else len(kinds), len(kinds)):
        if kinds[i] not in _DESCRIBING:
            break
        found.append(i)
    return found
