# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cached visual features equal those of the encoder."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.training import feature_cache as module
from vla_learning.training.batches import to_images
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_perception.visual_encoder import GridEncoder

ROWS = np.array([1, 4, 6])


@pytest.fixture(scope='module')
def encoder() -> GridEncoder:
    torch.manual_seed(0)
    return GridEncoder(dim=16, map_channels=8).train()


def flat(features: VisualFeatureCache) -> Tensor:
    return torch.cat([part.flatten(1) for part in features([0, 1, 2])], 1)


def test_features_of_selected_rows_are_those_of_the_encoder(
    tmp_path: Path, frames: Frames, encoder: GridEncoder
) -> None:
    write_visual_features(tmp_path, frames, encoder, ROWS, augment=False)
    found = VisualFeatureCache(tmp_path)([2, 0])
    encoder.eval()
    with torch.inference_mode():
        expected = encoder(to_images(frames.images[ROWS[[2, 0]]]))
    encoder.train()
    for got, wanted in zip(found, expected, strict=True):
        torch.testing.assert_close(got, wanted, atol=2e-3, rtol=2e-3)


def test_the_encoder_does_not_change(tmp_path: Path, frames: Frames, encoder: GridEncoder) -> None:
    before = {k: v.clone() for k, v in encoder.state_dict().items()}
    write_visual_features(tmp_path, frames, encoder, ROWS)
    assert encoder.training
    assert all(torch.equal(v, before[k]) for k, v in encoder.state_dict().items())


def test_augmentation_is_reproducible(
    tmp_path: Path, frames: Frames, encoder: GridEncoder
) -> None:
    found = []
    for name, augment in (('a', True), ('b', True), ('c', False)):
        write_visual_features(tmp_path / name, frames, encoder, ROWS, augment=augment)
        found.append(flat(VisualFeatureCache(tmp_path / name)))
    assert torch.equal(found[0], found[1])
    assert not torch.equal(found[0], found[2])


def test_any_number_of_processes_writes_the_same_features(
    tmp_path: Path, frames: Frames, encoder: GridEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, '_CHUNK', 2)
    write_visual_features(tmp_path / 'one', frames, encoder, ROWS)
    for rank in (0, 1):
        monkeypatch.setattr(module, 'rank_and_size', lambda rank=rank: (rank, 2))
        write_visual_features(tmp_path / 'two', frames, encoder, ROWS)
    assert torch.equal(
        flat(VisualFeatureCache(tmp_path / 'one')), flat(VisualFeatureCache(tmp_path / 'two'))
    )
