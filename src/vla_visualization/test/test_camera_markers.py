# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frustum of the camera, and the live image in it."""

import numpy as np
from vla_perception.projection import CameraModel
from vla_visualization.camera_markers import DEPTH_M
from vla_visualization.camera_markers import frustum_marker
from vla_visualization.camera_markers import image_marker


def test_the_frustum_begins_at_the_camera_and_ends_at_the_corners_of_the_image(
    camera: CameraModel,
) -> None:
    line = frustum_marker(camera)
    points = np.unique(np.array(line.points).round(9), axis=0)
    assert len(points) == 5
    is_center = np.linalg.norm(points - camera.pose.position_m, axis=1) < 1e-6
    assert is_center.sum() == 1
    pixels = {tuple(pixel) for pixel in camera.to_pixels(points[~is_center]).round(3)}
    assert pixels == {(u, v) for u in (-0.5, 639.5) for v in (-0.5, 479.5)}


def test_each_square_has_the_color_of_the_image_that_the_camera_sees_through_it(
    camera: CameraModel,
) -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    image[240:, :320] = (255, 0, 0)
    squares = image_marker(camera, image, 2.0)
    assert squares.lifetime_s == 2.0
    points = np.array(squares.points)
    assert len(points) == 24 * 32
    is_red = np.array(squares.colors)[:, 0] > 0.5
    pixels = camera.to_pixels(points)
    np.testing.assert_array_equal(is_red, (pixels[:, 0] < 320) & (pixels[:, 1] > 240))
    depths_m = (points - camera.pose.position_m) @ camera.pose.rotation[:, 2]
    np.testing.assert_allclose(depths_m, DEPTH_M)
    # The squares leave no gaps.
    assert squares.width_m > np.linalg.norm(points[1] - points[0])
