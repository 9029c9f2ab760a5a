# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded episodes demonstrate a labeled task with phases in order."""

from learning_samples import EPISODE_SEED
from learning_samples import RANDOM_POSE_SEEDS
import numpy as np
import pytest
from vla_learning.data.episodes import draw_task
from vla_learning.data.episodes import randomize_start_pose
from vla_learning.data.episodes import task_label
from vla_learning.data.frames import Frames
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import TaskKind
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

NAMES = ('red cube', 'blue sphere', 'green bowl')


def test_an_episode_has_at_most_the_requested_frames(recorded: Frames) -> None:
    episode = recorded.scene[len(RANDOM_POSE_SEEDS) :]
    assert 2 <= len(episode) <= 5
    assert set(episode.tolist()) == {EPISODE_SEED}


def test_an_episode_is_labeled_with_task_and_phase(recorded: Frames) -> None:
    rows = np.flatnonzero(recorded.scene == EPISODE_SEED)
    task, target, destination, direction = recorded.task[rows[0]].tolist()
    kind = TaskKind(task)
    assert (recorded.task[rows] == recorded.task[rows[0]]).all()
    assert 0 <= target < len(sample_scene(EPISODE_SEED).names)
    assert (destination >= 0) == (kind == TaskKind.PLACE)
    assert (direction > 0) == (kind == TaskKind.PUSH)
    phases = recorded.phase[rows, 0].astype(int)
    assert set(phases.tolist()) <= set(PHASES[kind])
    order = [PHASES[kind].index(phase) for phase in phases]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ('task', 'label'),
    [
        (Task('pick', 'blue sphere'), (TaskKind.PICK, 1, -1, Direction.NONE)),
        (Task('place', 'red cube', 'green bowl'), (TaskKind.PLACE, 0, 2, Direction.NONE)),
        (Task('push', 'red cube', 'left'), (TaskKind.PUSH, 0, -1, Direction.LEFT)),
        (Task('point', 'green bowl'), (TaskKind.POINT, 2, -1, Direction.NONE)),
    ],
)
def test_a_task_is_labeled_by_indices(task: Task, label: tuple[int, ...]) -> None:
    assert task_label(task, NAMES) == tuple(map(int, label))


def test_every_kind_of_task_is_drawn_and_feasible() -> None:
    scene, rng = sample_scene(7), np.random.default_rng(0)
    feasible = feasible_tasks(scene)
    drawn = [draw_task(scene, rng) for _ in range(60)]
    assert all(task in feasible for task in drawn)
    assert {task.kind for task in drawn} == {task.kind for task in feasible}


def test_the_start_pose_is_random_and_above_the_table() -> None:
    positions = []
    for seed in range(4):
        with World(sample_scene(7)) as world:
            randomize_start_pose(world, np.random.default_rng(seed))
            positions.append(world.robot_state().position_m)
    assert len({tuple(np.round(p, 3)) for p in positions}) > 2
    assert min(p[2] for p in positions) > 0.14
