# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Observation: layout of the features of an image."""

import numpy as np
import pytest
from vla_policy.types.observation import Observation


def test_levels_become_tokens_and_a_channel_first_map() -> None:
    coarse = np.arange(24, dtype=np.float32).reshape(2, 3, 4)  # rows, cols, channels
    fine = np.arange(40, dtype=np.float32).reshape(4, 5, 2)
    observation = Observation.from_levels(1.5, [coarse, fine])
    assert observation.stamp_s == 1.5
    assert observation.tokens.shape == (6, 4)
    np.testing.assert_array_equal(observation.tokens[4], coarse[1, 1])
    assert observation.feature_map.shape == (2, 4, 5)
    np.testing.assert_array_equal(observation.feature_map[:, 3, 2], fine[3, 2])


@pytest.mark.parametrize('count', [0, 1, 3])
def test_other_numbers_of_levels_are_an_error(count: int) -> None:
    with pytest.raises(ValueError, match=f'2 levels, tokens and map; got {count}'):
        Observation.from_levels(0.0, [np.zeros((2, 2, 2), np.float32)] * count)
