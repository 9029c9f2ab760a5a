# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parser from the text of a command to its typed meaning."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.clauses import Clauses
from vla_language.meaning.containment_rules import Contents
from vla_language.meaning.containment_rules import find_contents
from vla_language.meaning.containment_rules import with_contents
from vla_language.meaning.english_words import FOREIGN_WORDS
from vla_language.meaning.negated_places import find_negated_place
from vla_language.meaning.negated_places import NegatedPlace
from vla_language.meaning.noun_shapes import is_plural_noun
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.rewriting import with_plain_wording
from vla_language.meaning.sentence_reader import SentenceReader
from vla_language.meaning.speech_act_rules import negated_remarks
from vla_language.meaning.speech_act_rules import polite_words
from vla_language.meaning.speech_act_rules import purposes
from vla_language.meaning.spelling import Speller
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.step_splitter import split_steps
from vla_language.meaning.tag_rules import agree
from vla_language.meaning.tag_rules import with_certain_kinds
from vla_language.meaning.tag_rules import with_direction
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tagged_sentence import TaggedWord
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_language.meaning.task_rules import settled_task

_PICK_UP = ('pick', 'up')
#: Sentences whose tags are kept.
_TAGGED = 8
#: Kinds whose words are read from no closed list.
_OPEN_KINDS = (WordKind.FILLER, WordKind.ACT)


@dataclass(frozen=True)
class SentenceTags:
    """
    Output of the tagger for one sentence.

    Parameters
    ----------
    kinds
        Kind of each word.
    entity_scores
        Log probability (words, entities) of each Entity, in the order of the enumeration.
    task, speech_act
        Classes of the sentence.
    steps
        Step of each word; empty if that of some word is not known.

    """

    kinds: tuple[WordKind, ...]
    entity_scores: NDArray[np.float64]
    task: RequestedTask
    speech_act: SpeechAct
    steps: tuple[Step, ...] = ()


class SentenceTagger(Protocol):
    """Interface of the tagger."""

    def tag(self, words: Sequence[str]) -> SentenceTags:
        """Return the tags of a sentence of at least one word."""
        ...


class MeaningParser:
    """
    Parse commands.

    Parameters
    ----------
    split
        Function from a text to its words in lower case.
    tagger
        Tagger of words and sentences.
    speller
        Repair of misspelled words.
    nouns
        Resolver of nouns.

    """

    def __init__(
        self,
        split: Callable[[str], Sequence[str]],
        tagger: SentenceTagger,
        speller: Speller,
        nouns: NounShapes,
    ) -> None:
        self._split = split
        # The clauses of a text are parts of it: one text is tagged several times.
        self._tag = lru_cache(maxsize=_TAGGED)(tagger.tag)
        self._speller = speller
        self._reader = SentenceReader(nouns)

    def parse(self, text: str) -> CommandMeaning:
        """Return the meaning of a text; speech act and task are ORDER and NONE without words."""
        readings = self._readings(text)
        if not readings:
            return CommandMeaning(SpeechAct.ORDER, RequestedTask.NONE)
        contents = find_contents([reading.text for reading in readings])
        meaning = (
            self._read_with_contents(readings, contents) if contents else self._read(readings)[0]
        )
        repaired = dict.fromkeys(
            (reading.original, reading.text) for reading in readings if reading.is_changed
        )
        return replace(meaning, corrections=(*repaired, *meaning.corrections))

    def split_steps(self, text: str) -> Clauses | None:
        """Return the clauses of a text of two steps, or None."""
        readings = self._readings(text)
        steps = self._tag(tuple(reading.text for reading in readings)).steps if readings else ()
        return split_steps(readings, steps) if Step.SECOND in steps else None

    def _readings(self, text: str) -> list[WordReading]:
        """Return the words of a text as they are read."""
        return with_plain_wording(self._speller.read(self._split(text)))

    def _read(self, readings: Sequence[WordReading]) -> tuple[CommandMeaning, list[Entity]]:
        """Return the meaning of a sentence and the object that each word describes."""
        words = [reading.text for reading in readings]
        tags = self._tag(tuple(words))
        task = settled_task(tags.task, words, tags.kinds)
        kinds = with_direction(words, with_certain_kinds(words, tags.kinds), task)
        entities = agree(words, kinds, tags.entity_scores, task)
        place = find_negated_place(words, kinds, entities)
        if place:
            kinds, entities = _at_place(place, kinds, entities)
        sentence = TaggedSentence(
            tuple(map(TaggedWord, readings, entities, kinds)),
            task,
            tags.speech_act,
            polite_words(words) | negated_remarks(words) | purposes(words),
            is_place_negated=place is not None,
        )
        meaning = self._reader.read(sentence)
        if _is_one_order(meaning, tags.steps):
            meaning = self._reader.read(replace(sentence, speech_act=SpeechAct.ORDER))
        if strange := self._unlisted_words(sentence):
            unaccounted = dict.fromkeys((*meaning.unaccounted, *strange))
            meaning = replace(meaning, unaccounted=tuple(unaccounted))
        return meaning, entities

    def _read_with_contents(
        self, readings: Sequence[WordReading], contents: Contents
    ) -> CommandMeaning:
        """Return the meaning of a sentence with a phrase for the contents of a receptacle."""
        start, end = contents.start, contents.end
        meaning, entities = self._read([*readings[:start], *readings[end:]])
        inside = [WordReading(word, word) for word in (*_PICK_UP, *contents.words)]
        return with_contents(
            meaning,
            entities[contents.receptacle],
            ' '.join(reading.text for reading in readings[start:end]),
            self._read(inside)[0] if contents.words else None,
        )

    def _unlisted_words(self, sentence: TaggedSentence) -> list[str]:
        """
        Return the words that are in no list, or of another language.

        A clause that is only a remark or a purpose may have unlisted words.

        "Wakey wakey, lift it" is understood without the first clause.
        """
        remarks = {i for clause in sentence.remarks() for i in clause} | sentence.polite
        words = (word for i, word in enumerate(sentence.words) if i not in remarks)
        foreign = [word.text for word in sentence.words if word.text in FOREIGN_WORDS]
        unlisted = [word.text for word in words if self._is_unlisted(word)]
        return unlisted + (foreign if len(foreign) > 1 else [])

    def _is_unlisted(self, word: TaggedWord) -> bool:
        """Whether a word that no closed list reads is no English word either."""
        is_word = any(map(str.isalnum, word.text))
        return word.kind in _OPEN_KINDS and is_word and not self._speller.is_english(word.text)


def _is_one_order(meaning: CommandMeaning, steps: Sequence[Step]) -> bool:
    """Whether what the tagger takes for several orders has one step for one object."""
    if meaning.speech_act is not SpeechAct.SEVERAL or meaning.unaccounted or not steps:
        return False
    words = meaning.target.words.split() if meaning.target else []
    return Step.SECOND not in steps and not any(map(is_plural_noun, words))  # "the cubes"


def _at_place(
    place: NegatedPlace, kinds: Sequence[WordKind], entities: Sequence[Entity]
) -> tuple[tuple[WordKind, ...], list[Entity]]:
    """Return the tags of "the cube in the bowl" for "the cube that is not in the bowl"."""
    found, of_words = list(kinds), list(entities)
    for i in place.negation:
        found[i], of_words[i] = WordKind.FILLER, Entity.NONE
    for i in place.relation:
        of_words[i] = Entity.TARGET
    for i in place.landmark:
        of_words[i] = Entity.TARGET_LANDMARK
    return tuple(found), of_words
