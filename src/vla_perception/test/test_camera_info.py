# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of sensor_msgs/CameraInfo."""

import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from vla_perception.camera_info import to_camera_intrinsics

K = [500.0, 0.0, 319.5, 0.0, 500.0, 239.5, 0.0, 0.0, 1.0]


def test_camera_info() -> None:
    info = CameraInfo(width=640, height=480, distortion_model='plumb_bob', d=[0.1] * 5)
    info.k = K
    intrinsics = to_camera_intrinsics(info)
    assert (intrinsics.width_px, intrinsics.height_px) == (640, 480)
    np.testing.assert_array_equal(intrinsics.matrix, np.reshape(K, (3, 3)))
    np.testing.assert_allclose(intrinsics.distortion, [0.1] * 5)


def test_invalid_camera_info_is_rejected() -> None:
    fisheye = CameraInfo(width=4, height=3, distortion_model='fisheye')
    with pytest.raises(ValueError, match=r'rational_polynomial; got .fisheye'):
        to_camera_intrinsics(fisheye)
    with pytest.raises(ValueError, match='calibrate the camera'):
        to_camera_intrinsics(CameraInfo(width=4, height=3))
