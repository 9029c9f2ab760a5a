# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scripted expert: phases, recovery, limits and batches."""

import time

import numpy as np
import pytest
from vla_sim.expert.scripted_expert import expert_chunk
from vla_sim.expert.scripted_expert import ExpertChunkBatch
from vla_sim.expert.scripted_expert import ExpertGoal
from vla_sim.expert.scripted_expert import ExpertState
from vla_sim.tasks import phases as p
from vla_sim.tasks.phases import Phase
from vla_sim.tasks.phases import TaskKind

TARGET = (0.5, 0.1)
PLAIN_PHASES = {
    TaskKind.PICK: [Phase.APPROACH, Phase.DESCEND, Phase.GRASP, Phase.LIFT, Phase.DONE],
    TaskKind.PLACE: [
        Phase.APPROACH,
        Phase.DESCEND,
        Phase.GRASP,
        Phase.LIFT,
        Phase.TRANSFER,
        Phase.LOWER,
        Phase.RELEASE,
        Phase.RETREAT,
        Phase.DONE,
    ],
    TaskKind.PUSH: [Phase.APPROACH, Phase.DESCEND, Phase.PUSH, Phase.RETREAT, Phase.DONE],
    TaskKind.POINT: [Phase.APPROACH, Phase.HOVER, Phase.DONE],
}


def state(
    position: tuple[float, float, float] = (0.35, 0.0, 0.3),
    phase: Phase = Phase.APPROACH,
    opening: float = 1.0,
    since: float = 0.0,
    yaw: float = 0.0,
) -> ExpertState:
    return ExpertState(
        np.array([position]),
        np.array([yaw]),
        np.array([opening]),
        np.array([int(phase)]),
        np.array([since]),
    )


def goal(
    kind: TaskKind, yaw: float = 0.0, destination: tuple[float, float] = (0.5, -0.1)
) -> ExpertGoal:
    return ExpertGoal(
        np.array([int(kind)]), np.array([TARGET]), np.array([yaw]), np.array([destination])
    )


def visited(chunk: ExpertChunkBatch) -> list[Phase]:
    phases = chunk.phase[0]
    return [Phase(v) for v in phases[np.flatnonzero(np.diff(phases, prepend=-1))]]


@pytest.mark.parametrize('kind', list(TaskKind))
def test_run_without_disturbance_passes_through_the_phases_once(kind: TaskKind) -> None:
    chunk = expert_chunk(state(), goal(kind), steps=140)
    assert visited(chunk) == PLAIN_PHASES[kind]
    assert chunk.termination[0, -1] == 1
    assert chunk.termination[0, 0] == 0


@pytest.mark.parametrize('kind', list(TaskKind))
def test_replanning_gives_the_same_run(kind: TaskKind) -> None:
    whole = expert_chunk(state(), goal(kind), steps=60)
    here, held = state(), 1.0
    for i in range(1, 60, 2):
        chunk = expert_chunk(here, goal(kind))
        np.testing.assert_allclose(chunk.position_m[0, 1], whole.position_m[0, i], atol=1e-9)
        assert chunk.phase[0, 1] == whole.phase[0, i]
        closes = chunk.gripper[0, 1] == 0
        held = max(held - 0.5, p.HELD_OPENING if kind < TaskKind.PUSH else 0.0) if closes else 1.0
        here = ExpertState(
            chunk.position_m[:, 1],
            chunk.yaw_rad[:, 1],
            np.array([held]),
            chunk.phase[:, 1],
            chunk.time_in_phase_s[:, 1],
        )


def test_grasp_is_aligned_and_above_the_target_before_going_down() -> None:
    chunk = expert_chunk(state(), goal(TaskKind.PICK, yaw=0.6), steps=60)
    low = chunk.position_m[0, :, 2] < 0.1
    down = low & (chunk.phase[0] <= Phase.GRASP)
    assert down.any()
    assert np.abs(chunk.position_m[0, down, :2] - TARGET).max() < 0.01
    assert np.abs(chunk.yaw_rad[0, down] - 0.6).max() < 0.07


def test_gripper_is_open_until_the_grasp_and_after_the_release() -> None:
    chunk = expert_chunk(state(), goal(TaskKind.PLACE), steps=140)
    phase, gripper = chunk.phase[0], chunk.gripper[0]
    closed = (phase >= Phase.GRASP) & (phase <= Phase.LOWER)
    assert (gripper == np.where(closed, 0.0, 1.0)).all()


def test_push_goes_down_behind_and_straight_through() -> None:
    chunk = expert_chunk(state(), goal(TaskKind.PUSH, destination=(0.5, 0.2)), steps=100)
    down = chunk.position_m[0, chunk.phase[0] == Phase.DESCEND]
    np.testing.assert_allclose(down[-1, :2], (0.5, 0.1 - p.PUSH_APPROACH_M), atol=0.01)
    pushing = chunk.position_m[0, chunk.phase[0] == Phase.PUSH]
    assert np.abs(pushing[:, 0] - 0.5).max() < 0.01
    assert (np.diff(pushing[:, 1]) > 0).all()
    assert (chunk.gripper == 0).all()


def test_a_finished_push_is_not_repeated() -> None:
    chunk = expert_chunk(state((0.3, 0.0, 0.16)), goal(TaskKind.PUSH, destination=TARGET))
    assert visited(chunk)[0] == Phase.RETREAT


@pytest.mark.parametrize(
    ('phase', 'destination'),
    [(Phase.LIFT, (0.5, -0.1)), (Phase.TRANSFER, (0.5, -0.1)), (Phase.LOWER, (0.45, 0.0))],
)
def test_empty_gripper_returns_to_the_target(
    phase: Phase, destination: tuple[float, float]
) -> None:
    chunk = expert_chunk(state((0.45, 0.0, 0.15), phase, opening=0.0), goal(TaskKind.PLACE))
    assert visited(chunk)[0] == Phase.APPROACH
    assert chunk.gripper[0, 0] == 1
    holding = expert_chunk(
        state((0.45, 0.0, 0.15), phase, opening=0.5), goal(TaskKind.PLACE, destination=destination)
    )
    assert visited(holding)[0] == phase


@pytest.mark.parametrize('phase', [Phase.DESCEND, Phase.GRASP])
def test_moved_target_is_approached_again(phase: Phase) -> None:
    chunk = expert_chunk(state((0.46, 0.1, 0.05), phase), goal(TaskKind.PICK))
    assert visited(chunk)[0] == Phase.APPROACH
    np.testing.assert_allclose(chunk.position_m[0, 0, :2], (0.46, 0.1), atol=0.01)


def test_grasp_waits_for_the_fingers() -> None:
    early = expert_chunk(state((*TARGET, p.GRASP_Z_M), Phase.GRASP, 0.6, 0.3), goal(TaskKind.PICK))
    late = expert_chunk(state((*TARGET, p.GRASP_Z_M), Phase.GRASP, 0.6, 0.6), goal(TaskKind.PICK))
    assert early.phase[0, 0] == Phase.GRASP
    assert late.phase[0, 0] == Phase.LIFT


def test_low_start_rises_before_it_travels() -> None:
    chunk = expert_chunk(state((0.35, -0.2, 0.02)), goal(TaskKind.PICK))
    low = chunk.position_m[0, :, 2] < 0.07
    np.testing.assert_allclose(chunk.position_m[0, low, :2], [[0.35, -0.2]] * low.sum(), atol=1e-9)


def test_phase_of_another_task_starts_over() -> None:
    chunk = expert_chunk(state(phase=Phase.HOVER), goal(TaskKind.PICK))
    assert visited(chunk)[0] == Phase.APPROACH


def random_batch(size: int) -> tuple[ExpertState, ExpertGoal]:
    rng = np.random.default_rng(3)
    target = rng.uniform([0.32, -0.27], [0.66, 0.27], (size, 2))
    return (
        ExpertState(
            rng.uniform([0.25, -0.3, 0.02], [0.7, 0.3, 0.3], (size, 3)),
            rng.uniform(-0.8, 0.8, size),
            rng.uniform(0, 1, size),
            rng.integers(0, len(Phase), size),
            rng.uniform(0, 1, size),
        ),
        ExpertGoal(
            rng.integers(0, len(TaskKind), size),
            target,
            rng.uniform(-0.78, 0.78, size),
            target + rng.uniform(-0.15, 0.15, (size, 2)),
        ),
    )


def row(values: ExpertState | ExpertGoal, i: int) -> ExpertState | ExpertGoal:
    return type(values)(**{k: v[i : i + 1] for k, v in vars(values).items()})


def test_rows_of_a_batch_are_independent_and_inputs_unchanged() -> None:
    states, goals = random_batch(64)
    before = {k: v.copy() for k, v in (vars(states) | vars(goals)).items()}
    batch = expert_chunk(states, goals)
    for name, value in (vars(states) | vars(goals)).items():
        np.testing.assert_array_equal(value, before[name])
    for i in range(0, 64, 7):
        single = expert_chunk(row(states, i), row(goals, i))  # type: ignore[arg-type]
        for name, value in vars(single).items():
            np.testing.assert_array_equal(value[0], getattr(batch, name)[i])


def test_speed_limits_and_box_hold_from_any_state() -> None:
    states, goals = random_batch(2000)
    chunk = expert_chunk(states, goals)
    path = np.concatenate([states.position_m[:, None], chunk.position_m], axis=1)
    move = np.diff(path, axis=1) / p.STEP_DURATION_S
    assert np.hypot(move[..., 0], move[..., 1]).max() < p.TRAVEL_M_S + 1e-6
    assert np.abs(move[..., 2]).max() < p.TRAVEL_M_S + 1e-6
    yaw = np.concatenate([states.yaw_rad[:, None], chunk.yaw_rad], axis=1)
    assert np.abs(np.diff(yaw, axis=1)).max() < p.TURN_RAD_S * p.STEP_DURATION_S + 1e-6
    assert chunk.position_m[..., 2].min() >= 0.02 - 1e-9
    assert all(np.isfinite(value).all() for value in vars(chunk).values())


def test_batches_are_fast() -> None:
    states, goals = random_batch(4000)
    start = time.process_time()
    expert_chunk(states, goals)
    # Some 100,000 chunks a second on one quiet core.
    assert 4000 / (time.process_time() - start) > 10_000
