# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success criteria of every task, met and missed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.world import World
from vla_sim.tasks.success_checker import SuccessChecker
from vla_sim.tasks.task import Task

DOWN = yaw_to_quaternion(0.0)
UPRIGHT = np.array((0.0, 0.0, 0.0, 1.0))
CUBE = np.array((0.5, 0.0, 0.022))


def put(world: World, name: str, *position: float) -> None:
    world.set_object(name, np.array(position), UPRIGHT)


@pytest.mark.parametrize(
    ('offset', 'success'),
    [
        ((0.1, 0.0), True),
        ((0.04, 0.0), False),
        ((0.27, 0.0), False),
        ((0.1, 0.06), False),
        ((-0.1, 0.0), False),
        ((0.0, 0.1), False),
    ],
)
def test_push(world: World, offset: tuple[float, float], success: bool) -> None:
    checker = SuccessChecker(world, Task('push', 'red cube', 'forward'))
    put(world, 'red cube', 0.5 + offset[0], offset[1], 0.022)
    verdict = checker.result()
    assert verdict.success is success
    assert bool(verdict.reason) is not success


def test_place_needs_the_object_inside_and_at_rest(world: World) -> None:
    checker = SuccessChecker(world, Task('place', 'red cube', 'green bowl'))
    assert checker.result().reason == 'red cube is not in green bowl'
    put(world, 'red cube', 0.45, 0.2, 0.06)
    world.step(4)
    assert checker.result().reason == 'red cube is not at rest'
    world.step(60)
    assert checker.result().success
    assert not checker.result().wrong_object_touched


def test_pick_needs_a_grip(world: World) -> None:
    checker = SuccessChecker(world, Task('pick', 'red cube'))
    put(world, 'red cube', 0.5, 0.0, 0.2)
    assert checker.result().reason == 'red cube is not held'
    world.set_arm(np.array((0.5, 0.0, 0.2)), DOWN, 0.56)
    world.set_target(np.array((0.5, 0.0, 0.2)), DOWN, 0.0)
    world.step(30)
    assert checker.result().success


def test_point_needs_the_tool_above_and_nothing_moved(make_world: Callable[[], World]) -> None:
    world = make_world()
    checker = SuccessChecker(world, Task('point', 'red cube'))
    assert 'from red cube' in checker.result().reason
    world.set_arm(np.array((0.51, 0.0, 0.1)), DOWN, 0.0)
    assert checker.result().success
    put(world, 'blue sphere', 0.4, -0.2, 0.024)
    verdict = checker.result()
    assert verdict.reason == 'moved blue sphere'
    assert verdict.wrong_object_touched


def test_absent_task_succeeds_only_without_motion(world: World) -> None:
    checker = SuccessChecker(world, None)
    world.step(20)
    assert checker.result().success
    world.set_arm(np.array((0.37, 0.0, 0.3)), DOWN, 1.0)
    assert 'arm moved' in checker.result().reason


def test_contact_with_another_object_is_recorded(world: World) -> None:
    checker = SuccessChecker(world, Task('pick', 'blue sphere'))
    world.set_arm(np.array((0.5, 0.0, 0.022)), DOWN, 1.0)
    checker.observe()
    assert not checker.result().wrong_object_touched
    world.set_target(np.array((0.5, 0.0, 0.022)), DOWN, 0.0)
    for _ in range(25):
        world.step()
        checker.observe()
    world.set_arm(np.array((0.5, 0.0, 0.2)), DOWN, 1.0)
    put(world, 'red cube', *CUBE)
    checker.observe()
    assert checker.result().wrong_object_touched


def test_any_of_several_targets_will_do(world: World) -> None:
    task = Task('push', 'red cube', 'forward', ('blue sphere',))
    checker = SuccessChecker(world, task)
    assert checker.result().reason.startswith('red cube went')
    put(world, 'blue sphere', 0.55, -0.2, 0.024)
    result = checker.result()
    assert result.success
    assert not result.wrong_object_touched
    put(world, 'green cylinder', 0.3, 0.3, 0.025)
    assert checker.result().wrong_object_touched


def test_a_receptacle_may_move_with_its_contents() -> None:
    bowl = Item('green', 'bowl', 0.45, 0.2, 0.0, 0.065, (0.1, 0.6, 0.1))
    inside = Item('red', 'cube', 0.45, 0.2, 0.0, 0.022, (0.8, 0.1, 0.1), inside='green bowl')
    alone = replace(inside, x_m=0.6, y_m=-0.1, number=2, inside='')
    with World(Scene((inside, alone), (bowl,))) as world:
        out = SuccessChecker(world, Task('pick', 'red cube'))
        into = SuccessChecker(world, Task('place', 'red cube 2', 'green bowl'))
        other = SuccessChecker(world, Task('pick', 'red cube 2'))
        put(world, 'green bowl', 0.47, 0.2, 0.0)
        put(world, 'red cube', 0.47, 0.2, 0.05)
        assert not out.result().wrong_object_touched
        assert not into.result().wrong_object_touched
        assert other.result().wrong_object_touched


BESIDE_BOWL = Task('place', 'red cube', 'green bowl', relation='right_of')


@pytest.mark.parametrize(
    ('position', 'reason'),
    [
        ((0.45, 0.06, 0.022), ''),
        ((0.45, 0.14, 0.029), 'red cube is in green bowl'),
        ((0.55, 0.20, 0.022), 'red cube at 0.550, 0.200 is not right_of green bowl'),
        ((0.45, 0.06, 0.060), 'red cube is not on the table, center at 0.060 m'),
    ],
)
def test_an_object_beside_a_landmark(
    world: World, position: tuple[float, float, float], reason: str
) -> None:
    checker = SuccessChecker(world, BESIDE_BOWL)
    put(world, 'red cube', *position)
    assert checker.result().reason == reason


def test_a_landmark_beside_which_an_object_is_put_must_not_be_touched(world: World) -> None:
    beside, onto = (
        SuccessChecker(world, Task('place', 'red cube', 'green bowl', relation=relation))
        for relation in ('next_to', '')
    )
    put(world, 'green bowl', 0.45, 0.22, 0.0)
    assert beside.result().wrong_object_touched
    assert not onto.result().wrong_object_touched


def test_an_object_at_a_place_of_the_table_is_released_there(world: World) -> None:
    checker = SuccessChecker(world, Task('place', 'red cube', 'near_edge', relation='at'))
    assert 'is not at near_edge' in checker.result().reason
    put(world, 'red cube', 0.35, 0.0, 0.022)
    assert checker.result().success
    world.set_arm(np.array((0.35, 0.0, 0.022)), DOWN, 0.56)
    world.set_target(np.array((0.35, 0.0, 0.022)), DOWN, 0.0)
    world.step(30)
    assert checker.result().reason == 'red cube is still held'


@pytest.mark.parametrize(
    ('position', 'success'),
    [((0.60, 0.15, 0.072), True), ((0.625, 0.15, 0.072), False), ((0.60, 0.15, 0.09), False)],
)
def test_a_stacked_object_is_on_the_lower_one(
    world: World, position: tuple[float, float, float], success: bool
) -> None:
    task = Task('place', 'red cube', 'green cylinder', relation='stacked_on')
    checker = SuccessChecker(world, task)
    put(world, 'red cube', *position)
    assert checker.result().success is success


@pytest.mark.parametrize(
    ('offset', 'success'),
    [((0.0, 0.10), True), ((0.0, 0.02), False), ((0.0, -0.10), False), ((0.08, 0.05), False)],
)
def test_a_push_towards_an_object_comes_nearer(
    world: World, offset: tuple[float, float], success: bool
) -> None:
    put(world, 'red cube', 0.45, -0.05, 0.022)
    checker = SuccessChecker(world, Task('push', 'red cube', 'green bowl', relation='towards'))
    put(world, 'red cube', 0.45 + offset[0], -0.05 + offset[1], 0.022)
    verdict = checker.result()
    assert verdict.success is success
    assert ('nearer' in verdict.reason) is not success
