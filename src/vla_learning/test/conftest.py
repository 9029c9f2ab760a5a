# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Data that several test files share, made once."""

from functools import partial
from pathlib import Path

from learning_samples import EPISODE
from learning_samples import STILLS
from learning_samples import synthetic_frames
from learning_samples import tiny_config
import pytest
from vla_learning.data.episodes import add_episode
from vla_learning.data.frame_recorder import Recorder
from vla_learning.data.frames import Frames
from vla_learning.data.random_pose_frames import add_still
from vla_learning.training import trainer
from vla_learning.training.config import TrainConfig
from vla_learning.training.decoder_pretraining import Practice


@pytest.fixture(scope='session')
def frames() -> Frames:
    return synthetic_frames(20)


@pytest.fixture(scope='session')
def recorded() -> Frames:
    """Record stills and one demonstration in real physics."""
    recorder = Recorder()
    for seed in STILLS:
        add_still(recorder, seed)
    assert add_episode(recorder, EPISODE, frames=5)
    return recorder.frames()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    """Return settings of a run of few steps and few hands."""
    monkeypatch.setattr(trainer, 'Practice', partial(Practice, hands=16))
    return tiny_config(tmp_path)
