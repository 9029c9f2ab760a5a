# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A batch depends on its seed alone."""

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.training.batches import augment_images
from vla_learning.training.batches import Batch
from vla_learning.training.batches import make_batch
from vla_learning.training.batches import make_scene_batch
from vla_learning.training.batches import to_images

ROWS = [1, 5, 9]


def drawn(frames: Frames, seed: int, **options: bool) -> Batch:
    return make_batch(frames, ROWS, 4, word_text_encoder(), np.random.default_rng(seed), **options)


def test_the_same_seed_draws_the_same_batch(frames: Frames) -> None:
    a, b, c = drawn(frames, 0), drawn(frames, 0), drawn(frames, 1)
    assert a.commands == b.commands
    for left, right in (
        (a.images, b.images),
        (a.states, b.states),
        (a.labels, b.labels),
        (a.dense, b.dense),
    ):
        torch.testing.assert_close(left, right, rtol=0, atol=0)
    assert a.commands != c.commands
    assert not torch.equal(a.images, c.images)


def test_commands_are_about_their_own_image(frames: Frames) -> None:
    batch = drawn(frames, 3)
    assert len(batch.commands) == 12
    for i, command in enumerate(batch.commands):
        if command.target >= 0:
            pose = frames.poses[ROWS[i // 4], command.target, :2]
            assert batch.labels.target[i].numpy() == pytest.approx(pose)


def test_images_are_planar_and_within_one(frames: Frames) -> None:
    batch = drawn(frames, 0, augment=False)
    assert batch.images.shape == (3, 3, 192, 256)
    assert batch.images[1, 2, 7, 8].item() == pytest.approx(frames.images[5, 7, 8, 2] / 255)


def test_augmentation_changes_images_little() -> None:
    images = to_images(np.full((4, 192, 256, 3), 128, np.uint8))
    changed = augment_images(images, torch.Generator().manual_seed(0))
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert 0.005 < (changed - images).abs().mean() < 0.3


def test_a_batch_without_commands_has_the_same_scenes(frames: Frames) -> None:
    one, same, other = (
        make_scene_batch(frames, ROWS, np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    batch = drawn(frames, 0)
    torch.testing.assert_close((one.dense, one.views), (batch.dense, batch.views))
    assert torch.equal(one.images, same.images)
    assert not torch.equal(one.images, other.images)
    assert not torch.equal(one.images, to_images(frames.images[np.asarray(ROWS)]))
