# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A camera that is not where its pose says is refused after some images that agree."""

import numpy as np
import pytest
import torch
from vla_policy.control.camera_check import CameraCheck
from vla_policy.control.camera_check import table_shift
from vla_policy.control.observation_validation import RefusalError
from vla_policy.nn import camera_shift

CAMERA_M = np.array((1.12, 0.0, 0.66))
NONE = np.zeros(6, np.float32)
MOVED = np.array((0.05, 0.0, 0.0, 0.0, 0.0, 0.0), np.float32)
#: Usual error of a component.
USUAL = 0.005
LIMIT = 3.0


def check(*errors: np.ndarray) -> CameraCheck:
    camera = CameraCheck()
    for error in errors:
        camera.observe(error, error / USUAL, CAMERA_M)
    return camera


def test_the_shift_is_that_of_the_network() -> None:
    generator = np.random.default_rng(0)
    error, points = generator.normal(0, 0.05, 6), generator.uniform(-0.5, 1.0, (7, 2))
    expected = camera_shift.table_shift(
        torch.from_numpy(points), torch.from_numpy(CAMERA_M)[None], torch.from_numpy(error)[None]
    )
    np.testing.assert_allclose(table_shift(points, CAMERA_M, error), expected[0].numpy())


def test_a_camera_in_its_place_is_accepted() -> None:
    check(NONE, NONE, NONE).require_unmoved(LIMIT)
    assert check(NONE, NONE, NONE).displacement_m == 0.0


def test_a_translation_displaces_the_table_by_as_much() -> None:
    assert check(MOVED, MOVED, MOVED).displacement_m == pytest.approx(0.05)


def test_the_deviation_is_the_root_mean_square_of_all_components() -> None:
    assert check(MOVED, MOVED, MOVED).deviation == pytest.approx(10 / 6**0.5)
    assert check(MOVED, MOVED).deviation == 0.0


def test_a_moved_camera_is_refused_with_limit_value_and_remedy() -> None:
    text = r'up to 5 cm beside it, which is 4\.1 times .*\(limit 3\.0\).*measure its pose'
    with pytest.raises(RefusalError, match=text) as error:
        check(MOVED, MOVED, MOVED).require_unmoved(LIMIT)
    assert error.value.reason == 'camera_moved'


def test_a_few_images_decide_nothing() -> None:
    check(MOVED, MOVED).require_unmoved(LIMIT)


def test_one_image_among_others_decides_nothing() -> None:
    check(NONE, MOVED, NONE, NONE, NONE).require_unmoved(LIMIT)


def test_a_camera_that_moves_is_refused_after_three_images() -> None:
    camera = check(*[NONE] * 8, MOVED, MOVED)
    camera.require_unmoved(LIMIT)
    camera.observe(MOVED, MOVED / USUAL, CAMERA_M)
    with pytest.raises(RefusalError):
        camera.require_unmoved(LIMIT)


def test_an_error_of_the_first_images_is_no_change() -> None:
    small = np.array((0.03, 0.0, 0.0, 0.0, 0.0, 0.0), np.float32)
    camera = check(*[small] * 3)
    camera.require_unmoved(LIMIT)
    for _ in range(5):
        camera.observe(MOVED, MOVED / USUAL, CAMERA_M)
    assert camera.displacement_m == pytest.approx(0.02)
    camera.require_unmoved(LIMIT)
    for _ in range(5):
        camera.observe(-small, -small / USUAL, CAMERA_M)
    with pytest.raises(RefusalError, match='up to 6 cm beside it'):
        camera.require_unmoved(LIMIT)


def test_an_error_that_the_policy_corrects_is_accepted() -> None:
    small = np.array((0.029, 0.0, 0.0, 0.0, 0.0, 0.0), np.float32)
    camera = check(small, small, small)
    assert camera.deviation < LIMIT
    camera.require_unmoved(0.5 * camera.deviation)
    larger = np.array((0.031, 0.0, 0.0, 0.0, 0.0, 0.0), np.float32)
    with pytest.raises(RefusalError):
        check(larger, larger, larger).require_unmoved(0.5 * camera.deviation)


def test_a_limit_of_zero_disables_the_check() -> None:
    check(MOVED, MOVED, MOVED).require_unmoved(0.0)
