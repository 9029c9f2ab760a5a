# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of a sentence with their tags, and the description words of one object in it."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.description_reader import DescribingWords
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import CORRECTION_CUES
from vla_language.meaning.vocabulary import PRONOUNS
from vla_language.meaning.vocabulary import SETTING_WORDS

_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE, WordKind.SUPERLATIVE)
_MAX_GAP = 4
#: Words that a relation can refer to without a description.
_REFERENCES = SETTING_WORDS | {'you', 'yourself', 'me', 'it', 'us', 'robot', 'center', 'middle'}
_PLACEHOLDERS = PRONOUNS | {'thing', 'object', 'item'}
#: Words that are no attribute of an object beside its noun.
_NO_ATTRIBUTES = _PLACEHOLDERS | SETTING_WORDS | ARTICLES


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
        """Return the words that describe an object, or None; the last name wins a correction."""
        indices = [
            i
            for i, word in enumerate(self.words)
            if word.entity is entity and word.kind in _DESCRIBING
        ]
        if entity in (Entity.TARGET, Entity.DESTINATION):
            indices = self._after_correction(indices)
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
        """Return the words by kind; only one noun counts, and others are attributes of it."""
        nouns = self._noun([i for i in indices if self.words[i].kind is WordKind.NOUN])
        words = [self.words[i] for i in indices]
        others = [
            self.words[i]
            for i in indices
            if self.words[i].kind is WordKind.ATTRIBUTE
            or (self.words[i].kind is WordKind.NOUN and i not in nouns)
        ]
        return DescribingWords(
            _readings(words, WordKind.COLOR),
            tuple(self.words[i].reading for i in nouns),
            tuple(word.reading for word in others if word.text not in _NO_ATTRIBUTES),
            _readings(words, WordKind.SUPERLATIVE),
            ' '.join(word.text for word in words),
        )

    def words_after_correction(self, kind: WordKind) -> list[str]:
        """Return the words of one kind that are not taken back."""
        indices = [
            i
            for i, word in enumerate(self.words)
            if word.kind is kind and word.entity is not Entity.EXCLUDED
        ]
        return [self.words[i].text for i in self._after_correction(indices)]

    def dangling_relation(self, entity: Entity) -> list[str]:
        """Return the relation words of an object behind which no object or place follows."""
        indices = [
            i
            for i, word in enumerate(self.words)
            if word.kind is WordKind.RELATION and word.entity is entity
        ]
        behind = self.words[indices[-1] + 1 :][:_MAX_GAP] if indices else ()
        is_used = any(word.kind in _DESCRIBING or word.text in _REFERENCES for word in behind)
        return [] if is_used else [self.words[i].text for i in indices]

    def _after_correction(self, indices: list[int]) -> list[int]:
        """Return the indices behind "no, I mean" if the object is named on both sides."""
        cues = [
            i
            for i, word in enumerate(self.words)
            if word.kind is WordKind.NEGATION
            and word.entity is Entity.EXCLUDED
            and word.text in CORRECTION_CUES
        ]
        if not cues:
            return indices
        later = [i for i in indices if i > cues[-1]]
        return later if later and any(i < cues[0] for i in indices) else indices

    def _noun(self, indices: list[int]) -> list[int]:
        """Return the first noun of several that is more than "one" or "it"."""
        runs = _adjacent(indices)
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

    def where(self, test: Callable[[TaggedWord], bool]) -> list[str]:
        """Return the words for which `test` holds."""
        return [word.text for word in self.words if test(word)]


def _adjacent(indices: Sequence[int]) -> list[list[int]]:
    """Return the runs of adjacent indices."""
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _readings(words: Sequence[TaggedWord], kind: WordKind) -> tuple[WordReading, ...]:
    return tuple(word.reading for word in words if word.kind is kind)
