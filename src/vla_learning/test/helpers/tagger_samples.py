# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generated sentences with random inputs, to train a tagger in a test."""

from grammar_draws import DICTIONARY
import numpy as np
from vla_language.meaning.tagger_classes import STATES
from vla_language.meaning.word_features import FEATURES
from vla_learning.language.grammar.sentence_generator import SentenceGenerator
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.training.tagger_corpus import TaggerCorpus


def sample_sentences(count: int) -> list[LabeledSentence]:
    """Return generated sentences."""
    return list(SentenceGenerator(0, DICTIONARY).sentences(count))


def sample_corpus(count: int) -> TaggerCorpus:
    """Return sentences in which every word has the same random input wherever it occurs."""
    sentences = sample_sentences(count)
    rng = np.random.default_rng(0)
    words = {word.text for sentence in sentences for word in sentence.words}
    inputs = {
        word: rng.standard_normal(STATES + FEATURES).astype(np.float16) for word in sorted(words)
    }
    return TaggerCorpus(
        sentences, [np.stack([inputs[word.text] for word in s.words]) for s in sentences]
    )
