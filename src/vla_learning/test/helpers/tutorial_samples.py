# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Synthetic scenes with descriptions, and a uniform attention."""

from pathlib import Path

import numpy as np
import torch
from vla_learning.data.episodes import add_episode
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.tutorials.alignment_training import PairedScenes
from vla_learning.tutorials.attention_trace import AttentionTrace
from vla_learning.tutorials.scene_features import SceneFeatures
from vla_policy.nn.contrastive_alignment import SceneObjects

CHECKPOINT = str(Path(__file__).resolve().parents[4] / DEFAULT_CHECKPOINT)
#: Training scene whose demonstration is a place.
_PLACE_SEED = 1_000_102


def synthetic_features(count: int, seed: int = 0) -> SceneFeatures:
    """Return `count` scenes with one random object each, and tokens of the real shape."""
    rng = torch.Generator().manual_seed(seed)
    objects = SceneObjects(torch.randn(count, 1, 64, generator=rng), torch.ones(count, 1))
    return SceneFeatures(objects, torch.randn(count, 192, 96, generator=rng))


def synthetic_pairs(count: int, seed: int = 0) -> PairedScenes:
    """Return scenes and descriptions of one word; the seed does not change their relation."""
    features = synthetic_features(count, seed)
    relation = torch.randn(64, 384, generator=torch.Generator().manual_seed(99))
    states = features.objects.features @ relation  # (N, 1, 384)
    mask = torch.ones(count, 1, dtype=torch.bool)
    return PairedScenes(features, states, mask, torch.eye(count, dtype=torch.bool))


def uniform_trace(task: str = 'pick') -> AttentionTrace:
    """Return the same attention to all words and patches."""
    return AttentionTrace(
        command='pick up the red cube',
        task=task,
        image=np.zeros((192, 256, 3), np.uint8),
        tokens=('pick', 'up', 'the', 'red', 'cube'),
        words=np.full((3, 5), 0.2),
        patches=np.full((3, 12, 16), 1 / 192),
        location=np.full((2, 24, 32), 1 / 768),
        location_alone=np.full((2, 24, 32), 1 / 768),
        located='red cube',
        deletion={},
    )


def recorded_place() -> Frames:
    """Record a demonstration of a place."""
    recorder = FrameRecorder()
    assert add_episode(recorder, _PLACE_SEED, frames=10)
    return recorder.frames()
