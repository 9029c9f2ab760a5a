# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fixtures of several test files, created once per session."""

from functools import partial
from pathlib import Path

from learning_samples import EPISODE_SEED
from learning_samples import RANDOM_POSE_SEEDS
from learning_samples import synthetic_frames
from learning_samples import tiny_config
import pytest
from vla_learning.data.episodes import add_episode
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
from vla_learning.data.random_pose_frames import add_random_pose_frame
from vla_learning.training import step_losses
from vla_learning.training.config import TrainConfig
from vla_learning.training.decoder_pretraining import SyntheticStates


@pytest.fixture(scope='session')
def frames() -> Frames:
    return synthetic_frames(20)


@pytest.fixture(scope='session')
def recorded() -> Frames:
    """Record random-pose frames and one demonstration in the simulator."""
    recorder = FrameRecorder()
    for seed in RANDOM_POSE_SEEDS:
        add_random_pose_frame(recorder, seed)
    assert add_episode(recorder, EPISODE_SEED, frames=5)
    return recorder.frames()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    """Return the configuration of a run with few steps and few synthetic states."""
    few = partial(SyntheticStates, states_per_round=16)
    monkeypatch.setattr(step_losses, 'SyntheticStates', few)
    return tiny_config(tmp_path)
