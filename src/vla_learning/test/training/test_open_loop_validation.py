# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of open-loop validation for known predictions."""

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import make_batch
from vla_learning.training.open_loop_validation import evaluate_batch
from vla_policy.nn.grounding import LocationPrediction
from vla_policy.nn.model import Grounding
from vla_policy.types.network_types import DenseScene

NONE = torch.zeros(1)


@pytest.fixture(scope='module')
def batch(frames: Frames) -> Batch:
    return make_batch(frames, [0, 4, 8, 12], 8, word_text_encoder(), np.random.default_rng(1))


def correct(batch: Batch) -> Grounding:
    y = batch.labels
    yaw = torch.stack([(4 * y.yaw).cos(), (4 * y.yaw).sin()], -1)
    located = LocationPrediction(NONE, torch.stack([y.target, y.destination], 1), yaw[:, None])
    return Grounding(
        located,
        y.destination,
        torch.nn.functional.one_hot(y.task, 4).float(),
        NONE,
        None,
        None,
        DenseScene(NONE, NONE, NONE, NONE, NONE, NONE, NONE),
        NONE,
        NONE,
    )


def test_correct_predictions_count_as_correct(batch: Batch, frames: Frames) -> None:
    figures = evaluate_batch(correct(batch), batch, frames)
    for name in ('task', 'correct_target'):
        assert len(figures[name])
        assert figures[name].all(), name
    for name in ('target_m', 'destination_m', 'yaw_rad'):
        assert len(figures[name])
        assert figures[name].max() == pytest.approx(0, abs=1e-5), name


def test_position_and_yaw_errors_are_measured(batch: Batch, frames: Frames) -> None:
    good = correct(batch)
    turned = torch.stack(
        [(4 * (batch.labels.yaw + 0.1)).cos(), (4 * (batch.labels.yaw + 0.1)).sin()], -1
    )
    located = good.location._replace(
        position=good.location.position + torch.tensor([0.003, 0.004]), yaw=turned[:, None]
    )
    figures = evaluate_batch(good._replace(location=located), batch, frames)
    assert figures['target_m'] == pytest.approx(0.005, abs=1e-5)
    assert figures['yaw_rad'] == pytest.approx(0.1, abs=1e-4)
    assert figures['correct_target'].all()


def test_a_wrong_task_is_measured(batch: Batch, frames: Frames) -> None:
    good = correct(batch)
    figures = evaluate_batch(good._replace(task=good.task.roll(1, dims=-1)), batch, frames)
    assert len(figures['task'])
    assert not figures['task'].any()
