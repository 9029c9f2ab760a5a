# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversions between the controller's values and arrays of the networks."""

import math

import numpy as np
from policy_samples import sample_end_effector
from policy_samples import sample_grounding
from policy_samples import TINY
import pytest
from vla_common.arrays import Float32Array
from vla_policy.control.network_conversions import attention_from_grounding
from vla_policy.control.network_conversions import goal_from_grounding
from vla_policy.control.network_conversions import median_goal
from vla_policy.control.network_conversions import to_decoder_input
from vla_policy.control.network_conversions import to_double
from vla_policy.control.probabilities import softmax
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import PhaseTracker
from vla_policy.nn.scene_head import LAYERS
from vla_policy.types.network_types import Grounding
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind


@pytest.fixture
def grounding() -> Grounding[Float32Array]:
    return sample_grounding()


def _goal(x: float, yaw_rad: float) -> GoalEstimate:
    return GoalEstimate(np.array([x, 0.0]), np.array([0.4, x]), yaw_rad)


def test_the_decoder_input_is_a_batch_of_one() -> None:
    goal = _goal(0.5, 0.3)
    x = to_decoder_input(
        sample_end_effector(yaw_rad=0.2), PhaseTracker(Phase.GRASP, 1.5), TaskKind.PLACE, goal
    )
    assert x.position[0].tolist() == pytest.approx([0.35, 0.0, 0.3])
    assert (x.yaw.item(), x.gripper.item()) == pytest.approx((0.2, 1.0))
    assert (x.phase.item(), x.time_in_phase.item()) == (Phase.GRASP, 1.5)
    assert x.task[0].argmax() == TaskKind.PLACE
    assert x.task.sum() == 1
    assert x.target[0].tolist() == pytest.approx([0.5, 0.0])
    assert x.destination[0].tolist() == pytest.approx([0.4, 0.5])
    assert x.grasp_yaw.item() == pytest.approx(0.3)


@pytest.mark.parametrize(
    ('phase', 'target', 'destination'),
    [
        (Phase.APPROACH, (0.5, 0.0), (0.5, 0.1)),
        (Phase.DESCEND, (0.5, 0.0), (0.5, 0.1)),
        (Phase.PUSH, (0.5, -0.04), (0.5, 0.06)),
        (Phase.RETREAT, (0.5, -0.04), (0.5, 0.06)),
    ],
)
def test_a_short_push_begins_at_its_target_and_ends_at_its_destination(
    phase: Phase, target: tuple[float, float], destination: tuple[float, float]
) -> None:
    goal = GoalEstimate(np.array((0.5, 0.0)), np.array((0.5, 0.06)), 0.0)
    x = to_decoder_input(sample_end_effector(), PhaseTracker(phase), TaskKind.PUSH, goal)
    assert x.target[0].tolist() == pytest.approx(target)
    assert x.destination[0].tolist() == pytest.approx(destination)


def test_the_goal_is_that_of_the_grounding(grounding: Grounding) -> None:
    goal = goal_from_grounding(grounding)
    np.testing.assert_allclose(goal.target, grounding.location.position[0, 0], rtol=1e-6)
    np.testing.assert_allclose(goal.destination, grounding.destination[0], rtol=1e-6)
    assert abs(goal.grasp_yaw_rad) <= math.pi / 4


def test_the_spread_is_small_for_one_cell_and_large_for_two(grounding: Grounding) -> None:
    cells = LAYERS * TINY.map_rows * TINY.map_cols
    logits = np.full((1, 2, cells), -50.0, np.float32)
    logits[0, 0, 3] = logits[0, 1, 3] = logits[0, 1, 8] = 50.0
    position = np.zeros((1, cells, 2), np.float32)
    position[0, 8] = (0.6, 0.0)
    location = grounding.location._replace(
        logits=logits, position=np.array([[[0.0, 0.0], [0.3, 0.0]]], np.float32)
    )
    dense = grounding.dense._replace(position=position)
    goal = goal_from_grounding(grounding._replace(location=location, dense=dense))
    assert goal.spread_m == pytest.approx((0.0, 0.3), abs=1e-6)


def test_the_median_ignores_one_outlier() -> None:
    goal = median_goal([_goal(0.5, 0.0), _goal(0.51, 0.0), _goal(0.9, 0.0)])
    assert goal.target[0] == 0.51
    assert goal.destination[1] == 0.51


def test_the_mean_yaw_is_modulo_a_quarter_turn() -> None:
    eighth = math.pi / 4
    goal = median_goal([_goal(0.5, eighth - 0.02), _goal(0.5, -eighth + 0.02)])
    assert abs(goal.grasp_yaw_rad) == pytest.approx(eighth)


def test_attention_maps_have_the_shape_of_the_feature_map(grounding: Grounding) -> None:
    attention = attention_from_grounding(grounding, (TINY.map_rows, TINY.map_cols))
    shape = (2, LAYERS, TINY.map_rows, TINY.map_cols)
    share = softmax(grounding.location.logits[0]).reshape(shape).sum(1)
    np.testing.assert_allclose(attention.target, share[0], rtol=1e-6)
    np.testing.assert_allclose(attention.destination, share[1], rtol=1e-6)
    assert grounding.text_weights is not None
    np.testing.assert_allclose(attention.words, grounding.text_weights[0], rtol=1e-6)


def test_arrays_are_float64() -> None:
    array = to_double(np.array([0.25, 0.5], np.float32))
    assert array.dtype == np.float64
    assert array.tolist() == [0.25, 0.5]
