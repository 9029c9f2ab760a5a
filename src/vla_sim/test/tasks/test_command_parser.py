# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parser of commands for the success check."""

from dataclasses import replace

import pytest
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.tasks.command_parser import named_objects
from vla_sim.tasks.command_parser import object_mentions
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.task import Task


def item(name: str) -> Item:
    color, _, shape = name.partition(' ')
    return Item(color, shape, 0.5, 0.0, 0.0, 0.022, (1.0, 0.0, 0.0))


SCENE = Scene(
    items=tuple(map(item, ('red cube', 'blue sphere', 'green cylinder', 'black cube'))),
    receptacles=tuple(map(item, ('green bowl', 'yellow plate'))),
)
PARSED = [
    ('pick up the red cube', Task('pick', 'red cube')),
    ('Could you FETCH the blue ball, please?', Task('pick', 'blue sphere')),
    ('can you pick up the green can', Task('pick', 'green cylinder')),
    ('grab the sphere', Task('pick', 'blue sphere')),
    ('lift the blue one', Task('pick', 'blue sphere')),
    ('put the blue sphere in the green bowl', Task('place', 'blue sphere', 'green bowl')),
    ('in the green bowl put the blue sphere', Task('place', 'blue sphere', 'green bowl')),
    ('the red block belongs in the tray', Task('place', 'red cube', 'yellow plate')),
    ('push the red cube left', Task('push', 'red cube', 'left')),
    ('slide the black cube to the right', Task('push', 'black cube', 'right')),
    ('nudge the red cube away from you', Task('push', 'red cube', 'forward')),
    ('move the red cube back towards yourself', Task('push', 'red cube', 'back')),
    (
        'put the blue ball next to the green bowl',
        Task('place', 'blue sphere', 'green bowl', relation='next_to'),
    ),
    (
        'place the black cube to the left of the red cube',
        Task('place', 'black cube', 'red cube', relation='left_of'),
    ),
    (
        'put the red cube on top of the black cube',
        Task('place', 'red cube', 'black cube', relation='stacked_on'),
    ),
    ('put the red cube on the plate', Task('place', 'red cube', 'yellow plate')),
    (
        'push the green can towards the yellow plate',
        Task('push', 'green cylinder', 'yellow plate', relation='towards'),
    ),
    (
        'put the red cube at the left edge of the table',
        Task('place', 'red cube', 'left_edge', relation='at'),
    ),
    (
        'move the red cube to the middle of the table',
        Task('place', 'red cube', 'center', relation='at'),
    ),
    ('point at the green cylinder', Task('point', 'green cylinder')),
    ('where is the yellow plate', Task('point', 'yellow plate')),
]


@pytest.mark.parametrize(('text', 'task'), PARSED, ids=[text for text, _ in PARSED])
def test_command_is_parsed(text: str, task: Task) -> None:
    assert parse_task(text, SCENE) == task


@pytest.mark.parametrize(
    'text',
    [
        '',
        'pick up the purple elephant',
        'pick up the purple cube',
        'pick up the cube',  # there are two
        'do not pick up the red cube',
        "don't touch the red cube",
        'pick up the red cube and the blue sphere',
        'push the red cube',
        'push the red cube left and right',
        'put the red cube in the white bowl',
        'put the red cube in the bowl or the plate',
        'pick up the green bowl',
        'put the red cube left of the white bowl',
        'pick up the red cube next to the green bowl',
        'put the purple cube in the center of the table',
        'what do you think of the red cube',
    ],
)
def test_infeasible_or_ambiguous_command_has_no_task(text: str) -> None:
    assert parse_task(text, SCENE) is None


def test_one_of_two_equal_objects_is_ambiguous() -> None:
    cube = SCENE.find('red cube')
    scene = replace(SCENE, items=(*SCENE.items, replace(cube, y_m=-0.3, number=2)))
    assert parse_task('pick up the red cube', scene) is None


def test_named_objects_have_color_and_shape() -> None:
    assert named_objects('Put the blue ball and the cube in the green basin') == [
        'blue sphere',
        'green bowl',
    ]
    assert named_objects('pick up the purple elephant') == []


def test_object_named_twice_counts_once() -> None:
    assert len(object_mentions('take the red cube and put the red cube in the green bowl')) == 2
