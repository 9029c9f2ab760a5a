# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Open-loop figures."""

from learning_samples import word_cache
import numpy as np
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import make_batch
from vla_learning.training.open_loop_validation import compare
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.grounding import Located
from vla_policy.nn.model import Grounding
from vla_policy.nn.reference_resolution import Asked
from vla_policy.nn.reference_resolution import Matches
from vla_policy.types.vocabulary import Verdict

NONE = torch.zeros(1)


@pytest.fixture(scope='module')
def batch(frames: Frames) -> Batch:
    return make_batch(frames, [0, 4, 8, 12], 8, word_cache(), np.random.default_rng(1))


def right(batch: Batch) -> Grounding:
    y = batch.labels
    yaw = torch.stack([(4 * y.yaw).cos(), (4 * y.yaw).sin()], -1)
    located = Located(NONE, torch.stack([y.target, y.destination], 1), yaw[:, None], NONE, NONE)
    return Grounding(
        located,
        y.destination,
        torch.nn.functional.one_hot(y.task, 4).float(),
        NONE,
        torch.nn.functional.one_hot(y.verdict, 5).float(),
        None,
        None,
        DenseScene(NONE, NONE, NONE, NONE, NONE),
        Asked(NONE, NONE),
        Matches(NONE, NONE),
        NONE,
        NONE,
    )


def test_what_is_right_counts_as_right(batch: Batch, frames: Frames) -> None:
    figures = compare(right(batch), batch, frames)
    for name in ('accepted', 'refused', 'verdict', 'task', 'right_thing'):
        assert len(figures[name])
        assert figures[name].all(), name
    for name in ('target_m', 'destination_m', 'yaw_rad'):
        assert len(figures[name])
        assert figures[name].max() == pytest.approx(0, abs=1e-5), name


def test_errors_are_measured(batch: Batch, frames: Frames) -> None:
    good = right(batch)
    turned = torch.stack(
        [(4 * (batch.labels.yaw + 0.1)).cos(), (4 * (batch.labels.yaw + 0.1)).sin()], -1
    )
    located = good.located._replace(
        position=good.located.position + torch.tensor([0.003, 0.004]), yaw=turned[:, None]
    )
    figures = compare(good._replace(located=located), batch, frames)
    assert figures['target_m'] == pytest.approx(0.005, abs=1e-5)
    assert figures['yaw_rad'] == pytest.approx(0.1, abs=1e-4)
    assert figures['right_thing'].all()


def test_accepting_everything_refuses_nothing(batch: Batch, frames: Frames) -> None:
    verdict = torch.zeros(len(batch.spoken), 5)
    verdict[:, Verdict.OK] = 1
    figures = compare(right(batch)._replace(verdict=verdict), batch, frames)
    assert figures['accepted'].all()
    assert not figures['refused'].any()
    assert 0 < figures['verdict'].mean() < 1
