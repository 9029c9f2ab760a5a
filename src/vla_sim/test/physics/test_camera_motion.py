# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The camera of a scene moves and turns as it is told."""

import math

import numpy as np
import pytest
from vla_sim.physics.camera_motion import move_camera
from vla_sim.physics.camera_motion import random_direction
from vla_sim.physics.mjcf import camera_axes
from vla_sim.physics.scene import Appearance

NONE = np.zeros(3)


def turn(before: Appearance, after: Appearance) -> np.ndarray:
    """Return the rotation vector between two cameras (logarithm of the rotation)."""
    rotation = camera_axes(after).T @ camera_axes(before)
    angle = math.acos(np.clip((np.trace(rotation) - 1) / 2, -1, 1))
    vector = np.array(
        (
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        )
    )
    return vector * (angle / (2 * math.sin(angle)))


def test_a_translation_keeps_the_orientation() -> None:
    look = Appearance(camera_roll_rad=0.1)
    moved = move_camera(look, np.array((0.03, -0.02, 0.05)), NONE)
    np.testing.assert_allclose(moved.camera_position_m, (1.15, -0.02, 0.71))
    np.testing.assert_allclose(camera_axes(moved), camera_axes(look), atol=1e-12)


@pytest.mark.parametrize(
    'axis', [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.5, -0.4, 0.3)]
)
def test_a_rotation_is_about_the_position_of_the_camera(axis: tuple[float, ...]) -> None:
    vector = 0.2 * np.array(axis)
    moved = move_camera(Appearance(), NONE, vector)
    assert moved.camera_position_m == Appearance().camera_position_m
    np.testing.assert_allclose(turn(Appearance(), moved), vector, atol=1e-9)


def test_no_motion_changes_nothing() -> None:
    moved = move_camera(Appearance(), NONE, NONE)
    np.testing.assert_allclose(moved.camera_target_m, Appearance().camera_target_m)


def test_directions_have_unit_length() -> None:
    rng = np.random.default_rng(0)
    assert all(np.linalg.norm(random_direction(rng)) == pytest.approx(1) for _ in range(5))
