# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the data to visualize."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from vla_visualization.observations import OBJECT_HEIGHT_M
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView


@pytest.mark.parametrize(
    ('make', 'rule'),
    [
        (lambda: PlannedPath(np.zeros((3, 2)), np.zeros(3), np.zeros(3)), r'\(3, 2\)'),
        (lambda: PlannedPath(np.zeros((3, 3)), np.zeros(2), np.zeros(3)), r'\(3, 3\) and \(2,\)'),
        (lambda: RefusedPoints(np.zeros((2, 3)), ('speed',)), 'got .* and 1 names'),
    ],
)
def test_contradicting_shapes_are_rejected(make: Callable[[], object], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        make()


@pytest.mark.parametrize(
    ('weights', 'rule'),
    [
        (np.zeros(4), r'shape \(rows, cols\), got \(4,\)'),
        (np.zeros((0, 4)), r'got \(0, 4\)'),
        (np.array([[0.5, np.nan]]), 'finite'),
        (np.array([[0.5, -0.1]]), 'not negative, got -0.1'),
    ],
)
def test_invalid_weights_are_rejected(weights: np.ndarray, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        QueryAttention('target', weights)


def test_relative_weights_are_shares_of_the_largest() -> None:
    attention = QueryAttention('target', np.array([[0.1, 0.4], [0.0, 0.2]]))
    np.testing.assert_allclose(attention.relative_weights, [[0.25, 1.0], [0.0, 0.5]])


def test_relative_weights_of_zeros_are_zeros() -> None:
    relative = QueryAttention('target', np.zeros((2, 3))).relative_weights
    np.testing.assert_array_equal(relative, np.zeros((2, 3)))


def test_an_empty_path_is_valid_and_not_pending() -> None:
    path = PlannedPath(np.zeros((0, 3)), np.zeros(0), np.zeros(3))
    assert not path.pending
    assert path.destination_m is None


def test_the_way_is_shown_until_the_target_is_moved() -> None:
    point_m = np.zeros(3)
    path = PlannedPath(np.zeros((1, 3)), np.zeros(1), point_m, point_m)
    assert path.shows_way
    assert not replace(path, target_is_held=True).shows_way
    assert not replace(path, destination_m=None).shows_way
    # After contact without a held object.
    assert not replace(path, target_m=np.full(3, np.nan)).shows_way


def test_the_center_of_an_object_is_above_the_table_and_that_of_a_held_one_at_the_tool() -> None:
    cube = ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.1, 0.0]))
    np.testing.assert_allclose(cube.center_m, (0.5, 0.1, OBJECT_HEIGHT_M / 2))
    np.testing.assert_array_equal(replace(cube, is_held=True).center_m, cube.position_m)


def test_a_scene_is_empty_by_default() -> None:
    scene = SceneView()
    assert (scene.path, scene.refused, scene.end_effector) == (None, None, None)
    assert (scene.attention, scene.objects, scene.trail) == ((), (), ())
    assert (scene.command, scene.card, scene.workspace) == (None, None, None)
