# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Confidence intervals against published and computed values."""

import math

import numpy as np
import pytest
from vla_learning.utils.confidence_intervals import bootstrap_interval
from vla_learning.utils.confidence_intervals import wilson_interval


@pytest.mark.parametrize(
    ('successes', 'trials', 'low', 'high'),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Statistics in Medicine 1998, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_known_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=2e-4)


def test_no_trial_gives_the_full_interval() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_more_trials_narrow_the_interval() -> None:
    widths = [high - low for low, high in (wilson_interval(n // 2, n) for n in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


def test_a_bootstrap_of_means_agrees_with_the_normal_interval() -> None:
    rows = np.random.default_rng(1).normal(2.0, 1.0, 400)
    low, high = bootstrap_interval(rows, lambda v: float(v.mean()))
    half = 1.96 * rows.std() / math.sqrt(400)
    assert (low, high) == pytest.approx((rows.mean() - half, rows.mean() + half), abs=0.02)


def test_rows_are_resampled_as_units() -> None:
    pairs = np.column_stack([np.arange(50.0), 2 * np.arange(50.0)])
    ratio = bootstrap_interval(pairs, lambda p: float(p[:, 1].sum() / p[:, 0].sum()))
    assert ratio == pytest.approx((2.0, 2.0))


def test_a_bootstrap_without_values_is_nan() -> None:
    assert all(map(math.isnan, bootstrap_interval(np.zeros(0), lambda v: float(v.mean()))))
    assert all(map(math.isnan, bootstrap_interval(np.zeros(3), lambda v: math.nan)))
