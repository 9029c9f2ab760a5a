# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Statistics of features against hand-computed values."""

import numpy as np
import pytest
from vla_learning.lerobot.episode_stats import flatten_stats
from vla_learning.lerobot.episode_stats import image_stats
from vla_learning.lerobot.episode_stats import PIXEL_STEP
from vla_learning.lerobot.episode_stats import sample_pixels
from vla_learning.lerobot.episode_stats import vector_stats


def test_statistics_of_vectors_are_per_element() -> None:
    stats = vector_stats(np.array([[0.0, 10.0], [1.0, 10.0], [2.0, 40.0]]))
    assert stats['min'] == [0, 10]
    assert stats['max'] == [2, 40]
    assert stats['mean'] == [1, 20]
    assert stats['std'] == pytest.approx([np.sqrt(2 / 3), np.sqrt(200)])
    assert stats['q50'] == [1, 10]
    assert stats['q90'] == pytest.approx([1.8, 34])
    assert stats['count'] == [3]


def test_a_scalar_feature_has_one_element() -> None:
    stats = vector_stats(np.array([1.0, 3.0]), count=7)
    assert (stats['mean'], stats['count']) == ([2], [7])


def test_pixels_are_sampled_on_a_grid() -> None:
    images = np.zeros((2, 2 * PIXEL_STEP, 3 * PIXEL_STEP, 3), np.uint8)
    images[:, ::PIXEL_STEP, ::PIXEL_STEP] = 9
    pixels = sample_pixels(images)
    assert pixels.shape == (2 * 2 * 3, 3)
    assert (pixels == 9).all()


def test_statistics_of_images_are_per_channel_in_0_to_1() -> None:
    stats = image_stats(np.array([[0, 51, 255], [255, 51, 255]], np.uint8), count=4)
    assert np.array(stats['mean']) == pytest.approx(np.reshape([0.5, 0.2, 1.0], (3, 1, 1)))
    assert np.array(stats['max']).shape == (3, 1, 1)
    assert stats['count'] == [4]


def test_statistics_are_flattened_by_feature_and_name() -> None:
    flat = flatten_stats({'action': {'min': [1], 'max': [2]}, 'index': {'min': [0]}})
    assert flat == {'stats/action/min': [1], 'stats/action/max': [2], 'stats/index/min': [0]}
