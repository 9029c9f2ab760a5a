# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stages of the latency."""

from typing import Any

import pytest
from vla_system_tests.benchmark.summary import count_lost
from vla_system_tests.benchmark.summary import distribution
from vla_system_tests.benchmark.summary import stage_durations_s
from vla_system_tests.benchmark.summary import STAGES


def chunk(sequence: int, stamp_ns: int, age_s: float) -> dict[str, Any]:
    return {
        'kind': 'chunk',
        'command_id': 'a',
        'sequence': sequence,
        'stamp_ns': stamp_ns,
        'age_s': age_s,
    }


def motion(sequence: int, latency_s: float) -> dict[str, Any]:
    return {'kind': 'motion', 'command_id': 'a', 'sequence': sequence, 'latency_s': latency_s}


def test_stages_are_differences_of_the_ages_of_an_image() -> None:
    records = [chunk(1, 100, 0.05), {'kind': 'state'}, motion(1, 0.062)]
    stages = stage_durations_s(records, {100: 0.02}, {100: 0.04}, since_ns=0)
    assert [stages[name] for name in STAGES] == [
        pytest.approx([value]) for value in (0.02, 0.02, 0.01, 0.012, 0.062)
    ]


@pytest.mark.parametrize(
    ('records', 'features_s', 'since_ns'),
    [
        ([chunk(1, 100, 0.05), motion(1, 0.06)], {100: 0.02}, 101),
        ([chunk(1, 100, 0.05), motion(1, 0.06)], {}, 0),
        ([chunk(1, 100, 0.05), motion(2, 0.06)], {100: 0.02}, 0),
        ([chunk(1, 100, 0.05)], {100: 0.02}, 0),
    ],
    ids=['before the run', 'features unknown', 'motion of another chunk', 'not executed'],
)
def test_chunks_without_a_complete_record_do_not_count(
    records: list[dict[str, Any]], features_s: dict[int, float], since_ns: int
) -> None:
    stages = stage_durations_s(records, features_s, {100: 0.04}, since_ns)
    assert stages == {name: [] for name in STAGES}


def test_distribution_is_in_milliseconds() -> None:
    row = distribution([0.001 * value for value in range(1, 101)])
    assert row == {'n': 100, 'p50_ms': 50.5, 'p90_ms': 90.1, 'p99_ms': 99.0, 'max_ms': 100.0}
    assert distribution([])['n'] == 0


def test_lost_images_are_those_that_were_never_encoded() -> None:
    assert count_lost([1, 2, 3, 4], [2, 4, 5]) == 2
    assert count_lost([1], [1]) == 0
