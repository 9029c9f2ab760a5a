# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success of tasks that are done one after the other."""

import numpy as np
from vla_sim.physics.world import World
from vla_sim.tasks.step_checker import StepChecker
from vla_sim.tasks.task import Task

PUSH = Task('push', 'red cube', 'forward')
PUSH_AGAIN = Task('push', 'red cube', 'left')
PUSH_SPHERE = Task('push', 'blue sphere', 'forward')


def put(world: World, name: str, *position: float) -> None:
    world.set_object(name, np.array(position), np.array((0.0, 0.0, 0.0, 1.0)))


def test_one_task_is_checked_as_by_its_own(world: World) -> None:
    checker = StepChecker(world, [PUSH])
    assert checker.result().reason.startswith('red cube went')
    put(world, 'red cube', 0.6, 0.0, 0.022)
    assert checker.result().success


def test_each_step_is_checked_from_its_own_start(world: World) -> None:
    checker = StepChecker(world, [PUSH, PUSH_AGAIN])
    put(world, 'red cube', 0.6, 0.0, 0.022)
    assert checker.result().reason == '1 steps were not begun'
    checker.begin_step()
    assert checker.result().reason.startswith('step 2: red cube went 0.000 m ahead')
    put(world, 'red cube', 0.6, 0.1, 0.022)
    result = checker.result()
    assert (result.success, result.reason, result.wrong_object_touched) == (True, '', False)


def test_a_step_that_failed_stays_failed(world: World) -> None:
    checker = StepChecker(world, [PUSH, PUSH_SPHERE])
    checker.begin_step()
    put(world, 'red cube', 0.6, 0.0, 0.022)
    put(world, 'blue sphere', 0.5, -0.2, 0.024)
    assert checker.result().reason.startswith('step 1: red cube went 0.000 m ahead')


def test_only_objects_of_earlier_steps_may_move_too(world: World) -> None:
    checker = StepChecker(world, [PUSH, PUSH_SPHERE])
    put(world, 'red cube', 0.6, 0.0, 0.022)
    checker.begin_step()
    put(world, 'red cube', 0.62, 0.0, 0.022)
    put(world, 'blue sphere', 0.5, -0.2, 0.024)
    assert not checker.result().wrong_object_touched
    put(world, 'green cylinder', 0.3, 0.3, 0.025)
    assert checker.result().wrong_object_touched


def test_nothing_may_move_without_a_task(world: World) -> None:
    checker = StepChecker(world, [])
    assert checker.result().success
    checker.begin_step()
    put(world, 'red cube', 0.6, 0.0, 0.022)
    assert not checker.result().success
    assert checker.result().wrong_object_touched
