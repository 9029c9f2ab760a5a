# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Episodes that follow the labels finish their tasks; perturbed ones stay in the workspace."""

from dataclasses import fields
from dataclasses import replace

import numpy as np
import pytest
import torch
from vla_learning.training.decoder_pretraining import advance_states
from vla_learning.training.decoder_pretraining import label_states
from vla_learning.training.decoder_pretraining import random_tool_states
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.decoder_pretraining import to_decoder_input
from vla_learning.training.decoder_pretraining import ToolStates
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

COUNT = 60
REPLAN_STEPS = 2


def follow(states: ToolStates) -> ToolStates:
    """Execute the labels without perturbation; a grasped object stops the fingers."""
    labels, last = label_states(states), REPLAN_STEPS - 1
    phases, quaternion = labels.phase.numpy(), labels.quaternion.numpy()[:, last]
    phase, spent = states.phase, states.time_in_phase
    for i in range(REPLAN_STEPS):
        spent = np.where(phases[:, i] == phase, spent + 0.1, 0.0)
        phase = phases[:, i]
    closed = np.where(labels.gripper.numpy()[:, last] > 0.5, 1.0, 0.55)
    gripper = states.gripper + np.clip(closed - states.gripper, -0.5, 0.5)
    return replace(
        states,
        position=labels.position.numpy()[:, last].astype(float),
        phase=phase,
        time_in_phase=spent,
        gripper=gripper,
        yaw=2 * np.arctan2(quaternion[:, 1], quaternion[:, 0]).astype(float),
    )


@pytest.fixture(scope='module')
def followed() -> tuple[ToolStates, np.ndarray, list[set[int]]]:
    states = random_tool_states(np.random.default_rng(0), COUNT)
    done, visited = np.zeros(COUNT, bool), [{int(p)} for p in states.phase]
    for _ in range(80):
        states = follow(states)
        done |= states.phase == Phase.DONE
        for row, phase in enumerate(states.phase):
            visited[row].add(int(phase))
    return states, done, visited


@pytest.mark.parametrize('task', TaskKind)
def test_unperturbed_episodes_finish(
    task: TaskKind, followed: tuple[ToolStates, np.ndarray, list[set[int]]]
) -> None:
    states, done, visited = followed
    selected = states.task == task
    assert selected.sum() >= 8
    assert done[selected].mean() >= 0.95
    for row in np.flatnonzero(selected & done):
        assert visited[row] <= set(PHASES[task])


def test_a_finished_place_is_over_its_destination(
    followed: tuple[ToolStates, np.ndarray, list[set[int]]],
) -> None:
    states, done, _ = followed
    selected = done & (states.task == TaskKind.PLACE)
    away = np.linalg.norm(states.position[:, :2] - states.destination, axis=-1)[selected]
    assert away.max() < 0.03


def test_pushes_have_the_length_of_a_push() -> None:
    states = random_tool_states(np.random.default_rng(1), 200)
    push = states.task == TaskKind.PUSH
    length = np.linalg.norm(states.destination - states.target, axis=-1)
    assert length[push] == pytest.approx(PUSH_DISTANCE_M, abs=1e-6)


def test_perturbed_states_stay_valid() -> None:
    rng = np.random.default_rng(2)
    states = random_tool_states(rng, 200)
    for _ in range(25):
        states = advance_states(rng, states, label_states(states))
        assert np.isfinite(states.position).all()
        assert states.position[:, 2].min() >= 0.008
        assert states.gripper.min() >= 0
        assert states.gripper.max() <= 1
        assert states.phase.max() < len(Phase)
    assert len(set(states.phase.tolist())) >= 6, 'a round contains many phases'


def test_finished_episodes_restart() -> None:
    rng = np.random.default_rng(3)
    states = random_tool_states(rng, 100)
    states.age[:] = 81
    before = states.target.copy()
    moved = advance_states(rng, states, label_states(states))
    assert moved.age.max() == 0
    assert (moved.target != before).any(axis=1).all()


def test_only_the_given_rows_are_replaced() -> None:
    a, b = (random_tool_states(np.random.default_rng(seed), 5) for seed in (4, 5))
    kept = a.position[3].copy()
    a.replace_rows(np.array([1, 4]), random_tool_states(np.random.default_rng(6), 2))
    assert (a.position[3] == kept).all()
    assert {len(getattr(b, field.name)) for field in fields(ToolStates)} == {5}


def test_a_seed_determines_the_states() -> None:
    batches = [
        SyntheticStates(seed, 2, states_per_round=8, quiet=True).sample(
            np.random.default_rng(0), 6
        )
        for seed in (0, 0, 1)
    ]
    for a, b in zip(*(inputs for inputs, _ in batches[:2]), strict=True):
        assert torch.equal(a, b)
    assert not torch.equal(batches[0][0].position, batches[2][0].position)


def test_labels_belong_to_their_states() -> None:
    states = random_tool_states(np.random.default_rng(7), 10)
    inputs = to_decoder_input(states)
    assert inputs.position.numpy() == pytest.approx(states.position, abs=1e-6)
    assert inputs.task.argmax(-1).tolist() == states.task.tolist()
    # 0.1 s at 0.3 m/s at most.
    step = label_states(states).position[:, 0] - inputs.position
    assert step.norm(dim=-1).max() < 0.06
