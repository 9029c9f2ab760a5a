# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stored token states equal those of the encoder."""

from pathlib import Path

from learning_samples import encode_words
import pytest
import torch
from vla_learning.training.text_feature_store import SentenceCollector
from vla_learning.training.text_feature_store import TextFeatureStore
from vla_learning.training.text_feature_store import write_text_features

SENTENCES = ('pick up the red cube', 'push it left', 'stop')


def test_sentences_are_read_in_any_order(tmp_path: Path) -> None:
    write_text_features(tmp_path, SENTENCES, encode_words)
    expected = [encode_words([text])[0][0] for text in SENTENCES]
    states, mask = TextFeatureStore(tmp_path).encode(SENTENCES[::-1])
    assert mask.sum(1).tolist() == [1, 3, 5]
    for row, wanted in zip(states, expected[::-1], strict=True):
        torch.testing.assert_close(row[: len(wanted)], wanted, atol=2e-3, rtol=2e-3)
        assert (row[len(wanted) :] == 0).all()


def test_the_error_names_a_missing_sentence(tmp_path: Path) -> None:
    write_text_features(tmp_path, SENTENCES, encode_words)
    with pytest.raises(ValueError, match='sing a song'):
        TextFeatureStore(tmp_path).encode(['sing a song'])


def test_a_collector_collects_all_sentences() -> None:
    collector = SentenceCollector(12)
    states, mask = collector(SENTENCES[:2])
    collector(SENTENCES[1:])
    assert collector.sentences == set(SENTENCES)
    assert states.shape == (2, 1, 12)
    assert mask.all()
