# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random training batches; a seed and a step determine the batch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_learning.data.augmentation import augment_images
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import Split
from vla_learning.training.labels import command_labels
from vla_learning.training.labels import CommandLabels
from vla_learning.training.labels import dense_labels
from vla_learning.training.labels import DenseLabels
from vla_learning.training.labels import views
from vla_learning.training.text_cache import CachedTextEncoder


class SceneCaptions(NamedTuple):
    """Captions of B images."""

    states: Tensor  # (B, L, text_dim)
    mask: Tensor  # (B, L)
    matches: Tensor  # (B, B) bool: caption i is true of image j


class Batch(NamedTuple):
    """B images with K commands each."""

    rows: list[int]  # of the frames, B
    images: Tensor  # (B, 3, 192, 256) in [0, 1]; empty when visual features replace them
    commands: list[LabeledCommand]  # B * K
    states: Tensor  # (B * K, L, text_dim)
    mask: Tensor  # (B * K, L)
    labels: CommandLabels
    dense: DenseLabels
    views: Tensor  # (B, 6), see `vla_policy.nn.model.VlaPolicy.predict_scene`


class SceneBatch(NamedTuple):
    """B images without commands."""

    images: Tensor  # (B, 3, 192, 256) in [0, 1]
    dense: DenseLabels
    views: Tensor  # (B, 6), see `vla_policy.nn.model.VlaPolicy.predict_scene`


def make_scene_batch(frames: Frames, rows: Sequence[int], rng: np.random.Generator) -> SceneBatch:
    """Return the augmented images of the frames `rows`, and what is in them."""
    images = _augment(to_images(frames.images[np.asarray(rows)]), rng)
    return SceneBatch(images, dense_labels(frames, rows), views(frames, rows))


def make_batch(
    frames: Frames,
    rows: Sequence[int],
    commands_per_image: int,
    text: CachedTextEncoder,
    rng: np.random.Generator,
    *,
    split: Split = 'train',
    augment: bool = True,
    variants: int | None = None,
    images: bool = True,
) -> Batch:
    """Generate commands about each of the frames `rows`."""
    generator = CommandGenerator(rng, split, variants)
    commands = [
        generator.generate(frames.objects_in(row))
        for row in rows
        for _ in range(commands_per_image)
    ]
    pixels = to_images(frames.images[np.asarray(rows)]) if images else torch.empty(0)
    if augment and images:
        pixels = _augment(pixels, rng)
    states, mask = text([command.text for command in commands])
    repeated = np.repeat(rows, commands_per_image).tolist()
    return Batch(
        rows=list(rows),
        images=pixels,
        commands=commands,
        states=states,
        mask=mask,
        labels=command_labels(frames, repeated, commands),
        dense=dense_labels(frames, rows),
        views=views(frames, rows),
    )


def caption_scenes(
    frames: Frames, rows: Sequence[int], text: CachedTextEncoder, split: Split = 'train'
) -> SceneCaptions:
    """
    Generate a caption of each of the frames `rows`.

    Parameters
    ----------
    frames, rows
        Scenes; one scene has the same caption in every step.
    text
        Text encoder.
    split
        Phrasings to use.

    """
    scenes = [frames.objects_in(row) for row in rows]
    generators = [
        CommandGenerator(np.random.default_rng(int(frames.scene[row])), split) for row in rows
    ]
    captions = [
        generator.generate_description(objects)
        for generator, objects in zip(generators, scenes, strict=True)
    ]
    states, mask = text([caption for caption, _ in captions])
    matches = [[set(named) <= set(objects) for objects in scenes] for _, named in captions]
    return SceneCaptions(states, mask, torch.tensor(matches))


def to_images(images: NDArray[np.uint8]) -> Tensor:
    """Convert (B, H, W, 3) uint8 to (B, 3, H, W) in [0, 1]."""
    batch = torch.from_numpy(np.array(images)).permute(0, 3, 1, 2).float() / 255
    return batch.contiguous(memory_format=torch.channels_last)


def _augment(images: Tensor, rng: np.random.Generator) -> Tensor:
    return augment_images(images, torch.Generator().manual_seed(int(rng.integers(2**62))))
