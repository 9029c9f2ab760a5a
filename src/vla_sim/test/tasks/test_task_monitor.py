# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Result of a command, from the state of the simulation."""

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_monitor import TaskMonitor


def test_expert_succeeds() -> None:
    world = World(sample_scene(1, ['red cube']))
    monitor = TaskMonitor(world)
    monitor.begin('pick up the red cube')
    task = Task('pick', 'red cube')
    assert not monitor.report().success
    run_episode(world, ExpertPolicy(world, task), task, on_tick=monitor.observe)
    report = monitor.report()
    assert report.success, report.reason
    assert report.moved == ('red cube',)
    assert not report.wrong_object
    assert report.to_dict()['task'] == {'kind': 'pick', 'target': 'red cube', 'destination': ''}


def test_absent_object_succeeds_without_motion() -> None:
    world = World(sample_scene(1))
    monitor = TaskMonitor(world)
    monitor.begin('pick up the purple elephant')
    world.step(20)
    monitor.observe()
    report = monitor.report()
    assert report.task is None
    assert report.success
    assert report.arm_moved_m < 0.002


def test_absent_object_fails_with_motion() -> None:
    world = World(sample_scene(1))
    monitor = TaskMonitor(world)
    monitor.begin('pick up the purple elephant')
    world.set_target(np.array([0.45, 0.1, 0.3]), yaw_to_quaternion(0.0), 1.0)
    for _ in range(50):
        world.step()
        monitor.observe()
    report = monitor.report()
    assert not report.success
    assert report.arm_moved_m > 0.1


def test_new_command_replaces_the_last_one() -> None:
    world = World(sample_scene(1, ['red cube', 'blue sphere']))
    monitor = TaskMonitor(world)
    monitor.begin('pick up the red cube')
    monitor.begin('point at the blue sphere', 'id-2')
    assert monitor.report().to_dict()['command_id'] == 'id-2'
    assert monitor.report().to_dict()['task']['kind'] == 'point'
