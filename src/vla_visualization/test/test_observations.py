# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the data to visualize."""

from collections.abc import Callable

import numpy as np
import pytest
from vla_visualization.observations import Caption
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.observations import Severity


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


def test_captions_are_information_by_default() -> None:
    assert Caption('no command yet').severity is Severity.INFO


def test_a_scene_is_empty_by_default() -> None:
    scene = SceneView()
    assert (scene.path, scene.refused, scene.end_effector) == (None, None, None)
    assert (scene.attention, scene.captions) == ((), ())
