# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Mixture of generated sentences."""

from collections import Counter

from grammar_draws import DICTIONARY
import pytest
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tagger_classes import MAX_WORDS as TAGGED_WORDS
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.words import split_words
from vla_learning.language.grammar.sentence_generator import MAX_WORDS
from vla_learning.language.grammar.sentence_generator import SentenceGenerator
from vla_learning.language.grammar.tagged_words import LabeledSentence


@pytest.fixture(scope='module')
def sentences() -> list[LabeledSentence]:
    """Return sentences of one seed."""
    return list(SentenceGenerator(0, DICTIONARY).sentences(3000))


def test_sentences_are_different_and_short(sentences: list[LabeledSentence]) -> None:
    assert len({sentence.text for sentence in sentences}) == len(sentences) == 3000
    assert max(len(sentence.words) for sentence in sentences) <= MAX_WORDS <= TAGGED_WORDS


def test_all_classes_occur(sentences: list[LabeledSentence]) -> None:
    words = [word for sentence in sentences for word in sentence.words]
    assert {word.entity for word in words} == set(Entity)
    assert {word.kind for word in words} == set(WordKind)
    assert {sentence.task for sentence in sentences} == set(RequestedTask)
    acts = Counter(sentence.speech_act for sentence in sentences)
    assert set(acts) == set(SpeechAct)
    assert 0.6 < acts[SpeechAct.ORDER] / len(sentences) < 0.75


def test_words_are_those_of_the_splitter(sentences: list[LabeledSentence]) -> None:
    for sentence in sentences:
        joined = [word.text for word in sentence.words]
        # A quotation mark in front of a clitic, or adjacent symbols, can be split in another way.
        if not any(word.startswith("'") or not word.isalnum() for word in joined):
            assert split_words(sentence.text) == joined


def test_the_seed_determines_the_sentences(sentences: list[LabeledSentence]) -> None:
    again = list(SentenceGenerator(0, DICTIONARY).sentences(50))
    assert again == sentences[:50]
    other = {sentence.text for sentence in SentenceGenerator(1, DICTIONARY).sentences(50)}
    assert len(other & {sentence.text for sentence in again}) < 10
