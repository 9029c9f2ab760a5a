# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Projection of attention onto the table."""

import numpy as np
import pytest
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import training_camera
from vla_visualization.attention_plane import attention_surface
from vla_visualization.attention_plane import cell_centers
from vla_visualization.attention_plane import in_camera_image
from vla_visualization.attention_plane import TableBounds
from vla_visualization.observations import QueryAttention

EVERYWHERE = TableBounds(-9.0, 9.0, -9.0, 9.0)


def one_cell_weights(row: int, col: int, weight: float = 1.0) -> np.ndarray:
    weights = np.zeros((24, 32))
    weights[row, col] = weight
    return weights


def test_cell_centers_project_back_to_the_cells_of_the_image(camera: CameraModel) -> None:
    centers = cell_centers(24, 32, camera, 0.0)
    assert centers.shape == (24, 32, 3)
    # 20 px cells; pixel centers have whole coordinates.
    np.testing.assert_allclose(camera.to_pixels(centers[12, 16:17]), [(329.5, 249.5)], atol=1e-6)


def test_a_weight_fades_from_the_center_of_its_cell_to_those_around_it(
    camera: CameraModel,
) -> None:
    (shape,) = attention_surface(
        QueryAttention('target', one_cell_weights(12, 16)), camera, EVERYWHERE
    )
    assert shape.ns == 'attention_target'
    points, opacity = np.array(shape.points), np.array([color[3] for color in shape.colors])
    # Four quadrilaterals around the center, each of two triangles.
    assert points.shape == (24, 3)
    center = camera.to_plane(np.array([[329.5, 249.5]]), 0.004)[0]
    at_center = np.linalg.norm(points[:, :2] - center[:2], axis=1) < 0.003
    assert opacity[at_center] == pytest.approx(0.9)
    assert (opacity[~at_center] < 0.01).all()


def test_triangles_face_up(camera: CameraModel) -> None:
    (shape,) = attention_surface(
        QueryAttention('target', one_cell_weights(9, 4)), camera, EVERYWHERE
    )
    a, b, c = np.array(shape.points).reshape(-1, 3, 3).swapaxes(0, 1)
    assert (np.cross(b - a, c - a)[:, 2] > 0).all()


def test_large_weights_are_more_opaque_and_small_weights_are_omitted(camera: CameraModel) -> None:
    weights = (
        one_cell_weights(12, 10, 1.0)
        + one_cell_weights(12, 20, 0.575)
        + one_cell_weights(20, 10, 0.1)
    )
    (shape,) = attention_surface(QueryAttention('target', weights), camera, EVERYWHERE)
    opacity = sorted({round(color[3], 3) for color in shape.colors})
    assert opacity == pytest.approx([0.002, 0.45, 0.9])
    assert len(shape.points) == 48


def test_cells_off_the_table_or_above_the_horizon_are_omitted(camera: CameraModel) -> None:
    small = TableBounds(0.1, 0.2, 0.3, 0.4)
    assert not list(
        attention_surface(QueryAttention('target', one_cell_weights(12, 16)), camera, small)
    )
    up = CameraModel(camera.intrinsics, camera.pose.look_at((1.0, 0.0, 0.3), (0.0, 0.0, 0.5)))
    assert not list(
        attention_surface(QueryAttention('target', one_cell_weights(0, 16)), up, EVERYWHERE)
    )


def test_zero_weights_yield_no_cells(camera: CameraModel) -> None:
    assert not list(
        attention_surface(QueryAttention('target', np.zeros((2, 2))), camera, EVERYWHERE)
    )


def test_queries_differ_in_color_and_height(camera: CameraModel) -> None:
    shapes = [
        next(
            attention_surface(QueryAttention(query, one_cell_weights(12, 16)), camera, EVERYWHERE)
        )
        for query in ('target', 'destination')
    ]
    assert shapes[0].color[0] > shapes[0].color[2]
    assert shapes[1].color[2] > shapes[1].color[0]
    assert shapes[0].points[0][2] != shapes[1].points[0][2]


def test_empty_bounds_are_rejected() -> None:
    with pytest.raises(ValueError, match='x_min < x_max'):
        TableBounds(0.5, 0.5, 0.0, 1.0)


def test_attention_of_a_rectified_image_is_placed_by_the_training_camera(
    camera: CameraModel,
) -> None:
    """The cell lies where the training camera sees it on the table, wherever the camera is."""
    attention = QueryAttention('target', one_cell_weights(12, 16), is_rectified=True)
    (shape,) = attention_surface(attention, camera, EVERYWHERE)
    center = training_camera(640, 480).to_plane(np.array([[329.5, 249.5]]))[0]
    points = np.array(shape.points)
    assert (points[:, :2].min(0) < center[:2]).all()
    assert (points[:, :2].max(0) > center[:2]).all()


def test_attention_of_a_rectified_image_is_drawn_where_the_camera_sees_the_table(
    camera: CameraModel,
) -> None:
    weights = np.zeros((24, 32))
    weights[11:14, 15:18] = 1.0
    shown = in_camera_image(QueryAttention('target', weights, is_rectified=True), camera)
    assert not shown.is_rectified
    rows, cols = np.mgrid[:24, :32]
    total = shown.weights.sum()
    center = np.array([(shown.weights * axis).sum() / total for axis in (cols, rows)])
    point = training_camera(640, 480).to_plane(np.array([[329.5, 249.5]]))
    expected = (camera.to_pixels(point)[0] + 0.5) / 20 - 0.5
    np.testing.assert_allclose(center, expected, atol=0.15)
    plain = QueryAttention('target', weights)
    assert in_camera_image(plain, camera) is plain
