# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features and sentences on disk are those that the encoders gave."""

from pathlib import Path

from learning_samples import encode_words
from learning_samples import word_cache
import numpy as np
import pytest
import torch
from vla_learning.batches import make_batch
from vla_learning.batches import to_images
from vla_learning.frames import Frames
from vla_learning.frozen import FrozenVisual
from vla_learning.frozen import StoredText
from vla_learning.frozen import take_rows
from vla_learning.frozen import write_features
from vla_learning.frozen import write_sentences
from vla_perception.encoder import GridEncoder

ROWS = np.array([1, 4, 6])
SENTENCES = ('pick up the red cube', 'push it left', 'stop')


@pytest.fixture(scope='module')
def encoder() -> GridEncoder:
    torch.manual_seed(0)
    return GridEncoder(dim=16, map_channels=8).eval()


def test_a_batch_of_features_is_what_the_encoder_sees(
    tmp_path: Path, frames: Frames, encoder: GridEncoder
) -> None:
    path = tmp_path / 'features.npy'
    write_features(path, frames, ROWS, encoder)
    taken = take_rows(frames, ROWS, np.load(path, mmap_mode='r'))
    rng = np.random.default_rng(0)
    batch = make_batch(taken, [2, 0], 1, word_cache(), rng, augment=False)
    found = FrozenVisual(dim=16, map_channels=8)(batch.images)
    with torch.inference_mode():
        wanted = encoder(to_images(frames.images[ROWS[[2, 0]]]))
    for got, expected in zip(found, wanted, strict=True):
        torch.testing.assert_close(got, expected, atol=2e-3, rtol=2e-3)


def test_other_fields_are_those_of_the_rows(frames: Frames) -> None:
    taken = take_rows(frames, ROWS, frames.images[ROWS])
    assert len(taken) == 3
    assert np.array_equal(taken.scene, frames.scene[ROWS])
    assert np.array_equal(taken.poses, frames.poses[ROWS])


def test_a_stopped_pass_leaves_no_features(
    tmp_path: Path, frames: Frames, encoder: GridEncoder
) -> None:
    with pytest.raises(IndexError):
        write_features(tmp_path / 'features.npy', frames, np.array([0, 10_000]), encoder)
    assert not (tmp_path / 'features.npy').exists()


def test_sentences_come_back_in_any_order(tmp_path: Path) -> None:
    write_sentences(tmp_path, SENTENCES, encode_words)
    wanted = [encode_words([text])[0][0] for text in SENTENCES]
    states, mask = StoredText(tmp_path).encode(SENTENCES[::-1])
    assert mask.sum(1).tolist() == [1, 3, 5]
    for row, expected in zip(states, wanted[::-1], strict=True):
        torch.testing.assert_close(row[: len(expected)], expected, atol=2e-3, rtol=2e-3)
        assert (row[len(expected):] == 0).all()


def test_a_sentence_that_was_not_written_is_named(tmp_path: Path) -> None:
    write_sentences(tmp_path, SENTENCES, encode_words)
    with pytest.raises(KeyError, match='sing a song'):
        StoredText(tmp_path).encode(['sing a song'])
