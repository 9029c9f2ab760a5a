# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What perception says of its images, and its messages."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from std_msgs.msg import Header
import torch
from vla_common.health import Level
from vla_perception.camera_health import judge
from vla_perception.camera_health import PerceptionFigures
from vla_perception.conversions import to_features
from vla_perception.conversions import to_level
from vla_perception.frame_check import FrameState

GOOD = PerceptionFigures(images_received=90, images_encoded=90, rate_hz=30.0, latency_ms=20.0)


def test_good_images_are_ok_and_counted() -> None:
    health = judge(GOOD, expected_rate_hz=30.0)
    assert health.level is Level.OK
    assert health.values['images_received'] == 90


@pytest.mark.parametrize(
    ('changes', 'level', 'words'),
    [
        ({'rate_hz': 0.0}, Level.WARN, 'no image'),
        ({'rate_hz': 23.9}, Level.WARN, '23.9 Hz, expected 30 Hz'),
        ({'frame': FrameState.FROZEN}, Level.WARN, 'frozen'),
        ({'frame': FrameState.BLACK}, Level.WARN, 'black'),
        ({'latency_ms': -60.0}, Level.WARN, 'got -0.060 s'),
        ({'latency_ms': 5000.0}, Level.WARN, 'got 5.000 s'),
        ({'new_error': 'bad image: step', 'rate_hz': 0.0}, Level.ERROR, 'bad image: step'),
    ],
)
def test_a_problem_is_named(changes: dict[str, Any], level: Level, words: str) -> None:
    health = judge(replace(GOOD, **changes), expected_rate_hz=30.0)
    assert health.level is level
    assert words in health.message


def test_an_expected_rate_of_zero_accepts_any_rate() -> None:
    assert judge(replace(GOOD, rate_hz=0.5), expected_rate_hz=0.0).level is Level.OK


def test_levels_become_row_major_messages() -> None:
    coarse, fine = torch.rand(2, 3, 4), torch.rand(5, 6, 7, requires_grad=True).permute(1, 0, 2)
    header = Header(frame_id='camera_optical_frame')
    header.stamp.sec = 7
    message = to_features(
        [coarse, fine],
        header=header,
        height_px=480,
        width_px=640,
        encoder_id='some_v1',
        latency_s=0.25,
        exposure=(0.5, 0.125),
    )
    assert (message.dark_share, message.bright_share) == (0.5, 0.125)
    assert (message.header.stamp.sec, message.header.frame_id) == (7, 'camera_optical_frame')
    assert (message.image_height, message.image_width) == (480, 640)
    assert (message.encoder_id, message.latency_s) == ('some_v1', 0.25)
    for level, tensor in zip(message.levels, (coarse, fine), strict=True):
        shape = (level.rows, level.cols, level.channels)
        assert shape == tuple(tensor.shape)
        values = np.frombuffer(level.data, np.float32).reshape(shape)
        np.testing.assert_array_equal(values, tensor.detach().numpy())


def test_a_level_without_grid_is_refused_with_its_shape() -> None:
    with pytest.raises(ValueError, match=r'got \(192, 96\)'):
        to_level(torch.zeros(192, 96))
