# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pointer networks learn to attend to the patch that a command names."""

import pytest
import torch
from vla_language.encoders.minilm import MiniLM
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.attention_pointers import draw_samples
from vla_learning.tutorials.attention_pointers import point
from vla_learning.tutorials.attention_pointers import PointerSamples
from vla_learning.tutorials.attention_pointers import points_at_object
from vla_learning.tutorials.attention_pointers import train_pointer
from vla_sim.physics.scene_sampling import sample_scene

PATCHES, DIM = 12, 16


def synthetic_samples(count: int, seed: int) -> PointerSamples:
    """Return tokens in a random order, and words that are a linear function of one of them."""
    rng = torch.Generator().manual_seed(seed)
    tokens = torch.randn(count, PATCHES, DIM, generator=rng)
    patch = torch.randint(PATCHES, (count,), generator=rng)
    relation = torch.randn(DIM, 384, generator=torch.Generator().manual_seed(99))
    words = tokens[torch.arange(count), patch] @ relation
    correct = torch.nn.functional.one_hot(patch, PATCHES).bool()
    return PointerSamples(['point at it'] * count, words, tokens, patch, correct)


# Additive attention needs more steps: its scores are no products of query and key.
@pytest.mark.parametrize('kind', ['scaled_dot_product', 'linear'])
def test_a_kind_learns_to_point(kind: str) -> None:
    network = train_pointer(kind, synthetic_samples(256, 0), AlignmentBudget(steps=150, batch=64))
    test = synthetic_samples(100, 1)
    weights = point(network, test)
    torch.testing.assert_close(weights.sum(-1), torch.ones(100))
    hits = points_at_object(weights, test)
    assert sum(hits) > 3 * 100 / PATCHES


def test_a_command_names_an_object_of_its_scene() -> None:
    seeds = [2_000_000, 2_000_001]
    samples = draw_samples(seeds, torch.zeros(2, 192, 96), MiniLM())
    for seed, text, patch, correct in zip(
        seeds, samples.texts, samples.patch, samples.correct, strict=True
    ):
        names = [f'point at the {item.color} {item.shape}' for item in sample_scene(seed)]
        assert names.count(text) == 1
        assert correct[patch]
        assert 0 < correct.sum() < 192
