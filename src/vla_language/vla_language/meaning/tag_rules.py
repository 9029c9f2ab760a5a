# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules that make the tags of a sentence agree: one object for each noun phrase."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.closed_classes import read_direction
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import REPLACEMENT_CUES

_ENTITIES = tuple(Entity)
_EXCLUDED = _ENTITIES.index(Entity.EXCLUDED)
_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE, WordKind.SUPERLATIVE)
_NAMES = frozenset((WordKind.COLOR, WordKind.NOUN))
_GOAL = Entity.DESTINATION
#: Words with which a phrase behind an object is a direction.
_DIRECTION_STARTS = frozenset('to towards toward left right leftwards rightwards'.split())
_SIDES = (PushDirection.LEFT, PushDirection.RIGHT)
_SIDE_WORDS = frozenset(('left', 'right', 'middle'))
_COMPARATIVES = frozenset(('closer', 'nearer', 'farther', 'further'))
_CLOSEST = frozenset(('closest', 'nearest'))
#: Kinds of words that say nothing about an object.
_WITHOUT_ROLE = (WordKind.FILLER, WordKind.UNACCOUNTED)
#: Largest distance of "not" from a phrase, and of "no" from a direction: "not the one".
_MAX_CUE_DISTANCE = 3
_DIRECTION_WORDS = frozenset('left right forward forwards back backward backwards'.split())
#: Words with which a place behind a noun begins.
_PLACE_STARTS = frozenset(('on', 'at', 'in'))
_NEITHER = frozenset(('neither', 'nor'))
#: Words that take back or exclude nothing by themselves.
_NO_NEGATIONS = frozenset(
    "i you it that this is are was 's fine ok okay alright good great matches same".split()
)
#: Tasks that move or show the target only.
_WITHOUT_DESTINATION = (RequestedTask.PICK, RequestedTask.POINT)
#: Log probability that a describing word loses as a word of no object.
_PENALTY_OF_NONE = 1.0
_JOINTS = frozenset(('and', 'or', 'nor'))


@dataclass(eq=False)
class _Phrase:
    """Adjacent words start to end (exclusive) that describe one object."""

    start: int
    end: int
    scores: NDArray[np.float64]  # (entities,)
    entity: Entity


def agree(
    words: Sequence[str],
    kinds: Sequence[WordKind],
    entity_scores: NDArray[np.float64],
    task: RequestedTask,
) -> list[Entity]:
    """
    Return the entity of each word.

    Parameters
    ----------
    words, kinds
        Words of the sentence and their kinds.
    entity_scores
        Log probability (words, entities) of each of Entity.
    task
        Task of the sentence.

    """
    if WordKind.NEGATION not in kinds:
        # Without "not" or "no, I mean", no object is excluded.
        entity_scores = entity_scores.copy()
        entity_scores[:, _EXCLUDED] = -np.inf
    spans = _noun_phrases(words, kinds, entity_scores.argmax(-1) == _EXCLUDED)
    phrases = [_phrase(span, entity_scores, is_object=True) for span in spans]
    relations = [
        _phrase(span, entity_scores, is_object=False)
        for span in _spans(kinds, lambda kind: kind is WordKind.RELATION)
    ]
    _exclude_joined(words, phrases)
    _exclude_negated(words, phrases)
    _restore_goal(phrases, relations, task)
    _settle_destination(phrases, relations, task, has_direction=WordKind.DIRECTION in kinds)
    _attach_landmarks(words, phrases, relations)
    entities = [_ENTITIES[i] for i in entity_scores.argmax(-1)]
    for phrase in (*phrases, *relations):
        entities[phrase.start : phrase.end] = [phrase.entity] * (phrase.end - phrase.start)
    return entities


def with_certain_kinds(words: Sequence[str], kinds: Sequence[WordKind]) -> tuple[WordKind, ...]:
    """
    Return the kinds with those of a few words that mean one thing only.

    "Any cube is fine" negates nothing; "the left one" and "the closer" are extremes; in "push it
    left. No, right." the last word is a direction. "Closest to the bowl" is a relation, and "a
    closer look" is no extreme.
    """
    found = list(kinds)
    negations = {
        word for word, kind in zip(words, kinds, strict=True) if kind is WordKind.NEGATION
    }
    is_negated = bool(negations - _NO_NEGATIONS or _NEITHER & set(words))
    for i, word in enumerate(words):
        before = words[i - 1] if i else ''
        if word in _NEITHER or (word == 'not' and found[i] is WordKind.UNACCOUNTED):
            found[i] = WordKind.NEGATION
        elif found[i] is WordKind.NEGATION and not is_negated:
            found[i] = WordKind.FILLER
        elif found[i] is WordKind.FILLER and word in _SIDE_WORDS and before == 'the':
            if words[i + 1 : i + 2] == ['one']:
                found[i + 1] = WordKind.NOUN
            found[i] = WordKind.SUPERLATIVE if _NAMES & set(found[i + 1 : i + 2]) else found[i]
        elif word in _COMPARATIVES and words[i + 1 : i + 2] == ['look']:
            found[i] = WordKind.FILLER
        elif word in _CLOSEST and words[i + 1 : i + 2] == ['to'] and found[i] in _WITHOUT_ROLE:
            found[i] = found[i + 1] = WordKind.RELATION
        elif found[i] is WordKind.DIRECTION and word in _COMPARATIVES and before == 'the':
            found[i] = WordKind.SUPERLATIVE
        elif found[i] is WordKind.FILLER and _is_corrected_direction(words, found, i):
            found[i] = WordKind.DIRECTION
    return tuple(found)


def _is_corrected_direction(words: Sequence[str], kinds: Sequence[WordKind], index: int) -> bool:
    """Whether a word at the end of a clause replaces a direction that was taken back."""
    behind = words[index + 1 : index + 3]
    is_end = not behind or behind[0] in ('.', '!', ';', ',') or behind == ['i', 'mean']
    is_direction = words[index] in _DIRECTION_WORDS and is_end
    cues = REPLACEMENT_CUES & set(words[max(0, index - _MAX_CUE_DISTANCE) : index])
    return is_direction and bool(cues) and WordKind.DIRECTION in kinds[:index]


def with_direction(
    words: Sequence[str], kinds: Sequence[WordKind], task: RequestedTask
) -> tuple[WordKind, ...]:
    """
    Return the kinds with the extreme of a push as its direction if no other is named.

    "Push the ball to the right" and "push left black can"; "push the ball on the right" has none.
    """
    is_named = WordKind.DIRECTION in kinds or WordKind.RELATION in kinds
    found = tuple(kinds)
    if task is not RequestedTask.PUSH or is_named or WordKind.NOUN not in kinds:
        return found
    last_noun = max(i for i, kind in enumerate(kinds) if kind is WordKind.NOUN)
    for start, end in _spans(kinds, lambda kind: kind is WordKind.SUPERLATIVE):
        follows_verb = start > 0 and kinds[start - 1] is WordKind.ACT and end == start + 1
        is_behind = start > last_noun and words[start] in _DIRECTION_STARTS
        if (follows_verb or is_behind) and read_direction(words[start:end]) in _SIDES:
            direction = (WordKind.DIRECTION,) * (end - start)
            return (*found[:start], *direction, *found[end:])
    return found


def _phrase(span: tuple[int, int], entity_scores: NDArray[np.float64], is_object: bool) -> _Phrase:
    scores = entity_scores[span[0] : span[1]].sum(0)
    scores[0] = scores[0] - _PENALTY_OF_NONE if is_object else -np.inf
    return _Phrase(*span, scores, _ENTITIES[int(scores.argmax())])


def _spans(
    kinds: Sequence[WordKind], is_inside: Callable[[WordKind], bool]
) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of words for which `is_inside` holds."""
    start = None
    for i, kind in enumerate((*kinds, WordKind.FILLER)):
        if is_inside(kind):
            start = i if start is None else start
        elif start is not None:
            yield start, i
            start = None


def _noun_phrases(
    words: Sequence[str], kinds: Sequence[WordKind], excluded: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """
    Yield runs of describing words.

    A color or superlative behind a noun starts a new one, but "on the left" does not. So does a
    noun behind a color that is excluded by a prefix: "the non-red ball". "Not the red cube on the
    left" is one.
    """
    for start, end in _spans(kinds, _DESCRIBING.__contains__):
        first = start
        for i in range(start + 1, end):
            is_tail = excluded[i - 1] and not _NAMES & set(kinds[i:end])
            is_place = kinds[i] is WordKind.SUPERLATIVE and words[i] in _PLACE_STARTS
            starts_new = kinds[i] in (WordKind.COLOR, WordKind.SUPERLATIVE) and not (
                is_tail or is_place
            )
            is_negated = start > 0 and kinds[start - 1] is WordKind.NEGATION
            is_prefix = is_negated and excluded[i - 1] and not excluded[i]
            if is_prefix or (kinds[i - 1] is WordKind.NOUN and starts_new):
                yield first, i
                first = i
        yield first, end


def _with(phrases: Sequence[_Phrase], entity: Entity) -> list[_Phrase]:
    return [phrase for phrase in phrases if phrase.entity is entity]


def _exclude_joined(words: Sequence[str], phrases: Sequence[_Phrase]) -> None:
    """Exclude both objects in "anything except the red and the blue ball"."""
    for first, second in pairwise(phrases):
        between = set(words[first.end : second.start])
        is_joined = bool(between & _JOINTS) and between <= _JOINTS | ARTICLES
        if is_joined and first.entity is Entity.EXCLUDED and second.entity is Entity.TARGET:
            if len(_with(phrases, Entity.TARGET)) > 1:
                second.entity = Entity.EXCLUDED


def _exclude_negated(words: Sequence[str], phrases: Sequence[_Phrase]) -> None:
    """
    Exclude what is behind "not" and "neither".

    "The bowl on the left, not the one on the right", and "neither a cube nor a ball".
    """
    for i, phrase in enumerate(phrases):
        previous = phrases[i - 1] if i else None
        before = words[previous.end if previous else 0 : phrase.start][-_MAX_CUE_DISTANCE:]
        if previous and previous.entity is Entity.EXCLUDED and 'not' in before:
            previous.entity, phrase.entity = phrase.entity, previous.entity
        elif phrase.entity is Entity.TARGET and _NEITHER & set(before[-2:]):
            phrase.entity = Entity.EXCLUDED


def _restore_goal(
    phrases: Sequence[_Phrase], relations: Sequence[_Phrase], task: RequestedTask
) -> None:
    """Make the goal of "not the bowl, put it on the plate" no excluded object."""
    excluded = _with(phrases, Entity.EXCLUDED)
    if task is not RequestedTask.PLACE or _with(phrases, _GOAL) or len(excluded) < 2:
        return
    last = excluded[-1]
    before = [
        relation for relation in relations if excluded[-2].end <= relation.start < last.start
    ]
    if before and last.start - before[-1].end <= 1:
        last.entity = before[-1].entity = _GOAL


def _settle_destination(
    phrases: Sequence[_Phrase],
    relations: Sequence[_Phrase],
    task: RequestedTask,
    *,
    has_direction: bool,
) -> None:
    """Leave no destination to a task without one, and no place without a destination."""
    landmarks = _with(phrases, Entity.TARGET_LANDMARK)
    has_goal = bool(_with(phrases, _GOAL) or _with(relations, _GOAL)) or has_direction
    if task is RequestedTask.PLACE and len(landmarks) == 1 and not has_goal:
        # "I want to see the ball resting on the plate"
        landmarks[0].entity = _GOAL
        for relation in _with(relations, Entity.TARGET):
            relation.entity = _GOAL
    if task in _WITHOUT_DESTINATION and _with(phrases, Entity.TARGET):
        for phrase in _with(phrases, Entity.DESTINATION):
            phrase.entity = Entity.TARGET_LANDMARK
        for relation in _with(relations, Entity.DESTINATION):
            relation.entity = Entity.TARGET


def _attach_landmarks(
    words: Sequence[str], phrases: Sequence[_Phrase], relations: Sequence[_Phrase]
) -> None:
    """Leave one destination; the others become landmarks of it."""
    destinations = _with(phrases, Entity.DESTINATION)
    for phrase in destinations[1:]:
        between = range(destinations[0].end, phrase.start)
        is_joined = 'and' in words[destinations[0].end : phrase.start]
        if not is_joined and any(relation.start in between for relation in relations):
            is_excluded = 'not' in words[destinations[0].end : phrase.start]
            phrase.entity = Entity.EXCLUDED if is_excluded else Entity.DESTINATION_LANDMARK
