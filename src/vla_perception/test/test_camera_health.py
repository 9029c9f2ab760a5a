# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of the camera statistics."""

from dataclasses import replace

from vla_common.health import Level
from vla_perception.camera_health import evaluate_camera_health
from vla_perception.camera_health import merge_camera_health
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


def test_the_health_of_one_camera_is_that_of_the_node() -> None:
    health = evaluate_camera_health(GOOD, [SLOW])
    assert merge_camera_health({'camera': health}) is health


def test_of_several_cameras_the_one_with_a_problem_is_named() -> None:
    good = evaluate_camera_health(GOOD, [])
    slow = evaluate_camera_health(replace(GOOD, rate_hz=1.0), [SLOW])
    assert merge_camera_health({'front': good, 'wrist': good}).message == 'running'
    merged = merge_camera_health({'front': good, 'wrist': slow})
    assert (merged.level, merged.message) == (Level.WARN, f'wrist: {SLOW.text}')
    assert (merged.values['rate_hz'], merged.values['wrist.rate_hz']) == (30.0, 1.0)
    merged = merge_camera_health({'front': slow, 'wrist': slow})
    assert merged.message == f'front: {SLOW.text} | wrist: {SLOW.text}'
