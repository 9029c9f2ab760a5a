# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tasks with a destination that the arm can execute, and points that fit them."""

from dataclasses import replace

import numpy as np
import pytest
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.tasks.destinations import PLACES_M
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_destinations import is_at_destination
from vla_sim.tasks.task_destinations import is_feasible
from vla_sim.tasks.task_destinations import is_towards

RGB = (1.0, 0.0, 0.0)
CUBE = Item('red', 'cube', 0.40, 0.20, 0.0, 0.022, RGB)
SPHERE = Item('blue', 'sphere', 0.60, -0.20, 0.0, 0.024, RGB)
CAN = Item('green', 'cylinder', 0.62, 0.22, 0.0, 0.022, RGB)
BOWL = Item('green', 'bowl', 0.48, -0.02, 0.0, 0.065, RGB)
SCENE = Scene((CUBE, SPHERE, CAN), (BOWL,))


def placing(relation: str, destination: str = 'green bowl', target: str = 'red cube') -> Task:
    return Task('place', target, destination, relation=relation)


TOWARDS = Task('push', 'red cube', 'green bowl', relation='towards')


@pytest.mark.parametrize(
    ('task', 'feasible'),
    [
        (Task('place', 'red cube', 'green bowl'), True),
        (placing('left_of'), True),
        (placing('next_to', 'red cube', 'blue sphere'), True),
        (placing('at', 'far_edge'), True),
        (placing('stacked_on', 'green cylinder'), True),
        (placing('stacked_on', 'blue sphere'), False),
        (placing('stacked_on', 'red cube', 'blue sphere'), True),
        (TOWARDS, True),
        (replace(TOWARDS, target='blue sphere'), True),
    ],
)
def test_feasible_tasks(task: Task, feasible: bool) -> None:
    assert is_feasible(SCENE, task) is feasible


def test_a_landmark_at_the_border_of_the_reach_has_no_place_behind_it() -> None:
    scene = replace(SCENE, items=(CUBE, replace(CAN, x_m=0.72, y_m=0.0)))
    assert not is_feasible(scene, placing('behind', 'green cylinder'))
    assert is_feasible(scene, placing('in_front_of', 'green cylinder'))


def test_an_object_in_the_way_prevents_a_push_and_a_near_landmark_does() -> None:
    between = replace(CAN, x_m=0.435, y_m=0.11)
    assert not is_feasible(replace(SCENE, items=(CUBE, between)), TOWARDS)
    near = replace(CUBE, x_m=0.48, y_m=0.12)
    assert not is_feasible(replace(SCENE, items=(near,)), TOWARDS)


def test_a_crowded_place_is_not_feasible() -> None:
    scene = replace(SCENE, receptacles=(replace(BOWL, x_m=0.5, y_m=0.0),))
    assert not is_feasible(scene, placing('at', 'center'))
    others = [name for name in PLACES_M if name != 'center']
    assert all(is_feasible(scene, placing('at', name)) for name in others)


@pytest.mark.parametrize(
    ('task', 'point', 'fits'),
    [
        (placing('left_of'), (0.48, 0.11), True),
        (placing('left_of'), (0.48, -0.13), False),
        (placing('at', 'center'), (0.5, 0.0), True),
        (placing('at', 'center'), (0.3, 0.0), False),
        (Task('place', 'red cube', 'green bowl'), (0.48, -0.02), False),
    ],
)
def test_points_at_a_destination(task: Task, point: tuple[float, float], fits: bool) -> None:
    assert is_at_destination(SCENE, task, np.array(point)) is fits


@pytest.mark.parametrize(
    ('task', 'offset_m', 'towards'),
    [
        (TOWARDS, (0.034, -0.094), True),
        (TOWARDS, (0.0, -0.1), False),
        (TOWARDS, (0.0, 0.0), False),
        (Task('push', 'red cube', 'right'), (0.034, -0.094), False),
    ],
)
def test_directions_of_a_push(task: Task, offset_m: tuple[float, float], towards: bool) -> None:
    assert is_towards(SCENE, task, np.array(offset_m)) is towards
