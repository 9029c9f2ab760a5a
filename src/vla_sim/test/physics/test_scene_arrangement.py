# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes with given objects: equal ones, some in receptacles."""

import itertools
import math

import numpy as np
import pytest
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_arrangement import arrange_scene
from vla_sim.physics.scene_arrangement import Placement
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task

PLACEMENTS = (
    Placement(('red', 'cube'), (0.65, 0.27)),
    Placement(('green', 'bowl'), (0.50, -0.09)),
    Placement(('red', 'cube'), (0.50, -0.09), container=1),
    Placement(('blue', 'plate'), (0.35, -0.09)),
    Placement(('red', 'cube'), (0.35, 0.09)),
)
NAMES = ('red cube', 'green bowl', 'red cube 2', 'blue plate', 'red cube 3')


def arrange(seed: int) -> Scene:
    return arrange_scene(np.random.default_rng(seed), PLACEMENTS)[0]


def test_same_seed_gives_the_same_scene() -> None:
    assert arrange(7) == arrange(7)
    assert arrange(7) != arrange(8)


def test_equal_objects_are_numbered_in_their_order() -> None:
    scene, names = arrange_scene(np.random.default_rng(0), PLACEMENTS)
    assert names == NAMES
    assert set(scene.names) == set(NAMES)
    assert scene.find('red cube 2').number == 2
    assert scene.find('red cube 2').inside == 'green bowl'


@pytest.mark.parametrize('seed', range(20))
def test_objects_are_near_their_places_and_separate(seed: int) -> None:
    scene, names = arrange_scene(np.random.default_rng(seed), PLACEMENTS)
    for name, placement in zip(names, PLACEMENTS, strict=True):
        item = scene.find(name)
        offset = np.subtract((item.x_m, item.y_m), placement.position_m)
        assert np.abs(offset).max() < 0.031
        assert WORKSPACE_X_M[0] <= item.x_m <= WORKSPACE_X_M[1]
        assert WORKSPACE_Y_M[0] <= item.y_m <= WORKSPACE_Y_M[1]
    on_table = [item for item in scene if not item.inside]
    for a, b in itertools.combinations(on_table, 2):
        assert math.hypot(a.x_m - b.x_m, a.y_m - b.y_m) >= 0.10


def test_places_that_are_too_close_are_refused() -> None:
    twice = [Placement(('red', shape), (0.5, 0.0)) for shape in ('cube', 'sphere')]
    with pytest.raises(ValueError, match='10 cm apart'):
        arrange_scene(np.random.default_rng(0), twice)


def test_places_outside_the_workspace_are_refused() -> None:
    with pytest.raises(ValueError, match=r'within the workspace; got \[\[0.5, 0.4\]\]'):
        arrange_scene(np.random.default_rng(0), [Placement(('red', 'cube'), (0.5, 0.4))])


@pytest.mark.parametrize('receptacle', ['bowl', 'plate'])
@pytest.mark.parametrize('shape', ['cube', 'cylinder', 'sphere'])
def test_an_object_rests_in_its_receptacle_and_can_be_taken_out(
    shape: str, receptacle: str
) -> None:
    placements = [
        Placement(('green', receptacle), (0.5, -0.09)),
        Placement(('red', shape), (0.5, -0.09), container=0),
    ]
    scene, (_, name) = arrange_scene(np.random.default_rng(1), placements)
    task = Task('pick', name)
    with World(scene) as world:
        assert world.data.contact.dist.min(initial=0.0) > -1e-4
        before = world.object_poses()
        world.step(50)
        for other, pose in world.object_poses().items():
            assert np.linalg.norm(pose.position_m - before[other].position_m) < 3e-4
        result = run_episode(world, ExpertPolicy(world, task), task).result
    assert result.success
    assert not result.wrong_object_touched
