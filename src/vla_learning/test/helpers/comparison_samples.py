# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A comparison small enough for tests."""

from pathlib import Path

from learning_samples import encode_words
import torch
from vla_learning.ablation.shared_data import Budget
from vla_learning.ablation.shared_data import Material
from vla_learning.ablation.shared_data import Source
from vla_learning.data.dataset import save_frames
from vla_learning.data.frames import Frames
from vla_learning.training.config import TrainConfig
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_policy.nn.model import PolicyConfig

SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)
BUDGET = Budget(
    frames=8,
    steps=2,
    images=2,
    commands=2,
    practice=8,
    practice_rounds=1,
    practice_steps=2,
    validation=2,
)


def a_source(folder: Path, frames: Frames) -> Source:
    """Write a checkpoint with random weights and a data set."""
    torch.manual_seed(0)
    checkpoint = folder / 'model.safetensors'
    save_network(checkpoint, build_network(SMALL), TrainConfig(policy=SMALL), {})
    save_frames(folder / 'data', frames)
    return Source(str(checkpoint), str(folder / 'data'), folder / 'compare')


def prepared(folder: Path, frames: Frames, budget: Budget = BUDGET) -> Material:
    """Make features and sentences."""
    material = Material(a_source(folder, frames), budget)
    material.prepare(lambda: encode_words)
    return material
