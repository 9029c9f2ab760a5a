# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""InfoNCE separates the pairs; the L2 loss without negatives makes all embeddings alike."""

import pytest
import torch
from torch.nn.functional import normalize
from tutorial_samples import synthetic_features
from tutorial_samples import synthetic_pairs
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.alignment_training import AlignmentQuality
from vla_learning.tutorials.alignment_training import build_alignment
from vla_learning.tutorials.alignment_training import caption_scene
from vla_learning.tutorials.alignment_training import embed_pairs
from vla_learning.tutorials.alignment_training import measure_alignment
from vla_learning.tutorials.alignment_training import pair_scenes
from vla_learning.tutorials.alignment_training import squared_distance_loss
from vla_learning.tutorials.alignment_training import train_alignment

BUDGET = AlignmentBudget(steps=80, batch=64, seed=0)


def quality_after(loss: str | None) -> AlignmentQuality:
    training, test = synthetic_pairs(512), synthetic_pairs(2 * GROUP, seed=1)
    align = build_alignment(training, seed=0)
    if loss:
        values = train_alignment(align, training, loss, BUDGET)
        assert len(values) == BUDGET.steps
        assert values[-1] < 0.5 * values[0]
    return measure_alignment(*embed_pairs(align, test))


def test_retrieval_is_by_chance_before_training() -> None:
    quality = quality_after(None)
    assert quality.rates['text to image R@1']['n'] == 2 * GROUP
    assert quality.rates['text to image R@1']['rate'] < 0.15


def test_infonce_separates_the_pairs_of_new_scenes() -> None:
    quality = quality_after('infonce')
    assert quality.rates['text to image R@1']['rate'] > 0.5
    assert quality.paired > quality.unpaired + 0.4


def test_the_l2_loss_makes_all_embeddings_alike() -> None:
    quality = quality_after('l2')
    assert quality.paired > 0.8
    assert quality.unpaired > 0.7


def test_equal_embeddings_retrieve_nothing() -> None:
    same = normalize(torch.ones(GROUP, 4), dim=-1)
    quality = measure_alignment(same, same)
    assert [rate['rate'] for rate in quality.rates.values()] == [0.0, 0.0]
    assert quality.unpaired == pytest.approx(1.0)


def test_the_squared_distance_is_that_of_pairs() -> None:
    a = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert float(squared_distance_loss(a, a)) == 0.0
    assert float(squared_distance_loss(a, a.flip(0))) == 2.0


def test_an_unknown_loss_is_refused() -> None:
    pairs = synthetic_pairs(4)
    with pytest.raises(ValueError, match=r"one of \('infonce', 'l2'\); got 'l1'"):
        train_alignment(build_alignment(pairs, 0), pairs, 'l1', BUDGET)


def test_a_description_is_true_of_its_scene() -> None:
    scenes = [caption_scene(seed) for seed in range(2_000_000, 2_000_004)]
    assert all(set(scene.described) <= set(scene.objects) for scene in scenes)
    pairs = pair_scenes(scenes, synthetic_features(4), MiniLM())
    assert pairs.matches.diagonal().all()
    assert pairs.states.shape[::2] == (4, 384)
    assert pairs.mask.any(1).all()
