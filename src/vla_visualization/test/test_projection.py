# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels to the table and back."""

import math

import numpy as np
import pytest
from vla_visualization.projection import Camera
from vla_visualization.projection import CameraPose
from vla_visualization.projection import Intrinsics
from vla_visualization.projection import rotation_matrix

K = np.array([[500.0, 0, 319.5], [0, 500.0, 239.5], [0, 0, 1]])
PINHOLE = Intrinsics(640, 480, K, np.zeros(0))


def test_look_at_makes_an_optical_frame() -> None:
    # From +x back at the robot: the image's right is the robot's left (+y), down is down.
    pose = CameraPose.look_at((1.0, 0.0, 0.5), (0.0, 0.0, 0.5))
    np.testing.assert_allclose(pose.rotation @ (0, 0, 1), (-1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(pose.rotation @ (1, 0, 0), (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(pose.rotation @ (0, 1, 0), (0, 0, -1), atol=1e-12)
    assert np.linalg.det(pose.rotation) == pytest.approx(1)


def test_the_image_center_meets_the_point_looked_at(camera: Camera) -> None:
    point = camera.to_plane(np.array([[319.5, 239.5]]))
    np.testing.assert_allclose(point, [[0.47, 0.0, 0.0]], atol=1e-9)


def test_a_known_pixel_of_a_camera_that_looks_down() -> None:
    # Optical x along base x, y against base y, 1 m above: 50 px are 0.1 m.
    down = CameraPose.from_quaternion((0.4, 0.0, 1.0), (1.0, 0.0, 0.0, 0.0))
    point = Camera(PINHOLE, down).to_plane(np.array([[369.5, 239.5], [319.5, 289.5]]))
    np.testing.assert_allclose(point, [[0.5, 0.0, 0.0], [0.4, -0.1, 0.0]], atol=1e-12)


@pytest.mark.parametrize(
    'distortion', [(), (0.1, -0.2, 0.001, -0.002, 0.03), (0.1, -0.05, 0, 0, 0, 0.02, 0, 0)]
)
def test_there_and_back_again(camera: Camera, distortion: tuple[float, ...]) -> None:
    lens = Intrinsics(640, 480, K, np.array(distortion, dtype=np.float64))
    distorted = Camera(lens, camera.pose)
    pixels = np.stack(np.meshgrid([150.0, 320.0, 500.0], [200.0, 300.0, 430.0]), -1).reshape(-1, 2)
    points = distorted.to_plane(pixels, 0.03)
    np.testing.assert_allclose(points[:, 2], 0.03, atol=1e-12)
    np.testing.assert_allclose(distorted.to_pixels(points), pixels, atol=0.05)


def test_distortion_moves_the_point(camera: Camera) -> None:
    lens = Intrinsics(640, 480, K, np.array((0.2, 0, 0, 0, 0.0)))
    corner = np.array([[600.0, 440.0]])
    shift = Camera(lens, camera.pose).to_plane(corner) - Camera(PINHOLE, camera.pose).to_plane(
        corner
    )
    assert np.linalg.norm(shift) > 0.005


def test_rays_that_miss_the_table_and_points_behind_give_nan() -> None:
    level = Camera(PINHOLE, CameraPose.look_at((0.0, 0.0, 0.5), (1.0, 0.0, 0.5)))
    points = level.to_plane(np.array([[319.5, 239.5], [319.5, 100.0], [319.5, 400.0]]))
    assert np.isnan(points[:2]).all()
    assert points[2, 0] > 0
    pixels = level.to_pixels(np.array([[-1.0, 0.0, 0.5], [1.0, 0.0, 0.5]]))
    assert np.isnan(pixels[0]).all()
    np.testing.assert_allclose(pixels[1], (319.5, 239.5))


def test_rotation_matrix_of_a_quarter_turn_about_z() -> None:
    half = math.sqrt(0.5)
    np.testing.assert_allclose(
        rotation_matrix((0, 0, half, half)), [[0, -1, 0], [1, 0, 0], [0, 0, 1]], atol=1e-12
    )


@pytest.mark.parametrize('xyzw', [(0, 0, 0, 0), (0, 0, 0, 2), (math.nan, 0, 0, 1)])
def test_no_rotation_is_refused(xyzw: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match='length 1, got'):
        rotation_matrix(xyzw)


@pytest.mark.parametrize('target', [(0.0, 0.0, 1.0), (0.0, 0.0, 0.0)])
def test_upright_needs_a_slant(target: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match='camera_orientation_xyzw'):
        CameraPose.look_at((0.0, 0.0, 1.0), target)


@pytest.mark.parametrize(
    ('width', 'matrix', 'rule'),
    [
        (0, K, 'image size must be above 0, got 0 x 480'),
        (640, np.zeros((3, 3)), 'focal lengths above 0'),
        (640, np.full((3, 3), np.nan), 'finite numbers'),
    ],
)
def test_an_uncalibrated_camera_is_refused(width: int, matrix: np.ndarray, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        Intrinsics(width, 480, matrix, np.zeros(5))
