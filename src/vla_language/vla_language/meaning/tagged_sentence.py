# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of a sentence with their tags, and the description words of one object in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.description_reader import DescribingWords
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import PRONOUNS
from vla_language.meaning.vocabulary import SETTING_WORDS

_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE, WordKind.SUPERLATIVE)
_ORDER_KINDS = (WordKind.ACT, WordKind.DIRECTION, WordKind.NEGATION)
_PLACEHOLDERS = PRONOUNS | {'thing', 'object', 'item'}
_OWN = (Entity.TARGET, Entity.DESTINATION)
#: Words between the words of one color.
_IN_COLORS = frozenset(('-', 'and', 'or', ','))
#: Words that are no attribute of an object beside its noun.
_NO_ATTRIBUTES = _PLACEHOLDERS | SETTING_WORDS | ARTICLES | {'with'}


@dataclass(frozen=True)
class TaggedWord:
    """A word with the object that it describes and its kind."""

    reading: WordReading
    entity: Entity
    kind: WordKind

    @property
    def text(self) -> str:
        """Return the word as it is read."""
        return self.reading.text


@dataclass(frozen=True)
class TaggedSentence:
    """A sentence with agreeing tags."""

    words: tuple[TaggedWord, ...]
    task: RequestedTask
    speech_act: SpeechAct
    #: Indices of words in polite phrases, which mean nothing.
    polite: frozenset[int] = frozenset()
    #: Whether the target is not at the place that the words for it name.
    is_place_negated: bool = False

    def texts(self, kind: WordKind, entities: Sequence[Entity] = tuple(Entity)) -> list[str]:
        """Return the words of one kind, in order."""
        return [word.text for word in self.words if word.kind is kind and word.entity in entities]

    def relation_words(self, *entities: Entity) -> list[str]:
        """Return the run of relation words in front of an object, or else the first one of it."""
        runs: list[list[str]] = []
        is_inside = False
        for word in self.words:
            if word.entity in entities and word.kind in _DESCRIBING and runs:
                break
            is_relation = word.kind is WordKind.RELATION and word.entity in entities
            if is_relation and not is_inside:
                runs.append([])
            if is_relation:
                runs[-1].append(word.text)
            is_inside = is_relation
        return runs[-1] if runs else []

    def describing_words(self, entity: Entity) -> DescribingWords | None:
        """Return the words that describe an object, or None."""
        indices = [
            i
            for i, word in enumerate(self.words)
            if word.entity is entity and word.kind in _DESCRIBING
        ]
        if not indices:
            return None
        return self._described(indices)

    def runs(self, entity: Entity) -> list[DescribingWords]:
        """Return the words that describe each of several objects, which other words separate."""
        indices = [
            i
            for i, word in enumerate(self.words)
            if word.entity is entity and word.kind in _DESCRIBING
        ]
        return [self._described(run) for run in _adjacent(indices)]

    def _described(self, indices: list[int]) -> DescribingWords:
        """
        Return the words by kind; one noun counts, and one color of target and destination.

        Others are attributes. "Between the red and the blue cube" are two landmarks.
        """
        kinds = {i: self.words[i].kind for i in indices}
        nouns = self._noun([i for i in indices if kinds[i] is WordKind.NOUN])
        colors = [i for i in indices if kinds[i] is WordKind.COLOR]
        if self.words[indices[0]].entity in _OWN:
            colors = self._color(colors)
        others = [
            self.words[i].reading
            for i in indices
            if i not in (*nouns, *colors) and kinds[i] is not WordKind.SUPERLATIVE
        ]
        words = [self.words[i] for i in indices]
        return DescribingWords(
            tuple(self.words[i].reading for i in colors),
            tuple(self.words[i].reading for i in nouns),
            tuple(reading for reading in others if reading.text not in _NO_ATTRIBUTES),
            tuple(word.reading for word in words if word.kind is WordKind.SUPERLATIVE),
            ' '.join(word.text for word in words),
        )

    def _color(self, indices: list[int]) -> list[int]:
        """Return the words of the first color, and the same words again; "blue - green" is one."""
        first = {self.words[i].text for i in indices[:1]}
        found = indices[:1]
        for i in indices[1:]:
            between = {word.text for word in self.words[found[-1] + 1 : i]}
            if between <= _IN_COLORS or self.words[i].text in first:
                found.append(i)
                first.add(self.words[i].text)
        return found

    def _noun(self, indices: list[int]) -> list[int]:
        """Return the first noun of several that is more than "one" or "it"."""
        # "rose-red ball": a hyphen is no noun.
        runs = _adjacent([i for i in indices if self.words[i].text[0].isalnum()])
        named = [
            run for run in runs if len(run) > 1 or self.words[run[0]].text not in _PLACEHOLDERS
        ]
        return (named or runs or [[]])[0]

    def words_before(self, entity: Entity, words: frozenset[str]) -> list[str]:
        """Return those of some words that stand right before an object or its article."""
        first = next(
            (
                i
                for i, word in enumerate(self.words)
                if word.entity is entity and word.kind in _DESCRIBING
            ),
            0,
        )
        return [word.text for word in self.words[max(0, first - 2) : first] if word.text in words]

    def remarks(self) -> list[list[int]]:
        """Return the word indices of each clause between marks that has no part of an order."""
        clauses: list[list[int]] = [[]]
        for i, word in enumerate(self.words):
            if any(map(str.isalnum, word.text)):
                clauses[-1].append(i)
            else:
                clauses.append([])
        return [
            clause for clause in clauses if not any(_is_of_order(self.words[i]) for i in clause)
        ]


def _is_of_order(word: TaggedWord) -> bool:
    """Whether a word belongs to an order or to one of its objects."""
    return word.kind in _ORDER_KINDS or word.entity is not Entity.NONE


def _adjacent(indices: Sequence[int]) -> list[list[int]]:
    """Return the runs of adjacent indices."""
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs
