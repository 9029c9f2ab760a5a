# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generated sentences, to train a tagger in a test."""

from functools import cache

from grammar_draws import DICTIONARY
from vla_language.meaning.tagger import WordStates
from vla_learning.language.grammar.sentence_generator import SentenceGenerator
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.training.tagger_corpus import TaggerCorpus


def sample_sentences(count: int) -> list[LabeledSentence]:
    """Return generated sentences."""
    return list(SentenceGenerator(0, DICTIONARY).sentences(count))


@cache
def word_states() -> WordStates:
    """Return tokenizer and features of words."""
    return WordStates()


def sample_corpus(count: int) -> TaggerCorpus:
    """Return generated sentences as inputs and labels."""
    return TaggerCorpus(sample_sentences(count), word_states())
