# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tasks that are feasible in a scene."""

from dataclasses import replace
import math

import pytest
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.tasks.task import can_do
from vla_sim.tasks.task import can_push
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import grasp_yaw
from vla_sim.tasks.task import Task


def item(name: str, x_m: float, y_m: float, yaw_rad: float = 0.0) -> Item:
    color, shape = name.split()
    radius = {'bowl': 0.065, 'plate': 0.07}.get(shape, 0.022)
    return Item(color, shape, x_m, y_m, yaw_rad, radius, (0.5, 0.5, 0.5))


RED = item('red cube', 0.5, 0.0)


@pytest.mark.parametrize(
    ('yaw', 'expected'),
    [
        (0.0, 0.0),
        (0.3, 0.3),
        (-0.3, -0.3),
        (math.pi / 2 + 0.2, 0.2),
        (math.pi - 0.1, -0.1),
        (1.0, 1.0 - math.pi / 2),
        (-3.0, math.pi - 3.0),
    ],
)
def test_cube_is_grasped_on_the_nearest_faces(yaw: float, expected: float) -> None:
    assert grasp_yaw('cube', yaw) == pytest.approx(expected)
    assert grasp_yaw('sphere', yaw) == 0.0


@pytest.mark.parametrize(
    ('x_m', 'y_m', 'blocked'),
    [(0.60, 0.0, 'forward'), (0.40, 0.0, 'back'), (0.5, 0.12, 'left'), (0.5, -0.12, 'right')],
)
def test_push_needs_a_free_path(x_m: float, y_m: float, blocked: str) -> None:
    scene = Scene((RED, item('blue cube', x_m, y_m)), ())
    assert not can_push(scene, RED, blocked)
    alone = Scene((RED,), ())
    assert can_push(alone, RED, blocked)


def test_push_needs_free_space_for_its_approach() -> None:
    scene = Scene((RED, item('blue cube', 0.5, 0.1)), ())
    assert not can_push(scene, RED, 'right')


def test_push_stays_within_reach() -> None:
    near, far = item('red cube', 0.33, 0.0), item('blue cube', 0.66, 0.27)
    scene = Scene((near, far), ())
    assert not can_push(scene, near, 'back')
    assert not can_push(scene, near, 'forward')
    assert not can_push(scene, far, 'forward')
    assert can_push(scene, near, 'left')


def test_feasible_tasks_cover_every_kind() -> None:
    scene = Scene((RED,), (item('green bowl', 0.5, 0.25),))
    tasks = feasible_tasks(scene)
    assert Task('pick', 'red cube') in tasks
    assert Task('place', 'red cube', 'green bowl') in tasks
    assert Task('point', 'green bowl') in tasks
    assert Task('push', 'red cube', 'forward') in tasks
    assert Task('pick', 'green bowl') not in tasks


def test_an_object_in_a_bowl_is_neither_pushed_nor_placed_there() -> None:
    bowls = (item('green bowl', 0.5, 0.0), item('blue bowl', 0.5, 0.25))
    scene = Scene((replace(RED, inside='green bowl'),), bowls)
    tasks = [task for task in feasible_tasks(scene) if task.target == 'red cube']
    assert tasks == [
        Task('point', 'red cube'),
        Task('pick', 'red cube'),
        Task('place', 'red cube', 'blue bowl'),
    ]


@pytest.mark.parametrize(
    ('kind', 'destination', 'relation', 'message'),
    [
        ('throw', '', '', 'kind must be one of'),
        ('push', 'up', '', 'direction must be one of'),
        ('place', '', '', 'need a destination'),
        ('pick', 'green bowl', '', 'need a destination'),
        ('place', 'green bowl', 'towards', 'the relation of place must be one of'),
        ('push', 'green bowl', 'next_to', 'the relation of push must be one of'),
        ('place', 'corner', 'at', 'a place must be one of'),
    ],
)
def test_bad_tasks_are_refused(kind: str, destination: str, relation: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Task(kind, 'red cube', destination, relation=relation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ('task', 'name'),
    [
        (Task('pick', 'red cube'), ''),
        (Task('place', 'red cube', 'green bowl'), 'green bowl'),
        (Task('place', 'red cube', 'green bowl', relation='left_of'), 'left_of green bowl'),
        (Task('place', 'red cube', 'center', relation='at'), 'at center'),
    ],
)
def test_the_name_of_a_destination_has_its_relation(task: Task, name: str) -> None:
    assert task.destination_name == name


#: Arm that reaches a part of the table, x 0.45 .. 0.55 and y -0.15 .. 0.15 m.
SMALL = replace(BUILTIN, task_kinds=('push', 'point'), task_area_m=((0.45, -0.15), (0.55, 0.15)))


@pytest.mark.parametrize(
    ('task', 'x_m', 'y_m', 'expected'),
    [
        (Task('point', 'red cube'), 0.45, 0.15, True),
        (Task('point', 'red cube'), 0.449, 0.15, False),
        (Task('point', 'red cube'), 0.5, -0.151, False),
        # The tool goes from 6.5 cm behind the object to 10 cm before it.
        (Task('push', 'red cube', 'left'), 0.5, 0.049, True),
        (Task('push', 'red cube', 'left'), 0.5, 0.051, False),
        (Task('push', 'red cube', 'left'), 0.5, -0.084, True),
        (Task('push', 'red cube', 'left'), 0.5, -0.086, False),
        (Task('push', 'red cube', 'forward'), 0.5, 0.0, False),
        (Task('pick', 'red cube'), 0.5, 0.0, False),
        (Task('place', 'red cube', 'blue bowl'), 0.5, 0.0, False),
    ],
)
def test_an_arm_with_a_small_area(task: Task, x_m: float, y_m: float, expected: bool) -> None:
    scene = Scene((item('red cube', x_m, y_m),), (item('blue bowl', 0.5, 0.1),))
    assert can_do(SMALL, scene, task) is expected
    # An arm without an area reaches the whole table.
    assert can_do(BUILTIN, scene, task)
