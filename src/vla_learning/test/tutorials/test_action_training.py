# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training of the action decoder: figures, determinism and curves."""

from pathlib import Path

import pytest
import torch
from vla_learning.tutorials.action_training import ActionBudget
from vla_learning.tutorials.action_training import ActionData
from vla_learning.tutorials.action_training import build_decoder
from vla_learning.tutorials.action_training import Curve
from vla_learning.tutorials.action_training import draw_curves
from vla_learning.tutorials.action_training import perturbed_states
from vla_learning.tutorials.action_training import position_error_mm
from vla_learning.tutorials.action_training import train_decoder
from vla_policy.types.policy_config import PolicyConfig

BUDGET = ActionBudget(steps=40, batch=32, rounds=1)


@pytest.fixture(scope='module')
def data() -> ActionData:
    states = perturbed_states(BUDGET, 0, 1)
    few = states.rows(torch.arange(64))
    return ActionData(few, few, states, perturbed_states(BUDGET, 1, 1))


def test_states_depend_on_the_seed(data: ActionData) -> None:
    assert not torch.equal(data.perturbed.inputs.target, data.perturbed_held_out.inputs.target)
    again = perturbed_states(BUDGET, 0, 1)
    assert torch.equal(again.inputs.target, data.perturbed.inputs.target)


@pytest.mark.parametrize('perturbed', [False, True])
def test_training_lowers_the_error(data: ActionData, *, perturbed: bool) -> None:
    decoder = build_decoder(PolicyConfig(), 0)
    before = position_error_mm(decoder, data.held_out)
    curve = train_decoder(decoder, data, BUDGET, perturbed=perturbed)
    assert curve.steps == [40]
    assert curve.error_mm == [pytest.approx(position_error_mm(decoder, data.held_out))]
    assert 0 < curve.error_mm[0] < before


def test_two_runs_are_equal(data: ActionData) -> None:
    runs = []
    for _ in range(2):
        decoder = build_decoder(PolicyConfig(), 3)
        runs.append(train_decoder(decoder, data, ActionBudget(steps=2, batch=8), perturbed=True))
    assert runs[0] == runs[1]


def test_curves_are_drawn(tmp_path: Path) -> None:
    curve = Curve([1, 2], [3.0, 2.0], [20.0, 9.0], [30.0, 8.0])
    draw_curves(tmp_path / 'curves.png', {'a': curve, 'b': curve}, 5)
    assert (tmp_path / 'curves.png').read_bytes().startswith(b'\x89PNG')
