# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Geometry, compared with independent computations."""

import math

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_common.rotation import normalize
from vla_common.rotation import quaternion_angle
from vla_safety.types.geometry import distance_outside
from vla_safety.types.geometry import lowest_tool_height
from vla_safety.types.geometry import rotated
from vla_safety.types.geometry import rotation_between
from vla_safety.types.geometry import segments_intersect

BOX = np.array([[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]])


@pytest.mark.parametrize(
    ('start', 'end', 'hits'),
    [
        ((-1, 0.5, 0.5), (2, 0.5, 0.5), True),  # through
        ((0.2, 0.5, 0.5), (0.3, 0.5, 0.5), True),  # inside
        ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), True),  # a point inside
        ((2, 0.5, 0.5), (2, 0.5, 0.5), False),  # a point outside
        ((-1, 0.5, 0.5), (-0.1, 0.5, 0.5), False),  # ends before
        ((1.1, 0.5, 0.5), (3, 0.5, 0.5), False),  # starts after
        ((-1, 1.5, 0.5), (2, 1.5, 0.5), False),  # passes beside
        ((-0.5, 0.5, 0.5), (0.5, 1.7, 0.5), False),  # cuts past an edge
        ((-0.2, 0.5, 0.5), (0.5, 1.1, 0.5), True),  # cuts the edge
        ((-1, 1.0, 0.5), (2, 1.0, 0.5), True),  # touches a face
    ],
)
def test_segments_that_touch_a_box(
    start: tuple[float, ...], end: tuple[float, ...], hits: bool
) -> None:
    assert segments_intersect(np.array([start]), np.array([end]), BOX).item() == hits


SEEDS = st.integers(0, 2**32 - 1)


@settings(deadline=None)
@given(seed=SEEDS)
def test_intersections_agree_with_sampled_points(seed: int) -> None:
    rng = np.random.default_rng(seed)
    starts, ends = rng.uniform(-1, 2, size=(2, 5, 3))
    corners = np.sort(rng.uniform(-1, 2, size=(4, 2, 3)), axis=1)
    hit = segments_intersect(starts, ends, corners)
    assert hit.shape == (5, 4)
    points = starts + np.linspace(0, 1, 200)[:, None, None] * (ends - starts)
    for j, (low, high) in enumerate(corners):
        sampled = ((points > low) & (points < high)).all(axis=-1).any(axis=0)
        assert hit[:, j][sampled].all()
        grown = ((points > low - 0.02) & (points < high + 0.02)).all(axis=-1).any(axis=0)
        assert grown[hit[:, j]].all()


@pytest.mark.parametrize(
    ('angle_rad', 'height_m'),
    [
        (0.0, 0.20),  # upright: the finger tips
        (0.5, 0.20 - 0.05 * math.sin(0.5)),  # one finger comes down
        (math.pi / 2, 0.15),  # lying: finger and body alike
        (math.pi, 0.20 - 0.10 - 0.05),  # upside down: the body
    ],
)
def test_the_lowest_point_of_a_tool(angle_rad: float, height_m: float) -> None:
    tilted = rotated(np.array((1.0, 0.0, 0.0, 0.0)), np.array((angle_rad, 0.0, 0.0)))
    position = np.array(((0.4, 0.0, 0.20),))
    assert lowest_tool_height(position, tilted[None], 0.05, 0.10) == pytest.approx([height_m])


def test_without_boxes_nothing_intersects() -> None:
    assert segments_intersect(np.zeros((3, 3)), np.ones((3, 3)), np.zeros((0, 2, 3))).shape == (
        3,
        0,
    )


def test_distance_outside_is_that_of_the_worst_axis() -> None:
    points = np.array([[0.5, 0.5, 0.5], [1.2, 0.5, -0.1], [1.0, 1.0, 1.0]])
    np.testing.assert_allclose(distance_outside(points, *BOX[0]), [0.0, 0.2, 0.0])


@settings(deadline=None)
@given(seed=SEEDS)
def test_a_rotation_leads_from_one_orientation_to_the_other(seed: int) -> None:
    a, b = normalize(np.random.default_rng(seed).normal(size=(2, 4)))
    rotation = rotation_between(a, b)
    assert np.linalg.norm(rotation) <= np.pi + 1e-9
    assert np.linalg.norm(rotation) == pytest.approx(float(quaternion_angle(a, b)), abs=1e-9)
    assert abs(rotated(a, rotation) @ b) == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose(rotation_between(a, -b), rotation, atol=1e-9)


def test_a_rotation_is_about_the_axes_of_the_base() -> None:
    quarter = np.array((0.0, 0.0, np.sin(np.pi / 4), np.cos(np.pi / 4)))
    down = np.array((1.0, 0.0, 0.0, 0.0))
    np.testing.assert_allclose(
        rotated(down, np.array((0.0, 0.0, np.pi / 2))),
        [quarter[3], quarter[2], 0.0, 0.0],
        atol=1e-12,
    )
    np.testing.assert_allclose(rotation_between(down, down), 0.0)
