# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sentences as inputs and labels, and batches of them."""

import numpy as np
from tagger_samples import sample_corpus
from tagger_samples import sample_sentences
from tagger_samples import word_states
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.language.grammar.tagged_words import with_step
from vla_learning.training.tagger_corpus import PADDING
from vla_learning.training.tagger_corpus import TaggerCorpus


def test_a_batch_holds_inputs_and_labels() -> None:
    sentences = sample_sentences(9)
    batch = sample_corpus(9).batch([4, 7])
    lengths = [len(sentences[i].words) for i in (4, 7)]
    pieces = batch.mask.sum(1).tolist()
    assert batch.ids.shape == batch.mask.shape == (2, max(pieces))
    assert batch.words.shape == (2, max(lengths), max(pieces))
    # All pieces but the first and the last one belong to one word.
    assert batch.words.sum((1, 2)).tolist() == [count - 2 for count in pieces]
    assert batch.features.shape == (2, max(lengths), FEATURES)
    assert (batch.kinds != PADDING).sum(1).tolist() == lengths
    kinds = [list(WordKind)[i] for i in batch.kinds[0][: lengths[0]].tolist()]
    assert kinds == [word.kind for word in sentences[4].words]
    tasks = [list(RequestedTask)[i] for i in batch.tasks.tolist()]
    assert tasks == [sentences[4].task, sentences[7].task]


def test_an_epoch_holds_every_sentence_once() -> None:
    corpus = sample_corpus(50)
    batches = list(corpus.epoch(8, np.random.default_rng(0)))
    assert [len(batch.tasks) for batch in batches].count(8) == 6
    assert sum(int((batch.kinds != PADDING).sum()) for batch in batches) == sum(
        len(sentence.words) for sentence in sample_sentences(50)
    )


def test_batches_have_similar_lengths() -> None:
    for batch in sample_corpus(200).epoch(10, np.random.default_rng(0)):
        lengths = batch.mask.sum(1)
        assert int(lengths.max() - lengths.min()) <= 12


def test_steps_are_labels_of_words() -> None:
    words = [
        *with_step(label('lift it', WordKind.ACT), Step.FIRST),
        *label('then'),
        *with_step(label('wait'), Step.SECOND),
    ]
    two = LabeledSentence(tuple(words), RequestedTask.PICK, SpeechAct.SEVERAL)
    one = LabeledSentence(tuple(label('lift it')), RequestedTask.PICK, SpeechAct.ORDER)
    unknown = LabeledSentence(tuple(label('lift both')), RequestedTask.PICK, SpeechAct.SEVERAL)
    steps = TaggerCorpus([two, one, unknown], word_states()).batch([0, 1, 2]).steps.tolist()
    first, second, neither = range(3)
    assert steps[0] == [first, first, neither, second]
    assert steps[1][:2] == [first, first]
    assert steps[2] == [PADDING] * 4
