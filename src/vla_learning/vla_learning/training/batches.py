# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Draw training batches; the same step of the same seed draws the same batch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_learning.data.augmentation import augmented
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Spoken
from vla_learning.language.referring_expressions import Split
from vla_learning.training.labels import command_labels
from vla_learning.training.labels import CommandLabels
from vla_learning.training.labels import dense_labels
from vla_learning.training.labels import DenseLabels
from vla_learning.training.text_cache import TextCache


class Described(NamedTuple):
    """One description of each of B images."""

    states: Tensor  # (B, L, text_dim)
    mask: Tensor  # (B, L)
    fits: Tensor  # (B, B) bool: description i is true of image j


class Batch(NamedTuple):
    """B images with K commands each."""

    rows: list[int]  # of the frames, B
    images: Tensor  # (B, 3, 192, 256) in [0, 1]; none when features are at hand
    spoken: list[Spoken]  # B * K
    states: Tensor  # (B * K, L, text_dim)
    mask: Tensor  # (B * K, L)
    labels: CommandLabels
    dense: DenseLabels


def make_batch(
    frames: Frames,
    rows: Sequence[int],
    commands: int,
    text: TextCache,
    rng: np.random.Generator,
    *,
    split: Split = 'train',
    augment: bool = True,
    variants: int | None = None,
    images: bool = True,
) -> Batch:
    """Say `commands` commands about each of the frames `rows`."""
    speaker = Speaker(rng, split, variants)
    spoken = [speaker.say(frames.things_of(r)) for r in rows for _ in range(commands)]
    pictures = to_images(frames.images[np.asarray(rows)]) if images else torch.empty(0)
    if augment and images:
        pictures = augmented(pictures, torch.Generator().manual_seed(int(rng.integers(2**62))))
    states, mask = text([s.text for s in spoken])
    repeated = np.repeat(rows, commands).tolist()
    return Batch(
        rows=list(rows),
        images=pictures,
        spoken=spoken,
        states=states,
        mask=mask,
        labels=command_labels(frames, repeated, spoken),
        dense=dense_labels(frames, rows),
    )


def describe(
    frames: Frames, rows: Sequence[int], text: TextCache, split: Split = 'train'
) -> Described:
    """Describe each of the frames `rows`, a scene always with the same words."""
    things = [frames.things_of(r) for r in rows]
    told = [
        Speaker(np.random.default_rng(int(frames.scene[row])), split).describe(there)
        for row, there in zip(rows, things, strict=True)
    ]
    states, mask = text([sentence for sentence, _ in told])
    fits = [[set(shown) <= set(there) for there in things] for _, shown in told]
    return Described(states, mask, torch.tensor(fits))


def to_images(images: np.ndarray) -> Tensor:
    """Turn (B, H, W, 3) uint8 into (B, 3, H, W) in [0, 1]."""
    batch = torch.from_numpy(np.array(images)).permute(0, 3, 1, 2).float() / 255
    return batch.contiguous(memory_format=torch.channels_last)
