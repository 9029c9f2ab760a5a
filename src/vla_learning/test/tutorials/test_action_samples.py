# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Samples of demonstrations: commands, goals and labels."""

from dataclasses import replace
from pathlib import Path

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from tutorial_samples import CHECKPOINT
from tutorial_samples import recorded_place
from vla_language.encoders.minilm import MiniLM
from vla_learning.data.frames import Frames
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.tutorials.action_samples import collect_samples
from vla_learning.tutorials.action_samples import demonstrated_commands
from vla_learning.tutorials.action_samples import goal_rows
from vla_learning.tutorials.action_samples import load_network
from vla_policy.types.vocabulary import Phase


@pytest.fixture(scope='module')
def episode() -> Frames:
    return recorded_place()


def test_the_network_is_frozen() -> None:
    network = load_network(CHECKPOINT)
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())


def test_a_command_describes_the_demonstrated_task(episode: Frames) -> None:
    commands = demonstrated_commands(episode)
    task, target, _, _ = episode.task[0]
    assert {(c.task, c.target) for c in commands} == {(task, target)}
    assert len({c.text for c in commands}) == 1


def test_a_goal_is_kept_after_the_grasp(episode: Frames) -> None:
    phases = [Phase.APPROACH, Phase.DESCEND, Phase.GRASP, Phase.LIFT, Phase.APPROACH]
    count = len(phases)
    rows = np.zeros(count, np.int64)
    frames = replace(
        Frames(**{name: getattr(episode, name)[rows] for name in vars(episode)}),
        phase=np.array([(p, 0.0) for p in phases], np.float32),
        scene=np.zeros(count, np.int64),
    )
    assert goal_rows(frames).tolist() == [0, 1, 1, 1, 4]
    # Another episode begins with a goal of its own, whatever its phase.
    frames = replace(frames, scene=np.array([0, 0, 0, 1, 1]))
    assert goal_rows(frames).tolist() == [0, 1, 1, 3, 4]


def test_samples_have_located_goals_near_the_true_ones(episode: Frames, tmp_path: Path) -> None:
    text = CachedTextEncoder(MiniLM().encode_batch)
    samples, rows = collect_samples(load_network(CHECKPOINT), episode, text, tmp_path)
    assert len(rows) == len(samples.inputs.yaw) >= 8
    first = rows[0]
    target = episode.poses[first, episode.task[first, 1], :2]
    located = samples.inputs.target[0].numpy()
    assert 0 < np.linalg.norm(located - target) < 0.03
    assert torch.isfinite(samples.labels.position).all()
    # The labels begin at the tool.
    step = samples.labels.position[:, 0] - samples.inputs.position
    assert step.norm(dim=-1).max() < 0.06


def test_goals_that_are_not_located_are_left_out(episode: Frames, tmp_path: Path) -> None:
    far = replace(episode, poses=episode.poses + np.float32((0.1, 0, 0, 0)))
    samples, rows = collect_samples(load_network(CHECKPOINT), far, word_text_encoder(), tmp_path)
    assert len(rows) == len(samples.inputs.yaw) == 0
