# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random scenes: reproducible, unambiguous, with free space for the gripper."""

import hashlib
import itertools
import math

import numpy as np
import pytest
from vla_sim.physics.mjcf import scene_mjcf
from vla_sim.physics.scene import Item
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M
from vla_sim.physics.scene_sampling import parse_name
from vla_sim.physics.scene_sampling import sample_scene

SEEDS = range(60)


def test_same_seed_gives_the_same_scene() -> None:
    assert sample_scene(7) == sample_scene(7)
    assert sample_scene(7) != sample_scene(8)
    assert sample_scene(7).seed == 7


def test_scenes_of_published_results_stay_the_same() -> None:
    texts = ''.join(scene_mjcf(sample_scene(seed)) for seed in range(20))
    assert hashlib.sha256(texts.encode()).hexdigest()[:16] == '56b0b5198402f444'


def test_counts_and_unique_names() -> None:
    scenes = [sample_scene(seed) for seed in SEEDS]
    assert {len(s.items) for s in scenes} == {3, 4, 5, 6}
    assert {len(s.receptacles) for s in scenes} == {1, 2, 3}
    assert all(len(set(s.names)) == len(s.names) for s in scenes)


def test_every_color_and_shape_occurs() -> None:
    names = {item.name for seed in range(200) for item in sample_scene(seed)}
    assert len(names) == 8 * 5


def distance(a: Item, b: Item) -> float:
    return math.hypot(a.x_m - b.x_m, a.y_m - b.y_m)


@pytest.mark.parametrize('seed', SEEDS)
def test_objects_are_separate_and_within_the_workspace(seed: int) -> None:
    scene = sample_scene(seed)
    for item in scene:
        assert WORKSPACE_X_M[0] <= item.x_m <= WORKSPACE_X_M[1]
        assert WORKSPACE_Y_M[0] <= item.y_m <= WORKSPACE_Y_M[1]
    assert all(distance(a, b) >= 0.10 for a, b in itertools.combinations(scene.items, 2))
    for receptacle, item in itertools.product(scene.receptacles, scene.items):
        assert distance(receptacle, item) >= receptacle.radius_m + 0.05


def test_hard_negatives_are_common() -> None:
    def resembles(item: Item, other: Item) -> bool:
        return (item.color == other.color) != (item.shape == other.shape)

    items = [(i, s) for s in map(sample_scene, SEEDS) for i in s.items]
    share = np.mean([any(resembles(i, o) for o in s) for i, s in items])
    assert share > 0.7


def test_include_and_exclude() -> None:
    for seed in range(30):
        scene = sample_scene(seed, ('blue sphere', 'green bowl'), exclude=('red cube',))
        assert {'blue sphere', 'green bowl'} <= set(scene.names)
        assert 'red cube' not in scene.names


def test_counts_on_request() -> None:
    scene = sample_scene(1, objects=6, receptacles=3)
    assert (len(scene.items), len(scene.receptacles)) == (6, 3)


def test_unknown_names_are_refused_with_the_choice() -> None:
    with pytest.raises(ValueError, match=r"'orange'.*got 'pink elephant'"):
        parse_name('pink elephant')
    with pytest.raises(ValueError, match=r"both contain \['red cube'\]"):
        sample_scene(1, ('red cube',), exclude=('red cube',))
    with pytest.raises(ValueError, match='do not fit'):
        sample_scene(1, objects=20)


def test_find_lists_the_names_of_the_scene() -> None:
    scene = sample_scene(1, ('red cube',))
    assert scene.find('red cube').shape == 'cube'
    with pytest.raises(KeyError, match=r"red cube.*got 'grey cube'"):
        scene.find('grey cube')


def test_camera_jitter_is_small() -> None:
    positions = np.array([sample_scene(s).appearance.camera_position_m for s in SEEDS])
    assert np.ptp(positions, axis=0).max() < 0.04
    assert 0.003 < positions.std(axis=0).max() < 0.012


def test_with_a_margin_objects_lie_outside_of_the_workspace_too() -> None:
    x = [item.x_m for seed in range(20) for item in sample_scene(seed, margin_m=0.04)]
    assert WORKSPACE_X_M[0] - 0.04 <= min(x) < WORKSPACE_X_M[0]
    assert WORKSPACE_X_M[1] < max(x) <= WORKSPACE_X_M[1] + 0.04
