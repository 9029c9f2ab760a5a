# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The training view follows the pose that is given; errors of that pose are labeled."""

from collections.abc import Iterator
from dataclasses import replace
import math

import cv2
import numpy as np
import pytest
from vla_learning.data.frames import REFERENCE_POINTS_M
from vla_learning.data.given_camera import GivenCamera
from vla_learning.data.given_camera import HEIGHT_PX
from vla_learning.data.given_camera import WIDTH_PX
from vla_learning.data.training_scenes import camera_pose
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import TableRectifier
from vla_perception.table_rectification import training_camera
from vla_sim.physics.camera_motion import move_camera
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import intrinsics
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

SHIFT_M, TURN_RAD = np.array((0.06, -0.05, 0.04)), math.radians(6) * np.array((0.3, -0.6, 0.7))
MOVED = move_camera(Appearance(), SHIFT_M, TURN_RAD)
POINTS = np.array([(0.35, -0.2, 0.0), (0.5, 0.1, 0.0), (0.62, 0.2, 0.0)])


@pytest.fixture(scope='module')
def world() -> Iterator[World]:
    """Return a scene with the moved camera."""
    with World(replace(sample_scene(3), appearance=MOVED)) as world:
        yield world


def true_spec(look: Appearance) -> CameraSpec:
    pose = camera_pose(look)
    return CameraSpec(intrinsics(640, 480), pose.position_m, pose.rotation, 640, 480)


def test_the_pose_of_an_appearance_is_that_of_the_simulated_camera(world: World) -> None:
    spec, pose = world.camera(), camera_pose(MOVED)
    np.testing.assert_allclose(pose.position_m, spec.position_m, atol=1e-5)
    np.testing.assert_allclose(pose.rotation, spec.rotation, atol=1e-5)


def test_with_the_true_pose_the_table_is_where_the_training_camera_has_it(world: World) -> None:
    camera = GivenCamera(world.camera())
    expected = training_camera(WIDTH_PX, HEIGHT_PX).to_pixels(POINTS)
    np.testing.assert_allclose(camera.pixels(POINTS), expected, atol=1e-3)
    assert np.abs(camera.reference_shifts()).max() < 1e-5
    np.testing.assert_allclose(camera.position_m, world.camera().position_m)


def test_the_view_is_that_of_the_perception_node(world: World) -> None:
    spec, image = world.camera(), world.render()
    model = CameraModel(
        CameraIntrinsics(640, 480, spec.intrinsics, np.zeros(0)), camera_pose(MOVED)
    )
    node = cv2.resize(
        TableRectifier(model).rectify(image), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA
    )
    view = GivenCamera(spec).training_view(image)
    assert view.shape == (HEIGHT_PX, WIDTH_PX, 3)
    assert np.abs(view.astype(float) - node).mean() < 1.0


def test_a_wrong_pose_displaces_points_as_labeled() -> None:
    camera = GivenCamera(true_spec(MOVED), camera_pose(Appearance()))
    shifts = camera.reference_shifts()
    points = np.pad(REFERENCE_POINTS_M, ((0, 0), (0, 1)))
    seen = training_camera(WIDTH_PX, HEIGHT_PX).to_plane(camera.pixels(points))
    np.testing.assert_allclose(seen[:, :2] + shifts, REFERENCE_POINTS_M, atol=1e-4)
    assert np.linalg.norm(shifts, axis=1).max() > 0.05


def test_only_points_in_the_image_are_visible() -> None:
    camera = GivenCamera(true_spec(Appearance()))
    points = np.array([(0.49, 0.0, 0.0), (0.49, 2.0, 0.0), (2.0, 0.0, 0.0)])
    assert camera.is_visible(points).tolist() == [True, False, False]
