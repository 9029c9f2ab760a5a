# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the benchmark: what it measures, not how fast it is."""

import pytest
from vla_system_tests.benchmark.main import measure
from vla_system_tests.benchmark.main import safety_parts
from vla_system_tests.benchmark.tick_jitter import intervals_s
from vla_system_tests.benchmark.tick_jitter import jitter


def test_measure_runs_the_parts_in_turn() -> None:
    """Every part runs as often, in turn, and slower percentiles are not smaller."""
    order: list[str] = []
    report = measure({'a': lambda: order.append('a'), 'b': lambda: order.append('b')}, rounds=5)
    assert order == ['a', 'b'] * (len(order) // 2)
    assert set(report) == {'a', 'b'}
    assert all(0 <= row['p50_ms'] <= row['p99_ms'] for row in report.values())


def test_the_measured_chunk_is_accepted() -> None:
    """A refused chunk would be cheaper than what really happens."""
    verdict = safety_parts()['safety, one chunk']()
    assert verdict is not None
    assert verdict.accepted  # type: ignore[attr-defined]


def test_a_missed_tick_counts_and_a_rest_does_not() -> None:
    """Between two commands nothing is sent; the ticks of the braking before that still count."""
    ticks_s = [1.00, 1.02, 1.06, 1.08, 1.10, 3.00, 3.02]
    states = [(0.5, False), (1.001, True), (1.061, False), (1.5, False), (3.001, True)]
    assert intervals_s(ticks_s, states) == pytest.approx([0.04, 0.02])
    assert intervals_s(ticks_s, []) == []


def test_jitter_is_how_far_ticks_are_off_the_period() -> None:
    """Early and late ticks count alike."""
    row = jitter([0.02] * 97 + [0.018, 0.022, 0.05])
    assert row['n'] == 100
    assert row['p50_ms'] == pytest.approx(0.0, abs=1e-6)
    assert row['p99_ms'] == pytest.approx(2.28)
    assert row['max_ms'] == pytest.approx(30.0)
