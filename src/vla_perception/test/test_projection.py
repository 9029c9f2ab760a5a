# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Projection from pixels to the table and back."""

import math

import numpy as np
import pytest
from vla_common.rotation import rotation_matrix
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_perception.projection import DISTORTION_COUNTS

K = np.array([[500.0, 0, 319.5], [0, 500.0, 239.5], [0, 0, 1]])
PINHOLE = CameraIntrinsics(640, 480, K, np.zeros(0))


def test_look_at_returns_an_optical_frame() -> None:
    # Seen from +x towards the robot: image right is +y, image down is -z.
    pose = CameraPose.look_at((1.0, 0.0, 0.5), (0.0, 0.0, 0.5))
    np.testing.assert_allclose(pose.rotation @ (0, 0, 1), (-1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(pose.rotation @ (1, 0, 0), (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(pose.rotation @ (0, 1, 0), (0, 0, -1), atol=1e-12)
    assert np.linalg.det(pose.rotation) == pytest.approx(1)


def test_the_image_center_projects_to_the_target_of_look_at(camera: CameraModel) -> None:
    point = camera.to_plane(np.array([[319.5, 239.5]]))
    np.testing.assert_allclose(point, [[0.47, 0.0, 0.0]], atol=1e-9)


def test_known_pixels_of_a_camera_that_points_down() -> None:
    # Optical x is base x, optical y is -y; at 1 m distance, 50 px are 0.1 m.
    down = CameraPose.from_quaternion((0.4, 0.0, 1.0), (1.0, 0.0, 0.0, 0.0))
    point = CameraModel(PINHOLE, down).to_plane(np.array([[369.5, 239.5], [319.5, 289.5]]))
    np.testing.assert_allclose(point, [[0.5, 0.0, 0.0], [0.4, -0.1, 0.0]], atol=1e-12)


@pytest.mark.parametrize(
    'distortion', [(), (0.1, -0.2, 0.001, -0.002, 0.03), (0.1, -0.05, 0, 0, 0, 0.02, 0, 0)]
)
def test_projection_to_the_plane_and_back_returns_the_pixels(
    camera: CameraModel, distortion: tuple[float, ...]
) -> None:
    lens = CameraIntrinsics(640, 480, K, np.array(distortion, dtype=np.float64))
    distorted = CameraModel(lens, camera.pose)
    pixels = np.stack(np.meshgrid([150.0, 320.0, 500.0], [200.0, 300.0, 430.0]), -1).reshape(-1, 2)
    points = distorted.to_plane(pixels, 0.03)
    np.testing.assert_allclose(points[:, 2], 0.03, atol=1e-12)
    np.testing.assert_allclose(distorted.to_pixels(points), pixels, atol=0.05)


def test_distortion_shifts_the_point(camera: CameraModel) -> None:
    lens = CameraIntrinsics(640, 480, K, np.array((0.2, 0, 0, 0, 0.0)))
    corner = np.array([[600.0, 440.0]])
    shift = CameraModel(lens, camera.pose).to_plane(corner) - CameraModel(
        PINHOLE, camera.pose
    ).to_plane(corner)
    assert np.linalg.norm(shift) > 0.005


def test_rays_that_miss_the_plane_and_points_behind_the_camera_are_nan() -> None:
    level = CameraModel(PINHOLE, CameraPose.look_at((0.0, 0.0, 0.5), (1.0, 0.0, 0.5)))
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
def test_a_quaternion_of_another_length_is_rejected(xyzw: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match='length 1, got'):
        rotation_matrix(xyzw)


@pytest.mark.parametrize('target', [(0.0, 0.0, 1.0), (0.0, 0.0, 0.0)])
def test_look_at_rejects_a_vertical_axis(target: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match='camera_orientation_xyzw'):
        CameraPose.look_at((0.0, 0.0, 1.0), target)


@pytest.mark.parametrize(
    ('width', 'matrix', 'rule'),
    [
        (0, K, 'image size must be above 0, got 0 x 480'),
        (640, np.zeros((3, 3)), r'k of .* focal lengths above 0, got fx = 0.0 and fy = 0.0'),
        (640, np.diag([500.0, -1.0, 1.0]), 'got fx = 500.0 and fy = -1.0'),
        (640, np.full((3, 3), np.nan), r'k of camera_info must hold finite numbers, got \[nan'),
    ],
)
def test_an_uncalibrated_camera_is_rejected(width: int, matrix: np.ndarray, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        CameraIntrinsics(width, 480, matrix, np.zeros(5))


@pytest.mark.parametrize(
    ('distortion', 'rule'),
    [
        (np.full(3, 0.1), 'd of camera_info must hold 0, 4, 5, 8, 12, 14 values, got 3'),
        (np.full(1000, 0.1), 'values, got 1000'),
        (np.full(5, np.nan), r'd of camera_info must hold finite numbers, got \[nan'),
        (np.array([0.1, np.inf, 0, 0, 0]), r'finite numbers, got \[0.1, inf'),
    ],
)
def test_a_distortion_that_opencv_does_not_know_is_rejected(
    distortion: np.ndarray, rule: str
) -> None:
    with pytest.raises(ValueError, match=rule):
        CameraIntrinsics(640, 480, K, distortion)


@pytest.mark.parametrize('count', DISTORTION_COUNTS)
@pytest.mark.parametrize('value', [0.0, 0.1, 1e6, -1e300])
@pytest.mark.parametrize('focal', [1e-300, 500.0, 1e300])
def test_extreme_intrinsics_do_not_raise(
    camera: CameraModel, count: int, value: float, focal: float
) -> None:
    matrix = np.array([[focal, 0, 319.5], [0, focal, 239.5], [0, 0, 1]])
    extreme = CameraModel(CameraIntrinsics(640, 480, matrix, np.full(count, value)), camera.pose)
    assert extreme.to_plane(np.array([[0.0, 0.0], [639.0, 479.0]])).shape == (2, 3)
    assert extreme.to_pixels(np.array([[0.5, 0.0, 0.0]])).shape == (1, 2)
