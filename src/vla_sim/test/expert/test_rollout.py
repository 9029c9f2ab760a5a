# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Episodes with physics: the expert solves its tasks and recovers."""

import numpy as np
import pytest
from vla_sim.expert.rollout import ExpertChunk
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.expert.scripted_expert import expert_chunk
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.phases import Phase
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

CUBE_UPRIGHT = np.array((0.0, 0.0, 0.0, 1.0))


@pytest.mark.parametrize(
    'task',
    [
        Task('pick', 'red cube'),
        Task('pick', 'blue sphere'),
        Task('pick', 'green cylinder'),
        Task('place', 'blue sphere', 'blue plate'),
        Task('place', 'red cube', 'green bowl'),
        Task('place', 'green cylinder', 'green bowl'),
        Task('push', 'red cube', 'left'),
        Task('push', 'blue sphere', 'forward'),
        Task('point', 'green bowl'),
    ],
    ids=str,
)
def test_expert_solves(world: World, task: Task) -> None:
    episode = run_episode(world, ExpertPolicy(world, task), task)
    assert episode.terminated
    assert episode.result.reason == ''
    assert not episode.result.wrong_object_touched
    assert episode.duration_s < 12


@pytest.mark.parametrize('seed', range(8))
def test_expert_solves_random_scenes(seed: int) -> None:
    scene = sample_scene(seed)
    tasks = [t for t in feasible_tasks(scene) if t.kind == ('place', 'push')[seed % 2]]
    task = tasks[np.random.default_rng(seed).integers(len(tasks))]
    world = World(scene)
    assert run_episode(world, ExpertPolicy(world, task), task).result.reason == ''


def test_expert_follows_a_moved_target(world: World) -> None:
    task = Task('pick', 'red cube')
    policy = ExpertPolicy(world, task)
    moved = False

    def disturb() -> None:
        nonlocal moved
        if not moved and policy.phase == Phase.DESCEND:
            world.set_object('red cube', np.array((0.42, 0.05, 0.022)), CUBE_UPRIGHT)
            moved = True

    episode = run_episode(world, policy, task, on_tick=disturb)
    assert moved
    assert episode.result.success


def test_the_executed_steps_are_the_first_of_a_whole_chunk(world: World) -> None:
    policy = ExpertPolicy(world, Task('place', 'red cube', 'blue plate'))
    whole = expert_chunk(policy.state(), policy.goal())
    steps = policy.plan()
    count = len(steps.yaw_rad)
    assert count < whole.yaw_rad.shape[1]
    for name in ('position_m', 'yaw_rad', 'gripper', 'termination'):
        np.testing.assert_array_equal(getattr(steps, name), getattr(whole, name)[0, :count])


def test_expert_picks_up_a_lost_object_again(world: World) -> None:
    task = Task('place', 'red cube', 'blue plate')
    policy = ExpertPolicy(world, task)
    lost = False

    def steal() -> None:
        nonlocal lost
        if not lost and policy.phase == Phase.TRANSFER:
            world.set_object('red cube', np.array((0.42, 0.0, 0.022)), CUBE_UPRIGHT)
            lost = True

    episode = run_episode(world, policy, task, on_tick=steal, limit_s=25)
    assert lost
    assert episode.result.success


class _Still:
    """A policy that never moves."""

    def __init__(self, world: World) -> None:
        self._position = world.robot_state().position_m

    def plan(self) -> ExpertChunk:
        return ExpertChunk(
            np.repeat(self._position[None], 16, 0), np.zeros(16), np.ones(16), np.zeros(16)
        )


def test_policy_without_motion_fails_a_task_and_succeeds_without_one(world: World) -> None:
    task = Task('pick', 'red cube')
    failed = run_episode(world, _Still(world), task, limit_s=1.0)
    assert not failed.result.success
    assert not failed.terminated
    assert failed.duration_s == pytest.approx(1.0, abs=0.21)
    assert run_episode(world, _Still(world), None, limit_s=1.0).result.success
