# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ages, encoders and sizes; the pace of planning."""

from itertools import pairwise
import re

from policy_samples import a_sight
from policy_samples import TINY
from policy_samples import words
import pytest
import torch
from vla_policy.control.observation_validation import check_age
from vla_policy.control.observation_validation import check_encoder
from vla_policy.control.observation_validation import check_sight
from vla_policy.control.observation_validation import check_words
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.plan_rate_limiter import Pace


@pytest.mark.parametrize('age_s', [-0.04, 0.0, 0.3, 0.5])
def test_a_fresh_input_is_fine(age_s: float) -> None:
    check_age('an image', age_s, 0.5)


@pytest.mark.parametrize('age_s', [-0.06, 0.51, 1.7e9, -1.7e9, float('nan')])
def test_old_future_and_other_clocks_are_errors(age_s: float) -> None:
    rule = f'an image must be 0 to 0.5 s old; this one is {age_s:.3f} s'
    with pytest.raises(ValueError, match=re.escape(rule)):
        check_age('an image', age_s, 0.5)


def test_another_encoder_is_refused_by_name() -> None:
    check_encoder('visual', 'a', 'a')
    with pytest.raises(RefusalError, match="encoder 'a'; the input comes from 'b'") as error:
        check_encoder('visual', 'b', 'a')
    assert error.value.reason == 'encoder_mismatch'


def test_features_of_another_size_name_both_sizes() -> None:
    sight = a_sight()
    check_sight(sight, TINY)
    wider = sight._replace(feature_map=torch.zeros(8, 3, 5))
    with pytest.raises(ValueError, match=r'a map \(8, 3, 4\); got .* and \(8, 3, 5\)'):
        check_sight(wider, TINY)
    with pytest.raises(ValueError, match=r'16 channels .* got \(6, 7\)'):
        check_sight(sight._replace(tokens=torch.zeros(6, 7)), TINY)


def test_words_of_another_size_name_both_sizes() -> None:
    states, _ = words(5)
    check_words(states, 12, 5)
    with pytest.raises(ValueError, match='4 tokens of 12 channels; got 5 of 12'):
        check_words(states, 12, 4)
    with pytest.raises(ValueError, match='of 384 channels; got 5 of 12'):
        check_words(states, 384, 5)


def _taken(period_s: float, stamps_s: list[float]) -> list[float]:
    pace = Pace(period_s)
    return [stamp_s for stamp_s in stamps_s if pace.takes(stamp_s)]


def test_images_are_taken_a_period_apart() -> None:
    taken = _taken(0.2, [i / 30 for i in range(31)])
    assert taken == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


def test_jitter_does_not_cost_an_image() -> None:
    assert _taken(0.1, [0.0, 0.098, 0.2, 0.297]) == [0.0, 0.098, 0.2, 0.297]


def test_plans_are_never_closer_than_the_memory_can_tell() -> None:
    taken = _taken(0.1, [i / 200 for i in range(400)])
    assert min(b - a for a, b in pairwise(taken)) >= 0.0899


def test_a_slow_camera_is_taken_whole() -> None:
    assert _taken(0.2, [0.0, 0.5, 1.0]) == [0.0, 0.5, 1.0]


def test_a_frozen_stamp_is_taken_once() -> None:
    assert _taken(0.1, [3.0] * 10) == [3.0]


def test_a_clock_set_back_is_followed() -> None:
    assert _taken(0.2, [100.0, 1.0, 1.1, 1.2]) == [100.0, 1.0, 1.2]
