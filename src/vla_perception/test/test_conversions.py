# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of features to messages."""

import numpy as np
import pytest
from std_msgs.msg import Header
from vla_perception.conversions import to_features
from vla_perception.conversions import to_level
from vla_perception.frame_check import Exposure


def test_levels_become_row_major_messages() -> None:
    rng = np.random.default_rng(0)
    coarse = rng.random((2, 3, 4), np.float32)
    fine = rng.random((5, 6, 7), np.float32).transpose(1, 0, 2)
    header = Header(frame_id='camera_optical_frame')
    header.stamp.sec = 7
    message = to_features(
        [coarse, fine],
        header=header,
        camera='wrist',
        height_px=480,
        width_px=640,
        camera_m=(1.0, 0.5, 0.25),
        encoder_id='some_v1',
        latency_s=0.25,
        exposure=Exposure(0.5, 0.125),
    )
    assert message.camera == 'wrist'
    assert (message.dark_share, message.bright_share) == (0.5, 0.125)
    assert (message.header.stamp.sec, message.header.frame_id) == (7, 'camera_optical_frame')
    assert (message.image_height, message.image_width) == (480, 640)
    camera = message.camera_position
    assert (camera.x, camera.y, camera.z) == (1.0, 0.5, 0.25)
    assert (message.encoder_id, message.latency_s) == ('some_v1', 0.25)
    for level, expected in zip(message.levels, (coarse, fine), strict=True):
        shape = (level.rows, level.cols, level.channels)
        assert shape == expected.shape
        values = np.frombuffer(level.data, np.float32).reshape(shape)
        np.testing.assert_array_equal(values, expected)


def test_a_level_without_a_grid_is_rejected() -> None:
    with pytest.raises(ValueError, match=r'got \(192, 96\)'):
        to_level(np.zeros((192, 96), np.float32))
