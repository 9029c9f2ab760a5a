# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frustum of the camera, and the live image in it."""

import numpy as np
from vla_common.rotation import rotation_matrix
from vla_perception.projection import CameraModel
from vla_visualization.camera_markers import camera_markers
from vla_visualization.camera_markers import DEPTH_M
from vla_visualization.primitives import Boxes
from vla_visualization.primitives import Line


def test_the_frustum_begins_at_the_camera_and_ends_at_the_corners_of_the_image(
    camera: CameraModel,
) -> None:
    (line,) = camera_markers(camera, None)
    assert isinstance(line, Line)
    points = np.unique(np.array(line.points).round(9), axis=0)
    assert len(points) == 5
    is_center = np.linalg.norm(points - camera.pose.position_m, axis=1) < 1e-6
    assert is_center.sum() == 1
    pixels = {tuple(pixel) for pixel in camera.to_pixels(points[~is_center]).round(3)}
    assert pixels == {(u, v) for u in (-0.5, 639.5) for v in (-0.5, 479.5)}


def test_each_box_has_the_color_of_the_image_that_the_camera_sees_through_it(
    camera: CameraModel,
) -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    image[240:, :320] = (255, 0, 0)
    _, boxes = camera_markers(camera, image)
    assert isinstance(boxes, Boxes)
    assert len(boxes.points) == 24 * 32
    rotation = rotation_matrix(boxes.orientation_xyzw)
    np.testing.assert_allclose(rotation, camera.pose.rotation, atol=1e-9)
    points = np.array(boxes.points) @ rotation.T + np.array(boxes.position)
    pixels = camera.to_pixels(points)
    is_red = np.array(boxes.colors)[:, 0] > 0.5
    np.testing.assert_array_equal(is_red, (pixels[:, 0] < 320) & (pixels[:, 1] > 240))
    # The boxes touch each other.
    first, second = boxes.points[0][0], boxes.points[1][0]
    np.testing.assert_allclose(second - first, boxes.size_m[0])
    assert boxes.points[0][2] == DEPTH_M
