# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The permutation test finds an influence, and none where there is none."""

import numpy as np
import pytest
from vla_learning.utils.permutation_test import permutation_p

GROUPS = np.repeat([0, 1], 50)
ONE_STRATUM = np.zeros(100, np.int64)


def test_a_group_that_fails_more_often_is_found() -> None:
    flags = np.array([True] * 50 + [True] * 30 + [False] * 20)
    assert permutation_p(GROUPS, flags, ONE_STRATUM, samples=500) == pytest.approx(1 / 501)


def test_equal_rates_are_as_likely_as_possible() -> None:
    flags = np.tile([True, False], 50)
    assert permutation_p(GROUPS, flags, ONE_STRATUM, samples=500) == 1.0


def test_the_share_of_small_p_is_that_of_chance() -> None:
    rng = np.random.default_rng(1)
    found = [
        permutation_p(GROUPS, rng.random(100) < 0.7, ONE_STRATUM, samples=99) for _ in range(200)
    ]
    assert 0.01 <= np.mean(np.array(found) <= 0.05) <= 0.10


def test_the_influence_of_a_stratum_is_not_that_of_the_groups() -> None:
    # Group 1 has the hard kind only; within each kind all results are equal.
    flags = GROUPS == 0
    assert permutation_p(GROUPS, flags, GROUPS, samples=200) == 1.0
    assert permutation_p(GROUPS, flags, ONE_STRATUM, samples=200) < 0.01


def test_without_trials_nothing_differs() -> None:
    none = np.zeros(0, np.int64)
    assert permutation_p(none, none.astype(bool), none, samples=9) == 1.0
