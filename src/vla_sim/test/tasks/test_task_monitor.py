# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The referee judges what really happened after a command."""

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_monitor import Referee


def test_the_expert_satisfies_the_referee() -> None:
    world = World(sample_scene(1, ['red cube']))
    referee = Referee(world)
    referee.begin('pick up the red cube')
    task = Task('pick', 'red cube')
    assert not referee.report().success
    run_episode(world, ExpertPolicy(world, task), task, on_tick=referee.observe)
    report = referee.report()
    assert report.success, report.reason
    assert report.moved == ('red cube',)
    assert not report.wrong_object
    assert report.to_dict()['task'] == {'kind': 'pick', 'target': 'red cube', 'destination': ''}


def test_nothing_may_move_for_a_thing_that_is_not_there() -> None:
    world = World(sample_scene(1))
    referee = Referee(world)
    referee.begin('pick up the purple elephant')
    world.step(20)
    referee.observe()
    report = referee.report()
    assert report.task is None
    assert report.success
    assert report.arm_moved_m < 0.002


def test_motion_for_a_thing_that_is_not_there_is_a_failure() -> None:
    world = World(sample_scene(1))
    referee = Referee(world)
    referee.begin('pick up the purple elephant')
    world.set_target(np.array([0.45, 0.1, 0.3]), yaw_to_quaternion(0.0), 1.0)
    for _ in range(50):
        world.step()
        referee.observe()
    report = referee.report()
    assert not report.success
    assert report.arm_moved_m > 0.1


def test_a_new_command_is_judged_anew() -> None:
    world = World(sample_scene(1, ['red cube', 'blue sphere']))
    referee = Referee(world)
    referee.begin('pick up the red cube')
    referee.begin('point at the blue sphere')
    assert referee.report().to_dict()['task']['kind'] == 'point'
