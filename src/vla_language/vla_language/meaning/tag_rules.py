# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules that make the tags of a sentence agree: one object a noun phrase, a target for a task."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import RECEPTACLES

_ENTITIES = tuple(Entity)
_TARGET, _DESTINATION = _ENTITIES.index(Entity.TARGET), _ENTITIES.index(Entity.DESTINATION)
_EXCLUDED = _ENTITIES.index(Entity.EXCLUDED)
_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE, WordKind.SUPERLATIVE)
_NAMES = frozenset((WordKind.COLOR, WordKind.NOUN))
#: Tasks that move or show the target only.
_WITHOUT_DESTINATION = (RequestedTask.PICK, RequestedTask.POINT)
_PUSH_VERBS = frozenset('push slide nudge shove scoot'.split())
#: Words that replace the name before them by the one behind them.
_CUES = frozenset('no wait sorry mean meant actually scratch oops correction er'.split())
#: Log probability that a describing word loses as a word of no object.
_PENALTY_OF_NONE = 1.0
#: Words between a relation and its landmark: "next to the big", "in that".
_MAX_GAP = 3


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
    spans = _noun_phrases(kinds, entity_scores.argmax(-1) == _EXCLUDED)
    phrases = [_phrase(span, entity_scores, is_object=True) for span in spans]
    relations = [
        _phrase(span, entity_scores, is_object=False)
        for span in _spans(kinds, lambda kind: kind is WordKind.RELATION)
    ]
    if task not in (RequestedTask.OTHER, RequestedTask.NONE):
        cue = _last_cue(words, kinds)
        _apply_contrast(words, phrases)
        if task is RequestedTask.PLACE and cue >= 0:
            _replace_goal(words, phrases, relations, cue)
        _ensure_target(phrases, cue)
    _settle_landmark_of_target(phrases, relations, task)
    _attach_landmarks(words, phrases, relations)
    entities = [_ENTITIES[i] for i in entity_scores.argmax(-1)]
    for phrase in (*phrases, *relations):
        entities[phrase.start : phrase.end] = [phrase.entity] * (phrase.end - phrase.start)
    return entities


def repair_kinds(words: Sequence[str], kinds: Sequence[WordKind]) -> list[WordKind]:
    """Return kinds with "left" right behind a verb of pushing as a direction: "push left can"."""
    return [
        WordKind.DIRECTION
        if kind is WordKind.SUPERLATIVE
        and i > 0
        and words[i] in ('left', 'right')
        and words[i - 1] in _PUSH_VERBS
        and WordKind.DIRECTION not in kinds
        else kind
        for i, kind in enumerate(kinds)
    ]


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
    kinds: Sequence[WordKind], excluded: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """
    Yield runs of describing words.

    A color or superlative behind a noun starts a new one, and so does a noun behind a color that
    is excluded by a prefix: "the non-red ball". "Not the red cube on the left" is one.
    """
    for start, end in _spans(kinds, _DESCRIBING.__contains__):
        first = start
        for i in range(start + 1, end):
            is_tail = excluded[i - 1] and not _NAMES & set(kinds[i:end])
            starts_new = kinds[i] in (WordKind.COLOR, WordKind.SUPERLATIVE) and not is_tail
            is_negated = start > 0 and kinds[start - 1] is WordKind.NEGATION
            is_prefix = is_negated and excluded[i - 1] and not excluded[i]
            if is_prefix or (kinds[i - 1] is WordKind.NOUN and starts_new):
                yield first, i
                first = i
        yield first, end


def _with(phrases: Sequence[_Phrase], entity: Entity) -> list[_Phrase]:
    return [phrase for phrase in phrases if phrase.entity is entity]


def _last_cue(words: Sequence[str], kinds: Sequence[WordKind]) -> int:
    """Return the index of the last word that announces a correction, or -1."""
    cues = [
        i
        for i, word in enumerate(words)
        if kinds[i] is WordKind.NEGATION and word in _CUES
        if words[i - 1 : i] not in (["don't"], ['not'])  # "I don't mean the red one"
    ]
    return cues[-1] if cues else -1


def _apply_contrast(words: Sequence[str], phrases: Sequence[_Phrase]) -> None:
    """Tell excluded object and target in "I said the red cube but I want the blue one"."""
    named = [phrase for phrase in phrases if phrase.entity in (Entity.TARGET, Entity.EXCLUDED)]
    is_contrast = words[:1] in (["don't"], ['not']) or 'said' in words
    if len(named) != 2:
        return
    between = words[named[0].end : named[1].start]
    if is_contrast and 'but' in between:
        named[0].entity, named[1].entity = Entity.EXCLUDED, Entity.TARGET
    elif {'forget', 'ignore', 'skip'} & set(between[-2:]):
        named[0].entity, named[1].entity = Entity.TARGET, Entity.EXCLUDED


def _replace_goal(
    words: Sequence[str], phrases: Sequence[_Phrase], relations: Sequence[_Phrase], cue: int
) -> None:
    """
    Make a bowl behind a correction the destination: "in the red bowl, no, the blue bowl".

    It replaces the bowl before, and the object before that one is the target.
    """
    behind = [phrase for phrase in phrases if phrase.start > cue]
    before = [relation for relation in relations if relation.start < cue]
    goal = _next_phrase(phrases, before[-1]) if before else None
    if len(behind) != 1 or goal is None or goal.start > cue:
        return
    named = [RECEPTACLES & set(words[phrase.start : phrase.end]) for phrase in (goal, behind[0])]
    moved = [phrase for phrase in phrases if phrase.end <= before[-1].start]
    if all(named) and moved:
        goal.entity, behind[0].entity = Entity.EXCLUDED, Entity.DESTINATION
        moved[-1].entity = Entity.TARGET


def _ensure_target(phrases: Sequence[_Phrase], cue: int) -> None:
    """
    Make the most likely phrase the target if there is none.

    The only destination is no candidate, nor is what is excluded, except behind "no, I mean".
    """
    destinations = _with(phrases, Entity.DESTINATION)
    free = [phrase for phrase in phrases if len(destinations) != 1 or phrase not in destinations]
    free = [phrase for phrase in free if phrase.entity is not Entity.EXCLUDED or cue >= 0]
    if not free or _with(phrases, Entity.TARGET):
        return

    free = [phrase for phrase in free if phrase.start > cue] or free

    def gain(phrase: _Phrase) -> float:
        loss = phrase.scores[_ENTITIES.index(phrase.entity)]
        return float(phrase.scores[_TARGET] - loss) / (phrase.end - phrase.start)

    max(free, key=gain).entity = Entity.TARGET


def _settle_landmark_of_target(
    phrases: Sequence[_Phrase], relations: Sequence[_Phrase], task: RequestedTask
) -> None:
    """Give the relation to the target if there is no destination, but a landmark."""
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


def _next_phrase(phrases: Sequence[_Phrase], relation: _Phrase) -> _Phrase | None:
    ends = range(relation.end, relation.end + _MAX_GAP)
    return next((phrase for phrase in phrases if phrase.start in ends), None)
