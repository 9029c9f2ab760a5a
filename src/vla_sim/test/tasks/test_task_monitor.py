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


def test_each_step_of_a_command_is_checked_when_the_next_one_begins() -> None:
    world = World(sample_scene(1, ['red cube', 'blue sphere']))
    monitor = TaskMonitor(world)
    monitor.begin('push the red cube left, then push the blue sphere forward', 'id-1')
    assert monitor.report().to_dict()['task']['target'] == 'red cube'
    cube, sphere = (world.object_poses()[name] for name in ('red cube', 'blue sphere'))
    world.set_object('red cube', cube.position_m + (0.0, 0.1, 0.0), cube.quaternion_xyzw)
    monitor.begin_step(2, 'another id', 'a text')
    assert monitor.report().reason == '1 steps were not begun'
    monitor.begin_step(2, 'id-1', 'a text')
    assert monitor.report().to_dict()['task']['target'] == 'blue sphere'
    assert not monitor.report().success
    world.set_object('blue sphere', sphere.position_m + (0.1, 0.0, 0.0), sphere.quaternion_xyzw)
    monitor.begin_step(2, 'id-1', 'a text')
    report = monitor.report()
    assert (report.success, report.reason) == (True, '')


def test_a_command_without_an_id_is_known_by_its_text() -> None:
    monitor = TaskMonitor(World(sample_scene(1, ['red cube', 'blue sphere'])))
    text = 'push the red cube left, then push the blue sphere forward'
    monitor.begin(text)
    monitor.begin_step(2, 'id-1', 'another text')
    assert monitor.report().to_dict()['task']['target'] == 'red cube'
    monitor.begin_step(2, 'id-1', text)
    assert monitor.report().to_dict()['task']['target'] == 'blue sphere'
