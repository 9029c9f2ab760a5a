# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of the camera statistics."""

from dataclasses import replace

from vla_common.health import Level
from vla_perception.camera_health import evaluate_camera_health
from vla_perception.camera_problems import CameraProblem
from vla_perception.camera_statistics import CameraStatistics

GOOD = CameraStatistics(
    images_received=90, images_encoded=90, rate_hz=30.04, stamp_s=7.1234, new_error=''
)
SLOW = CameraProblem('rate', 'images must arrive at 30 Hz, got 1 Hz; change it')
DARK = CameraProblem('frame', 'images must show the scene, the latest is black; check it')


def test_good_images_are_healthy_and_counted() -> None:
    health = evaluate_camera_health(GOOD, [])
    assert (health.level, health.message) == (Level.OK, 'running')
    assert health.values['images_received'] == 90
    assert (health.values['rate_hz'], health.values['stamp_s']) == (30.0, 7.123)
    assert 'publishers' not in health.values


def test_every_problem_is_in_the_message() -> None:
    health = evaluate_camera_health(GOOD, [SLOW, DARK])
    assert health.level is Level.WARN
    assert health.message == f'{SLOW.text} | {DARK.text}'


def test_an_invalid_image_is_an_error_and_comes_first() -> None:
    health = evaluate_camera_health(replace(GOOD, new_error='invalid image: step'), [SLOW])
    assert health.level is Level.ERROR
    assert health.message == f'invalid image: step | {SLOW.text}'
