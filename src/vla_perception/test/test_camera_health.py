# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of the camera statistics."""

from dataclasses import replace
from typing import Any

import pytest
from vla_common.health import Level
from vla_perception.camera_health import CameraStatistics
from vla_perception.camera_health import evaluate_camera_health
from vla_perception.frame_check import FrameState

GOOD = CameraStatistics(images_received=90, images_encoded=90, rate_hz=30.0, latency_ms=20.0)


def test_good_images_are_healthy_and_counted() -> None:
    health = evaluate_camera_health(GOOD, expected_rate_hz=30.0)
    assert health.level is Level.OK
    assert health.values['images_received'] == 90


@pytest.mark.parametrize(
    ('changes', 'level', 'text'),
    [
        ({'rate_hz': 0.0}, Level.WARN, 'no images'),
        ({'rate_hz': 23.9}, Level.WARN, 'about 30 Hz, got 23.9 Hz'),
        ({'frame': FrameState.FROZEN}, Level.WARN, 'frozen'),
        ({'frame': FrameState.BLACK}, Level.WARN, 'black'),
        ({'latency_ms': -60.0}, Level.WARN, 'got -0.060 s'),
        ({'latency_ms': 5000.0}, Level.WARN, 'got 5.000 s'),
        ({'new_error': 'invalid image: step', 'rate_hz': 0.0}, Level.ERROR, 'invalid image: step'),
    ],
)
def test_a_problem_is_reported(changes: dict[str, Any], level: Level, text: str) -> None:
    health = evaluate_camera_health(replace(GOOD, **changes), expected_rate_hz=30.0)
    assert health.level is level
    assert text in health.message


def test_an_expected_rate_of_zero_accepts_any_rate() -> None:
    assert (
        evaluate_camera_health(replace(GOOD, rate_hz=0.5), expected_rate_hz=0.0).level is Level.OK
    )
