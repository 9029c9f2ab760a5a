# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stages of the latency."""

from typing import Any

import pytest
from vla_client.readiness import NodeHealth
from vla_common.health import Level
from vla_system_tests.benchmark.summary import count_lost
from vla_system_tests.benchmark.summary import diagnosed_stages
from vla_system_tests.benchmark.summary import distribution
from vla_system_tests.benchmark.summary import FIRST_CHUNK
from vla_system_tests.benchmark.summary import stage_durations_s
from vla_system_tests.benchmark.summary import STAGES
from vla_system_tests.benchmark.summary import summarize


def chunk(sequence: int, stamp_ns: int) -> dict[str, Any]:
    return {'kind': 'chunk', 'command_id': 'a', 'sequence': sequence, 'stamp_ns': stamp_ns}


def motion(sequence: int, latency_s: float, command_id: str = 'a') -> dict[str, Any]:
    return {
        'kind': 'motion',
        'command_id': command_id,
        'sequence': sequence,
        'plan_latency_s': 0.04,
        'gate_latency_s': 0.05,
        'latency_s': latency_s,
    }


FIRST = [chunk(9, 1), motion(9, 0.09)]


def test_stages_are_differences_of_the_ages_of_an_image() -> None:
    records = [*FIRST, chunk(1, 100), {'kind': 'state'}, motion(1, 0.062)]
    stages = stage_durations_s(records, {1: 0.02, 100: 0.02}, since_ns=0)
    assert [stages[name] for name in STAGES] == [
        pytest.approx([value]) for value in (0.02, 0.02, 0.01, 0.012, 0.062)
    ]


def test_the_first_chunk_of_each_command_counts_apart() -> None:
    second = {**chunk(3, 102), 'command_id': 'b'}
    records = [chunk(1, 100), motion(1, 0.09), chunk(2, 101), motion(2, 0.06)]
    stages = stage_durations_s(
        [*records, second, motion(3, 0.08, 'b')], dict.fromkeys((100, 101, 102), 0.02), since_ns=0
    )
    assert stages[FIRST_CHUNK] == [0.09, 0.08]
    assert stages['image to action'] == [0.06]


@pytest.mark.parametrize(
    ('records', 'features_s', 'since_ns'),
    [
        ([chunk(1, 100), motion(1, 0.06)], {100: 0.02}, 101),
        ([chunk(1, 100), motion(1, 0.06)], {}, 0),
        ([chunk(1, 100), motion(2, 0.06)], {100: 0.02}, 0),
        ([chunk(1, 100)], {100: 0.02}, 0),
    ],
    ids=['before the run', 'features unknown', 'motion of another chunk', 'not executed'],
)
def test_chunks_without_a_complete_record_do_not_count(
    records: list[dict[str, Any]], features_s: dict[int, float], since_ns: int
) -> None:
    stages = stage_durations_s([*FIRST, *records], features_s, since_ns)
    assert stages == {name: [] for name in (*STAGES, FIRST_CHUNK)}


def test_stages_of_the_diagnostics_are_those_that_the_nodes_report() -> None:
    values = {'image_to_action_n': '8', 'state': 'idle'}
    values |= {f'image_to_action_p{percent}_ms': f'{percent}.5' for percent in (50, 90, 99)}
    health = {'safety_node': NodeHealth(Level.OK, 'running', 0.0, values)}
    row = {'n': 8.0, 'p50_ms': 50.5, 'p90_ms': 90.5, 'p99_ms': 99.5}
    assert diagnosed_stages(health) == {'image to action': row}


def test_distribution_is_in_milliseconds() -> None:
    row = distribution([0.001 * value for value in range(1, 101)])
    assert row == {'n': 100, 'p50_ms': 50.5, 'p90_ms': 90.1, 'p99_ms': 99.0, 'max_ms': 100.0}
    assert distribution([])['n'] == 0


def test_lost_images_are_those_that_were_never_encoded() -> None:
    assert count_lost([1, 2, 3, 4], [2, 4, 5]) == 2
    assert count_lost([1], [1]) == 0


def test_summary_has_mean_and_percentiles_to_a_microsecond() -> None:
    row = summarize([0.001, 0.002, 0.006])
    assert row == {'n': 3, 'mean_ms': 3.0, 'p50_ms': 2.0, 'p90_ms': 5.2, 'p99_ms': 5.92}
    with pytest.raises(ValueError, match='at least one'):
        summarize([])
