# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the benchmark: what it measures, not how fast it is."""

from vla_bringup.bench import measure
from vla_bringup.bench import safety_parts


def test_measure_runs_the_parts_in_turn() -> None:
    """Every part runs as often, in turn, and slower percentiles are not smaller."""
    order: list[str] = []
    report = measure(
        {'a': lambda: order.append('a'), 'b': lambda: order.append('b')}, rounds=5)
    assert order == ['a', 'b'] * (len(order) // 2)
    assert set(report) == {'a', 'b'}
    assert all(0 <= row['p50_ms'] <= row['p99_ms'] for row in report.values())


def test_the_measured_chunk_is_accepted() -> None:
    """A refused chunk would be cheaper than what really happens."""
    verdict = safety_parts()['safety, one chunk']()
    assert verdict is not None
    assert verdict.accepted  # type: ignore[attr-defined]
