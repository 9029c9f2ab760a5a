# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A comparison of variants that is small enough for tests."""

from pathlib import Path

from learning_samples import encode_words
import torch
from vla_learning.ablation.comparison_settings import ComputeBudget
from vla_learning.ablation.comparison_settings import DataSource
from vla_learning.ablation.shared_data import SharedTrainingData
from vla_learning.data.dataset import save_frames
from vla_learning.data.frames import Frames
from vla_learning.training.config import TrainConfig
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_policy.nn.policy_builder import PolicyConfig

SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)
BUDGET = ComputeBudget(
    frames=8,
    steps=2,
    images=2,
    commands=2,
    pretrain_states=8,
    pretrain_rounds=1,
    pretrain_steps=2,
    validation=2,
)


def write_source(folder: Path, frames: Frames) -> DataSource:
    """Write a checkpoint with random weights and a data set."""
    torch.manual_seed(0)
    checkpoint = folder / 'model.safetensors'
    save_network(checkpoint, build_network(SMALL), TrainConfig(policy=SMALL), {})
    save_frames(folder / 'data', frames)
    return DataSource(str(checkpoint), str(folder / 'data'), folder / 'compare')


def build_shared_data(
    folder: Path, frames: Frames, budget: ComputeBudget = BUDGET
) -> SharedTrainingData:
    """Write a source and build its caches."""
    data = SharedTrainingData(write_source(folder, frames), budget)
    data.build_caches(lambda: encode_words)
    return data
