# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Draw training batches; the same step of the same seed draws the same batch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_learning.commands import Speaker
from vla_learning.commands import Split
from vla_learning.commands import Spoken
from vla_learning.frames import Frames
from vla_learning.labels import command_labels
from vla_learning.labels import CommandLabels
from vla_learning.labels import dense_labels
from vla_learning.labels import DenseLabels
from vla_learning.text_cache import TextCache


class Batch(NamedTuple):
    """B images with K commands each."""

    rows: list[int]  # of the frames, B
    images: Tensor  # (B, 3, 192, 256) in [0, 1]
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
) -> Batch:
    """Say `commands` commands about each of the frames `rows`."""
    speaker = Speaker(rng, split)
    spoken = [speaker.say(frames.things_of(r)) for r in rows for _ in range(commands)]
    images = to_images(frames.images[np.asarray(rows)])
    if augment:
        images = augmented(images, torch.Generator().manual_seed(int(rng.integers(2**62))))
    states, mask = text([s.text for s in spoken])
    repeated = np.repeat(rows, commands).tolist()
    return Batch(
        rows=list(rows), images=images, spoken=spoken, states=states, mask=mask,
        labels=command_labels(frames, repeated, spoken), dense=dense_labels(frames, rows),
    )


def to_images(images: np.ndarray) -> Tensor:
    """Turn (B, H, W, 3) uint8 into (B, 3, H, W) in [0, 1]."""
    batch = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255
    return batch.contiguous(memory_format=torch.channels_last)


def augmented(images: Tensor, generator: torch.Generator) -> Tensor:
    """Change exposure, white balance and noise, as other cameras and lights would."""
    count = len(images)

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    gain = 1 + 0.15 * normal(count, 1, 1, 1) + 0.03 * normal(count, 3, 1, 1)
    noise = normal(*images.shape) * (0.02 * torch.rand(count, 1, 1, 1, generator=generator))
    return (images * gain + 0.05 * normal(count, 1, 1, 1) + noise).clamp(0, 1)
