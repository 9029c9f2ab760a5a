# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Intervals between ticks, and their jitter."""

import pytest
from vla_system_tests.benchmark.tick_jitter import intervals_s
from vla_system_tests.benchmark.tick_jitter import jitter


def test_missed_tick_counts_and_rest_does_not() -> None:
    """Between two commands nothing is published; the ticks of the braking before still count."""
    ticks_s = [1.00, 1.02, 1.06, 1.08, 1.10, 3.00, 3.02]
    states = [(0.5, False), (1.001, True), (1.061, False), (1.5, False), (3.001, True)]
    assert intervals_s(ticks_s, states) == pytest.approx([0.04, 0.02])
    assert intervals_s(ticks_s, []) == []


def test_jitter_is_the_distance_to_the_period() -> None:
    """Early and late ticks count alike."""
    row = jitter([0.02] * 97 + [0.018, 0.022, 0.05])
    assert row['n'] == 100
    assert row['p50_ms'] == pytest.approx(0.0, abs=1e-6)
    assert row['p99_ms'] == pytest.approx(2.28)
    assert row['max_ms'] == pytest.approx(30.0)
