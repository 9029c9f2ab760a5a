# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Observation: layout of the features of an image."""

import pytest
import torch
from vla_policy.types.observation import Observation


def test_levels_become_tokens_and_a_channel_first_map() -> None:
    coarse = torch.arange(24.0).view(2, 3, 4)  # rows, cols, channels
    fine = torch.arange(40.0).view(4, 5, 2)
    observation = Observation.from_levels(1.5, [coarse, fine])
    assert observation.stamp_s == 1.5
    assert observation.tokens.shape == (6, 4)
    assert torch.equal(observation.tokens[4], coarse[1, 1])
    assert observation.feature_map.shape == (2, 4, 5)
    assert torch.equal(observation.feature_map[:, 3, 2], fine[3, 2])


@pytest.mark.parametrize('count', [0, 1, 3])
def test_other_numbers_of_levels_are_an_error(count: int) -> None:
    with pytest.raises(ValueError, match=f'2 levels, tokens and map; got {count}'):
        Observation.from_levels(0.0, [torch.zeros(2, 2, 2)] * count)
