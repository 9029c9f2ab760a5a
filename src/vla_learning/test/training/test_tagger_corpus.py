# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Encoding of sentences and batches of them."""

import numpy as np
from tagger_samples import sample_corpus
from tagger_samples import sample_sentences
import torch
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_classes import STATES
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES
from vla_learning.training.tagger_corpus import encode_corpus
from vla_learning.training.tagger_corpus import encode_sentences
from vla_learning.training.tagger_corpus import PADDING


def test_a_batch_holds_inputs_and_labels() -> None:
    sentences = sample_sentences(9)
    batch = sample_corpus(9).batch([4, 7])
    lengths = [len(sentences[i].words) for i in (4, 7)]
    assert batch.states.shape == (2, max(lengths), STATES)
    assert batch.features.shape == (2, max(lengths), FEATURES)
    assert batch.mask.sum(1).tolist() == lengths
    assert bool((batch.kinds[~batch.mask] == PADDING).all())
    kinds = [list(WordKind)[i] for i in batch.kinds[0][: lengths[0]].tolist()]
    assert kinds == [word.kind for word in sentences[4].words]
    tasks = [list(RequestedTask)[i] for i in batch.tasks.tolist()]
    assert tasks == [sentences[4].task, sentences[7].task]


def test_an_epoch_holds_every_sentence_once() -> None:
    corpus = sample_corpus(50)
    batches = list(corpus.epoch(8, np.random.default_rng(0)))
    assert [len(batch.tasks) for batch in batches].count(8) == 6
    assert sum(int(batch.mask.sum()) for batch in batches) == sum(
        len(sentence.words) for sentence in sample_sentences(50)
    )


def test_batches_have_similar_lengths() -> None:
    for batch in sample_corpus(200).epoch(10, np.random.default_rng(0)):
        lengths = batch.mask.sum(1)
        assert int(lengths.max() - lengths.min()) <= 12


def test_processes_encode_the_same_inputs() -> None:
    sentences = sample_sentences(12)
    corpus = encode_corpus(sentences, processes=1)
    sentences.sort(key=lambda sentence: len(sentence.words))
    words = [[word.text for word in sentence.words] for sentence in sentences]
    expected = encode_sentences(WordStates(), words)
    assert len(corpus) == 12
    for i, inputs in enumerate(expected):
        batch = corpus.batch([i])
        found = torch.cat([batch.states, batch.features], -1)[0].numpy()
        np.testing.assert_allclose(found, inputs, rtol=5e-2, atol=5e-2)
