# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Which images a rate limiter selects."""

from itertools import pairwise

import pytest
from vla_policy.control.image_rate_limiter import ImageRateLimiter


def _selected(period_s: float, stamps_s: list[float]) -> list[float]:
    limiter = ImageRateLimiter(period_s)
    return [stamp_s for stamp_s in stamps_s if limiter.is_due(stamp_s)]


def test_images_are_one_period_apart() -> None:
    selected = _selected(0.2, [i / 30 for i in range(31)])
    assert selected == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_jitter_does_not_skip_an_image() -> None:
    assert _selected(0.1, [0.0, 0.098, 0.2, 0.297]) == [0.0, 0.098, 0.2, 0.297]


def test_images_are_never_closer_than_the_period_minus_jitter() -> None:
    selected = _selected(0.1, [i / 200 for i in range(400)])
    assert min(b - a for a, b in pairwise(selected)) >= 0.0899


def test_every_image_of_a_slow_camera_is_used() -> None:
    assert _selected(0.2, [0.0, 0.5, 1.0]) == [0.0, 0.5, 1.0]


def test_a_frozen_stamp_is_selected_once() -> None:
    assert _selected(0.1, [3.0] * 10) == [3.0]


def test_selection_continues_after_a_clock_reset() -> None:
    assert _selected(0.2, [100.0, 1.0, 1.1, 1.2]) == [100.0, 1.0, 1.2]
