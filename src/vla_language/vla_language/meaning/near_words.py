# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words that a misspelled word is nearest to."""

from collections.abc import Sequence
import re

from rapidfuzz.distance import OSA

#: Words of at least this length may have two errors; from MEDIUM on if their consonants agree.
_LONG, MEDIUM = 7, 5
SHORTEST = 3
_VOWEL_OR_REPEATED = re.compile(r'[aeiou]|(.)(?=\1)')


def nearest_words(
    word: str, candidates: Sequence[str], limit: int | None = None
) -> tuple[str, ...]:
    """
    Return the candidates at the smallest distance; empty if none is near enough.

    Among equally near words, those with the same letters win over others (a swap is the most
    frequent error), then those that are one letter longer.
    """
    limit = limit or (2 if len(word) >= MEDIUM else 1)
    near = [
        (distance, other)
        for other in candidates
        if abs(len(other) - len(word)) <= limit
        and (distance := OSA.distance(word, other, score_cutoff=limit)) <= limit
        and _is_near(word, other, distance)
    ]
    if not near:
        return ()
    least = min(distance for distance, _ in near)
    found = [other for distance, other in near if distance == least]
    for rule in (_has_same_letters, _lacks_a_letter):
        found = [other for other in found if rule(word, other)] or found
    return tuple(found)


def _is_near(word: str, other: str, distance: int) -> bool:
    if len(word) <= SHORTEST:
        return word[0] == other[0] or _has_same_letters(word, other)
    if distance > 1 and len(word) < _LONG:
        return _consonants(word) == _consonants(other)
    return True


def _has_same_letters(word: str, other: str) -> bool:
    return sorted(word) == sorted(other)


def _lacks_a_letter(word: str, other: str) -> bool:
    return len(other) == len(word) + 1


def _consonants(word: str) -> str:
    return _VOWEL_OR_REPEATED.sub('', word)
