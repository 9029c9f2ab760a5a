# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention cells on the table."""

import numpy as np
import pytest
from vla_visualization.attention_plane import attention_cells
from vla_visualization.attention_plane import Bounds
from vla_visualization.attention_plane import cell_corners
from vla_visualization.observations import Attention
from vla_visualization.projection import Camera

EVERYWHERE = Bounds(-9.0, 9.0, -9.0, 9.0)


def attended(row: int, col: int, share: float = 1.0) -> np.ndarray:
    weights = np.zeros((24, 32))
    weights[row, col] = share
    return weights


def test_corners_project_back_onto_the_cells_of_the_image(camera: Camera) -> None:
    corners = cell_corners(24, 32, camera, 0.0)
    assert corners.shape == (24, 32, 4, 3)
    pixels = camera.to_pixels(corners[12, 16])
    # 20 px cells; a corner lies half a pixel before its first pixel's center.
    np.testing.assert_allclose(
        pixels, [(319.5, 239.5), (339.5, 239.5), (339.5, 259.5), (319.5, 259.5)], atol=1e-6
    )


def test_the_attended_cell_is_two_triangles_around_its_place(camera: Camera) -> None:
    (shape,) = attention_cells(Attention('target', attended(12, 16)), camera, EVERYWHERE)
    assert shape.ns == 'attention_target'
    points = np.array(shape.points)
    assert points.shape == (6, 3)
    assert len(shape.colors) == 6
    center = camera.to_plane(np.array([[329.5, 249.5]]))[0]
    assert (points[:, :2].min(0) < center[:2]).all()
    assert (points[:, :2].max(0) > center[:2]).all()


def test_triangles_face_up(camera: Camera) -> None:
    (shape,) = attention_cells(Attention('target', attended(9, 4)), camera, EVERYWHERE)
    a, b, c = np.array(shape.points).reshape(-1, 3, 3).swapaxes(0, 1)
    assert (np.cross(b - a, c - a)[:, 2] > 0).all()


def test_stronger_cells_are_more_opaque_and_weak_ones_are_left_out(camera: Camera) -> None:
    weights = attended(12, 16, 0.6) + attended(12, 17, 0.3) + attended(12, 18, 0.05)
    (shape,) = attention_cells(Attention('target', weights), camera, EVERYWHERE)
    opacity = [color[3] for color in shape.colors[::6]]
    assert opacity == pytest.approx([0.9, 0.6])


def test_cells_off_the_table_and_above_the_horizon_are_left_out(camera: Camera) -> None:
    small = Bounds(0.1, 0.2, 0.3, 0.4)
    assert not list(attention_cells(Attention('target', attended(12, 16)), camera, small))
    up = Camera(camera.intrinsics, camera.pose.look_at((1.0, 0.0, 0.3), (0.0, 0.0, 0.5)))
    assert not list(attention_cells(Attention('target', attended(0, 16)), up, EVERYWHERE))


def test_no_attention_at_all_shows_nothing(camera: Camera) -> None:
    assert not list(attention_cells(Attention('target', np.zeros((2, 2))), camera, EVERYWHERE))


def test_the_two_queries_differ_in_color_and_height(camera: Camera) -> None:
    shapes = [
        next(attention_cells(Attention(query, attended(12, 16)), camera, EVERYWHERE))
        for query in ('target', 'destination')
    ]
    assert shapes[0].color[0] > shapes[0].color[2]
    assert shapes[1].color[2] > shapes[1].color[0]
    assert shapes[0].points[0][2] != shapes[1].points[0][2]


def test_empty_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match='x_min < x_max'):
        Bounds(0.5, 0.5, 0.0, 1.0)


@pytest.mark.parametrize(
    ('weights', 'rule'),
    [
        (np.zeros(4), r'shape \(rows, cols\), got \(4,\)'),
        (np.zeros((0, 4)), r'got \(0, 4\)'),
        (np.array([[0.5, np.nan]]), 'finite'),
        (np.array([[0.5, -0.1]]), 'not negative, got -0.1'),
    ],
)
def test_wrong_weights_are_refused(weights: np.ndarray, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        Attention('target', weights)
