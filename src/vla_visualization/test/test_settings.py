# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the visualization node."""

import numpy as np
import pytest
from vla_common.settings import check_settings
from vla_visualization.attention_plane import TableBounds
from vla_visualization.settings import VisualizationSettings


def test_the_defaults_are_valid() -> None:
    settings = VisualizationSettings()
    check_settings(settings)
    assert settings.bounds == TableBounds(0.1, 0.95, -0.55, 0.55)
    np.testing.assert_array_equal(settings.camera_pose.position_m, (1.12, 0.0, 0.66))
    assert not settings.show_camera
    assert settings.blur_faces


def test_without_an_orientation_the_camera_is_upright() -> None:
    rotation = VisualizationSettings().camera_pose.rotation
    assert rotation[2, 0] == pytest.approx(0)
    assert rotation[0, 2] < 0


def test_the_orientation_has_priority_over_the_look_at_point() -> None:
    settings = VisualizationSettings(camera_orientation_xyzw=(1.0, 0.0, 0.0, 0.0))
    np.testing.assert_allclose(settings.camera_pose.rotation, np.diag([1, -1, -1]))


def test_contradicting_parameters_are_rejected() -> None:
    with pytest.raises(ValueError, match='length 1'):
        _ = VisualizationSettings(camera_orientation_xyzw=(0.0, 0.0, 0.0, 2.0)).camera_pose
    with pytest.raises(ValueError, match='x_min < x_max'):
        _ = VisualizationSettings(table_bounds_m=(1.0, 0.0, 0.0, 1.0)).bounds
    with pytest.raises(ValueError, match='straight below'):
        _ = VisualizationSettings(camera_look_at_m=(1.12, 0.0, 0.0)).camera_pose


@pytest.mark.parametrize(
    ('name', 'value'),
    [('rate_hz', 0.5), ('stale_after_s', 0.1), ('camera_position_m', (1.0, 2.0))],
)
def test_values_out_of_range_are_rejected(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        check_settings(VisualizationSettings(**{name: value}))
