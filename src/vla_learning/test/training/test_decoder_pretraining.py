# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Hands that follow the labels do their tasks, and disturbed ones stay where hands can be."""

from dataclasses import fields
from dataclasses import replace

import numpy as np
import pytest
import torch
from vla_learning.training.decoder_pretraining import advance_states
from vla_learning.training.decoder_pretraining import random_tool_states
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.decoder_pretraining import to_decoder_input
from vla_learning.training.decoder_pretraining import ToolStates
from vla_learning.training.expert_labels import chunk_labels
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

COUNT = 60
REPLAN_STEPS = 2


def labels_of(states_per_round: ToolStates):  # noqa: ANN201 - a named tuple of the package
    return chunk_labels(
        position=hands.position,
        yaw=hands.yaw,
        gripper=hands.gripper,
        phase=hands.phase,
        time_in_phase=hands.time_in_phase,
        task=hands.task,
        target=hands.target,
        grasp_yaw=hands.grasp_yaw,
        destination=hands.destination,
    )


def follow(states_per_round: ToolStates) -> ToolStates:
    """Move as the labels say, undisturbed; fingers stop at a thing between them."""
    wanted, last = labels_of(hands), REPLAN_STEPS - 1
    phases, quaternion = wanted.phase.numpy(), wanted.quaternion.numpy()[:, last]
    phase, spent = hands.phase, hands.time_in_phase
    for i in range(REPLAN_STEPS):
        spent = np.where(phases[:, i] == phase, spent + 0.1, 0.0)
        phase = phases[:, i]
    closed = np.where(wanted.gripper.numpy()[:, last] > 0.5, 1.0, 0.55)
    gripper = hands.gripper + np.clip(closed - hands.gripper, -0.5, 0.5)
    return replace(
        hands,
        position=wanted.position.numpy()[:, last].astype(float),
        phase=phase,
        time_in_phase=spent,
        gripper=gripper,
        yaw=2 * np.arctan2(quaternion[:, 1], quaternion[:, 0]).astype(float),
    )


@pytest.fixture(scope='module')
def followed() -> tuple[ToolStates, np.ndarray, list[set[int]]]:
    hands = random_tool_states(np.random.default_rng(0), COUNT)
    done, visited = np.zeros(COUNT, bool), [{int(p)} for p in hands.phase]
    for _ in range(80):
        hands = follow(hands)
        done |= hands.phase == Phase.DONE
        for row, phase in enumerate(hands.phase):
            visited[row].add(int(phase))
    return hands, done, visited


@pytest.mark.parametrize('task', TaskKind)
def test_undisturbed_hands_finish(
    task: TaskKind, followed: tuple[ToolStates, np.ndarray, list[set[int]]]
) -> None:
    hands, done, visited = followed
    mine = hands.task == task
    assert mine.sum() >= 8
    assert done[mine].mean() >= 0.95
    for row in np.flatnonzero(mine & done):
        assert visited[row] <= set(PHASES[task])


def test_a_finished_place_is_over_its_destination(
    followed: tuple[ToolStates, np.ndarray, list[set[int]]],
) -> None:
    hands, done, _ = followed
    mine = done & (hands.task == TaskKind.PLACE)
    away = np.linalg.norm(hands.position[:, :2] - hands.destination, axis=-1)[mine]
    assert away.max() < 0.03


def test_pushes_have_the_length_of_a_push() -> None:
    hands = random_tool_states(np.random.default_rng(1), 200)
    push = hands.task == TaskKind.PUSH
    way = np.linalg.norm(hands.destination - hands.target, axis=-1)
    assert way[push] == pytest.approx(PUSH_DISTANCE_M, abs=1e-6)


def test_disturbed_hands_stay_within_reach_of_reason() -> None:
    rng = np.random.default_rng(2)
    hands = random_tool_states(rng, 200)
    for _ in range(25):
        hands = advance_states(rng, hands, labels_of(hands))
        assert np.isfinite(hands.position).all()
        assert hands.position[:, 2].min() >= 0.008
        assert hands.gripper.min() >= 0
        assert hands.gripper.max() <= 1
        assert hands.phase.max() < len(Phase)
    assert len(set(hands.phase.tolist())) >= 6, 'many phases are practiced at once'


def test_finished_hands_begin_anew() -> None:
    rng = np.random.default_rng(3)
    hands = random_tool_states(rng, 100)
    hands.age[:] = 81
    before = hands.target.copy()
    moved = advance_states(rng, hands, labels_of(hands))
    assert moved.age.max() == 0
    assert (moved.target != before).any(axis=1).all()


def test_put_replaces_rows_only() -> None:
    a, b = (random_tool_states(np.random.default_rng(seed), 5) for seed in (4, 5))
    kept = a.position[3].copy()
    a.put(np.array([1, 4]), random_tool_states(np.random.default_rng(6), 2))
    assert (a.position[3] == kept).all()
    assert {len(getattr(b, field.name)) for field in fields(ToolStates)} == {5}


def test_practice_is_the_same_for_the_same_seed() -> None:
    batches = [
        SyntheticStates(seed, 2, states_per_round=8, quiet=True).sample(
            np.random.default_rng(0), 6
        )
        for seed in (0, 0, 1)
    ]
    for a, b in zip(*(situation for situation, _ in batches[:2]), strict=True):
        assert torch.equal(a, b)
    assert not torch.equal(batches[0][0].position, batches[2][0].position)


def test_labels_of_practice_are_those_of_its_situations() -> None:
    hands = random_tool_states(np.random.default_rng(7), 10)
    situation = to_decoder_input(hands)
    assert situation.position.numpy() == pytest.approx(hands.position, abs=1e-6)
    assert situation.task.argmax(-1).tolist() == hands.task.tolist()
    # 0.1 s at 0.3 m/s at most.
    step = labels_of(hands).position[:, 0] - situation.position
    assert step.norm(dim=-1).max() < 0.06
