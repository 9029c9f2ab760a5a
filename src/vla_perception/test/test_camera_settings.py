# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the camera."""

import numpy as np
import pytest
from vla_common.settings import check_settings
from vla_perception.camera_settings import RectificationSettings
from vla_perception.table_rectification import training_camera


def test_the_defaults_are_the_training_camera() -> None:
    settings = RectificationSettings()
    check_settings(settings)
    training = training_camera(640, 480).pose
    np.testing.assert_array_equal(settings.camera_pose.position_m, training.position_m)
    np.testing.assert_array_equal(settings.camera_pose.rotation, training.rotation)
    assert settings.camera_intrinsics(640, 480) is None


def test_the_orientation_has_priority_over_the_look_at_point() -> None:
    settings = RectificationSettings(camera_orientation_xyzw=(1.0, 0.0, 0.0, 0.0))
    np.testing.assert_allclose(settings.camera_pose.rotation, np.diag([1, -1, -1]))


def test_a_camera_matrix_can_be_given() -> None:
    found = RectificationSettings(camera_matrix_px=(600.0, 610.0, 310.0, 245.0))
    intrinsics = found.camera_intrinsics(640, 480)
    assert intrinsics is not None
    np.testing.assert_array_equal(intrinsics.matrix, [[600, 0, 310], [0, 610, 245], [0, 0, 1]])


def test_wrong_values_are_rejected() -> None:
    with pytest.raises(ValueError, match='focal lengths above 0'):
        RectificationSettings(camera_matrix_px=(0.0, 0.0, 310.0, 245.0)).camera_intrinsics(64, 48)
    with pytest.raises(ValueError, match='camera_pose_source'):
        check_settings(RectificationSettings(camera_pose_source='guess'))
    with pytest.raises(ValueError, match='straight below'):
        _ = RectificationSettings(camera_look_at_m=(1.12, 0.0, 0.0)).camera_pose
