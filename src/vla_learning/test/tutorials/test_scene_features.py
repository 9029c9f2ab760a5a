# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features of scenes: shapes, finite values, and one file for each checkpoint and seeds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from tutorial_samples import CHECKPOINT
from vla_learning.tutorials import scene_features
from vla_learning.tutorials.scene_features import encode_scenes
from vla_learning.tutorials.scene_features import FIRST_TRAINING_SEED
from vla_learning.tutorials.scene_features import FrozenVisualNetwork
from vla_learning.tutorials.scene_features import render_scene
from vla_sim.physics.scene_sampling import sample_scene


def test_an_image_has_the_size_of_the_camera() -> None:
    image = render_scene(FIRST_TRAINING_SEED)
    assert image.shape == (480, 640, 3)
    assert image.std() > 10


def test_the_most_likely_objects_are_those_of_the_scene() -> None:
    features, weight, tokens = FrozenVisualNetwork(CHECKPOINT).encode(FIRST_TRAINING_SEED)
    assert (features.shape, tokens.shape) == ((24, 64), (192, 96))
    assert np.isfinite(features).all() and np.isfinite(tokens).all()
    assert (weight > 0.5).sum() == len(list(sample_scene(FIRST_TRAINING_SEED)))


def test_features_are_encoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    class ConstantNetwork:
        def __init__(self, checkpoint: str) -> None:
            assert checkpoint == CHECKPOINT

        def encode(self, seed: int) -> tuple[np.ndarray, ...]:
            calls.append(seed)
            parts = np.full((2, 3), seed), np.full(2, 0.5), np.full((4, 5), -seed)
            return tuple(part.astype(np.float16) for part in parts)

    class SerialSceneWorkers:
        imap = staticmethod(map)

    @contextmanager
    def worker_pool(count: int, start: object, *args: object) -> Iterator[SerialSceneWorkers]:
        assert callable(start)
        start(*args)
        yield SerialSceneWorkers()

    monkeypatch.setattr(scene_features, 'FrozenVisualNetwork', ConstantNetwork)
    monkeypatch.setattr(scene_features, 'worker_pool', worker_pool)
    for _ in range(2):
        features = encode_scenes(CHECKPOINT, [7, 9], tmp_path)
        assert calls == [7, 9]
        assert features.objects.features[:, 0, 0].tolist() == [7.0, 9.0]
        assert features.objects.weight.shape == (2, 2)
        assert features.tokens[1].unique().tolist() == [-9.0]
    assert features.rows(torch.tensor([1])).objects.features.shape == (1, 2, 3)
    assert encode_scenes(CHECKPOINT, [7, 8, 9], tmp_path).tokens.shape == (3, 4, 5)
    assert calls == [7, 9, 7, 8, 9]
