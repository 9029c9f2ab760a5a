# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a moved camera become the view of the training camera."""

import math

import cv2
import numpy as np
import pytest
from vla_perception.image_decoding import RgbImage
from vla_perception.preprocess import resize_image
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_perception.table_rectification import TableRectifier
from vla_perception.table_rectification import to_camera_pixels
from vla_perception.table_rectification import to_training_pixels
from vla_perception.table_rectification import training_camera

K = np.array([[600.0, 0.0, 310.0], [0.0, 610.0, 245.0], [0.0, 0.0, 1.0]])
LENS = CameraIntrinsics(640, 480, K, np.array([0.05, -0.02, 0.001, 0.001, 0.0]))
#: 5 cm or more off in each axis.
MOVED = CameraPose.look_at((1.17, 0.06, 0.71), (0.47, 0.03, 0.02))
POINTS = np.array([(x, y, 0.0) for x in (0.35, 0.5, 0.62) for y in (-0.2, 0.0, 0.2)])


def dots(camera: CameraModel) -> RgbImage:
    """Return an image of white dots at POINTS on a gray table."""
    image = np.full((480, 640, 3), 115, np.uint8)
    for u, v in camera.to_pixels(POINTS):
        center = (round(16 * u), round(16 * v))
        cv2.circle(image, center, 16 * 4, (255, 255, 255), -1, cv2.LINE_AA, shift=4)
    return image


def centers(image: RgbImage) -> np.ndarray:
    """Return the centers (N, 2) of bright dots near their places in the training camera."""
    found = []
    weights = image[..., 0].astype(float) - 115
    for u, v in training_camera(640, 480).to_pixels(POINTS):
        rows, cols = np.mgrid[round(v) - 9 : round(v) + 10, round(u) - 9 : round(u) + 10]
        w = weights[rows, cols]
        found.append(((w * cols).sum() / w.sum(), (w * rows).sum() / w.sum()))
    return np.array(found)


@pytest.mark.parametrize('size', [(640, 480), (320, 240)])
def test_the_image_of_the_training_camera_stays_the_same(size: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    rectified = TableRectifier(training_camera(*size)).rectify(image)
    np.testing.assert_array_equal(resize_image(rectified), resize_image(image))


@pytest.mark.parametrize('intrinsics', [LENS, CameraIntrinsics(640, 480, K, np.zeros(0))])
def test_points_of_the_table_appear_where_the_training_camera_sees_them(
    intrinsics: CameraIntrinsics,
) -> None:
    camera = CameraModel(intrinsics, MOVED)
    expected = training_camera(640, 480).to_pixels(POINTS)
    before = np.linalg.norm(camera.to_pixels(POINTS) - expected, axis=1)
    assert before.min() > 10
    after = np.linalg.norm(
        centers(TableRectifier(camera).rectify(dots(camera))) - expected, axis=1
    )
    assert after.max() < 0.5


def test_the_mapping_is_the_homography_of_the_table_plane() -> None:
    """H = K [r1 r2 t] ([r1 r2 t]_0)^-1 K_0^-1."""
    camera, training = (
        CameraModel(CameraIntrinsics(640, 480, K, np.zeros(0)), MOVED),
        (training_camera(640, 480)),
    )

    def plane_to_image(model: CameraModel) -> np.ndarray:
        rotation = model.pose.rotation.T
        translation = -rotation @ model.pose.position_m
        columns = np.column_stack([rotation[:, 0], rotation[:, 1], translation])
        return np.asarray(model.intrinsics.matrix @ columns)

    homography = plane_to_image(camera) @ np.linalg.inv(plane_to_image(training))
    pixels = np.array([(0.0, 0.0), (639.0, 0.0), (320.0, 240.0), (0.0, 479.0)])
    expected = cv2.perspectiveTransform(pixels[None], homography)[0]
    np.testing.assert_allclose(to_camera_pixels(pixels, camera), expected, atol=1e-6)


def test_pixels_map_back() -> None:
    camera = CameraModel(LENS, MOVED)
    pixels = np.array([(200.0, 150.0), (400.0, 300.0)])
    there = to_camera_pixels(pixels, camera)
    np.testing.assert_allclose(to_training_pixels(there, camera), pixels, atol=0.02)


def test_an_object_of_6_cm_is_displaced_by_less_than_1_cm_for_5_cm() -> None:
    moved = CameraModel(LENS, CameraPose.look_at((1.17, 0.0, 0.66), (0.49, 0.0, 0.055)))
    top = np.array([[0.5, 0.1, 0.06]])
    training = training_camera(640, 480)
    seen = training.to_plane(to_training_pixels(moved.to_pixels(top), moved))
    usual = training.to_plane(training.to_pixels(top))
    assert np.linalg.norm(seen - usual) < 0.01


def test_unseen_parts_are_gray_and_counted() -> None:
    turned = CameraPose.look_at((1.12, 0.0, 0.66), (0.44, 0.35, 0.055))
    rectifier = TableRectifier(CameraModel(CameraIntrinsics(640, 480, K, np.zeros(0)), turned))
    assert 0.5 < rectifier.visible_share < 1.0
    rectified = rectifier.rectify(np.full((480, 640, 3), 200, np.uint8))
    assert {115, 200} <= set(np.unique(rectified).tolist())
    assert TableRectifier(training_camera(640, 480)).visible_share == 1.0


def quaternion_pose(position_m: tuple[float, float, float]) -> CameraPose:
    return CameraPose(np.array(position_m), training_camera(640, 480).pose.rotation)


@pytest.mark.parametrize(
    ('pose', 'rule'),
    [
        (quaternion_pose((1.12, 0.0, -0.1)), r'above the table, .* got z = -0.100 m'),
        (quaternion_pose((1.12, 0.0, math.nan)), 'finite numbers'),
        (CameraPose.look_at((1.12, 0.0, 0.66), (2.0, 0.0, 0.1)), 'at least 50% .* got 0%'),
        (CameraPose(np.array((1.12, 0.0, 0.66)), 2 * np.eye(3)), 'rotation matrix'),
        (CameraPose(np.array((1.12, 0.0, 0.66)), np.diag([1.0, 1.0, -1.0])), 'rotation matrix'),
    ],
)
def test_impossible_poses_are_rejected(pose: CameraPose, rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        TableRectifier(CameraModel(LENS, pose))


def test_an_image_of_another_size_is_rejected() -> None:
    with pytest.raises(ValueError, match='640 x 480, got 320 x 240'):
        TableRectifier(training_camera(640, 480)).rectify(np.zeros((240, 320, 3), np.uint8))
