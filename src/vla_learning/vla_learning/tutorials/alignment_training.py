# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train only the alignment of frozen image and word features, with one of two losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_language.encoders.minilm import CHANNELS
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.retrieval import CaptionedScene
from vla_learning.evaluation.retrieval import draw_group
from vla_learning.evaluation.retrieval import FIRST_SEED
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.evaluation.retrieval import ranks
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.tutorials.scene_features import SceneFeatures
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_sim.physics.scene_sampling import sample_scene

LOSSES = ('infonce', 'l2')
#: Groups of GROUP scenes to measure on.
TEST_GROUPS = 4
_LEARNING_RATE = 1e-3
_TEST_SEEDS = 50_000
#: Length of action chunks, which this exercise does not use.
_STEPS = 16


@dataclass(frozen=True)
class AlignmentBudget:
    """Duration of a training run."""

    steps: int = 600
    batch: int = 64
    seed: int = 0


class PairedScenes(NamedTuple):
    """N scenes and a description of each, as features of frozen encoders."""

    features: SceneFeatures
    states: Tensor  # (N, L, CHANNELS) of the text encoder
    mask: Tensor  # (N, L) bool
    matches: Tensor  # (N, N) bool: description i is true of scene j


class AlignmentQuality(NamedTuple):
    """Retrieval within groups of GROUP scenes, and cosine similarities of pairs and others."""

    rates: dict[str, Rate]
    paired: float
    unpaired: float


def caption_scene(seed: int) -> CaptionedScene:
    """Draw a description of the scene with this seed."""
    objects = [SceneObject(item.color, item.shape) for item in sample_scene(seed)]
    text, described = CommandGenerator(np.random.default_rng((seed, 9))).generate_description(
        objects
    )
    return CaptionedScene(seed, objects, text, described)


def draw_test_scenes(groups: int = TEST_GROUPS) -> list[CaptionedScene]:
    """Draw scenes that are not for training, whose descriptions fit one scene of their group."""
    seeds = iter(range(FIRST_SEED, FIRST_SEED + _TEST_SEEDS))
    return [scene for _ in range(groups) for scene in draw_group(seeds, 'train')]


def pair_scenes(
    scenes: Sequence[CaptionedScene], features: SceneFeatures, text: MiniLM
) -> PairedScenes:
    """Encode the descriptions of `scenes`, whose images have the `features`."""
    states, mask = map(torch.from_numpy, text.encode_batch([scene.text for scene in scenes]))
    objects = [frozenset(scene.objects) for scene in scenes]
    matches = [[set(s.described) <= other for other in objects] for s in scenes]
    return PairedScenes(features, states, mask, torch.tensor(matches))


def build_alignment(pairs: PairedScenes, seed: int) -> ContrastiveAlignment:
    """Build an alignment with random weights."""
    torch.manual_seed(seed)
    channels = pairs.features.objects.features.shape[-1]
    return ContrastiveAlignment(dim=CHANNELS, channels=channels, steps=_STEPS)


def squared_distance_loss(a: Tensor, b: Tensor) -> Tensor:
    """Return the mean squared distance of pairs (B, space); no pair is a negative."""
    return (a - b).square().sum(-1).mean()


def train_alignment(
    align: ContrastiveAlignment, pairs: PairedScenes, loss: str, budget: AlignmentBudget
) -> list[float]:
    """
    Train `align` in place and return the loss of every step.

    Parameters
    ----------
    align
        Alignment; the features of the encoders are fixed.
    pairs
        Training scenes.
    loss
        'infonce', whose negatives are the other pairs of the batch, or 'l2', which has none.
    budget
        Steps, batch size and seed.

    Raises
    ------
    ValueError
        If the loss is neither.

    """
    if loss not in LOSSES:
        raise ValueError(f'the loss must be one of {LOSSES}; got {loss!r}')
    optimizer = torch.optim.AdamW(align.parameters(), lr=_LEARNING_RATE)
    rng, values = np.random.default_rng(budget.seed), []
    size = min(budget.batch, len(pairs.states))
    for _ in range(budget.steps):
        rows = torch.from_numpy(rng.choice(len(pairs.states), size, replace=False))
        scene, text = _embed(align, pairs, rows)
        if loss == 'infonce':
            value = align.loss(text, scene, pairs.matches[rows][:, rows])
        else:
            value = squared_distance_loss(text, scene)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        values.append(float(value.detach()))
    return values


@torch.inference_mode()
def embed_pairs(align: ContrastiveAlignment, pairs: PairedScenes) -> tuple[Tensor, Tensor]:
    """Return the embeddings of scenes and texts, (N, space) each."""
    return _embed(align, pairs, slice(None))


def _embed(
    align: ContrastiveAlignment, pairs: PairedScenes, rows: Tensor | slice
) -> tuple[Tensor, Tensor]:
    scene = align.embed_objects(pairs.features.rows(rows).objects)
    return scene, align.embed_text(pairs.states[rows], pairs.mask[rows])


def measure_alignment(scenes: Tensor, texts: Tensor) -> AlignmentQuality:
    """Measure embeddings (N, space) of whole groups of GROUP scenes and their texts."""
    to_scene, to_text, paired, unpaired = [], [], [], []
    for scene, text in zip(scenes.split(GROUP), texts.split(GROUP), strict=True):
        first, second = ranks(scene, text)
        to_scene += first
        to_text += second
        similarity = text @ scene.T
        paired.append(float(similarity.diagonal().mean()))
        others = ~torch.eye(len(scene), dtype=torch.bool)
        unpaired.append(float(similarity[others].mean()))
    rates = {
        'text to image R@1': rate_with_interval([rank == 1 for rank in to_scene]),
        'image to text R@1': rate_with_interval([rank == 1 for rank in to_text]),
    }
    return AlignmentQuality(rates, float(np.mean(paired)), float(np.mean(unpaired)))
