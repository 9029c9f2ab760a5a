# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rectification by the pose and the matrix that ROS gives."""

from collections.abc import Iterator
import sys
from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_perception.camera_rectifier import CalibrationError
from vla_perception.camera_rectifier import CameraRectifier
from vla_perception.camera_settings import RectificationSettings
from vla_perception.table_rectification import training_camera

IMAGE = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
K = training_camera(64, 48).intrinsics.matrix


@pytest.fixture
def rectifiers(ros: NodeTestHarness) -> Iterator[Any]:
    created: list[CameraRectifier] = []

    def create(**values: Any) -> CameraRectifier:
        settings = RectificationSettings(**{'camera_pose_source': 'parameters', **values})
        created.append(CameraRectifier(ros.node, settings))
        return created[-1]

    yield create
    for rectifier in created:
        rectifier.close()


def test_images_wait_for_the_camera_matrix(ros: NodeTestHarness, rectifiers: Any) -> None:
    rectifier = rectifiers()
    with pytest.raises(CalibrationError, match=r'camera_info must .* got no message'):
        rectifier.rectify(IMAGE, 'optical')
    publisher = ros.publisher(CameraInfo, 'camera/camera_info', qos.SENSOR)
    info = CameraInfo(width=64, height=48, k=K.ravel().tolist())

    def rectified() -> bool:
        publisher.publish(info)
        try:
            return np.array_equal(rectifier.rectify(IMAGE, 'optical'), IMAGE)
        except CalibrationError:
            return False

    ros.wait_for(rectified)
    assert rectifier.visible_share == 1.0


def test_the_matrix_of_the_parameters_needs_no_camera_info(rectifiers: Any) -> None:
    rectifier = rectifiers(camera_matrix_px=(K[0, 0], K[1, 1], K[0, 2], K[1, 2]))
    np.testing.assert_array_equal(rectifier.rectify(IMAGE, 'optical'), IMAGE)


def test_a_moved_camera_changes_the_image(rectifiers: Any) -> None:
    rectifier = rectifiers(
        camera_matrix_px=(K[0, 0], K[1, 1], K[0, 2], K[1, 2]), camera_position_m=(1.12, 0.1, 0.66)
    )
    assert not np.array_equal(rectifier.rectify(IMAGE, 'optical'), IMAGE)


@pytest.mark.parametrize(
    ('values', 'rule'),
    [
        ({'camera_position_m': (1.12, 0.0, 0.02), 'camera_look_at_m': (2.0, 0.0, 0.5)}, 'got 0%'),
        ({'camera_matrix_px': (0.0, 0.0, 1.0, 1.0)}, 'focal lengths above 0'),
        ({'camera_position_m': (1.12, 0.0, -0.5)}, 'above the table'),
    ],
)
def test_unusable_values_are_reported(rectifiers: Any, values: Any, rule: str) -> None:
    matrix = (K[0, 0], K[1, 1], K[0, 2], K[1, 2])
    rectifier = rectifiers(**{'camera_matrix_px': matrix, **values})
    for _ in range(2):
        with pytest.raises(CalibrationError, match=rule):
            rectifier.rectify(IMAGE, 'optical')


def test_tf_without_its_package_is_rejected(
    rectifiers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'tf2_ros', None)
    with pytest.raises(ValueError, match='needs the package tf2_ros_py'):
        rectifiers(camera_pose_source='tf')
