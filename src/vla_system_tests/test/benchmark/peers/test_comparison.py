# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ratios to the peers, bars and table."""

from typing import Any

import pytest
from vla_system_tests.benchmark.peers.comparison import missed_bars
from vla_system_tests.benchmark.peers.comparison import OWN_PLANNED
from vla_system_tests.benchmark.peers.comparison import OWN_REACTION
from vla_system_tests.benchmark.peers.comparison import ratios
from vla_system_tests.benchmark.peers.comparison import TEXTBOOK
from vla_system_tests.benchmark.peers.comparison import to_table
from vla_system_tests.benchmark.peers.own_policy import OWN_DECISION
from vla_system_tests.benchmark.peers.own_policy import OWN_ENCODER
from vla_system_tests.benchmark.peers.peer_worker import ACT
from vla_system_tests.benchmark.peers.peer_worker import CLIP
from vla_system_tests.benchmark.peers.peer_worker import SMOLVLA
from vla_system_tests.benchmark.report import machine
from vla_system_tests.benchmark.summary import distribution
from vla_system_tests.benchmark.summary import summarize


def report(others_cores: float = 0.0) -> dict[str, Any]:
    durations_s = {
        OWN_DECISION: [0.004, 0.005, 0.9],
        ACT: [0.25, 0.30, 0.35],
        SMOLVLA: [2.5],
        OWN_ENCODER: [0.002],
        CLIP: [0.05],
    }
    return {
        'rows': {name: summarize(values) for name, values in durations_s.items()},
        'runs': {'computations': {'machine': machine(), 'others_cores': others_cores}},
        'versions': {'lerobot': '0.4.4'},
        'parameters': {ACT: 51_600_000},
    }


def test_each_peer_is_compared_with_the_median_of_its_baseline() -> None:
    assert ratios(report()['rows']) == pytest.approx({ACT: 60.0, SMOLVLA: 500.0, CLIP: 25.0})


def test_a_missed_bar_is_reported_for_an_undisturbed_machine_only() -> None:
    assert missed_bars(report()) == [
        f'{SMOLVLA} must take at least 600 times as long as ours; got 500.0'
    ]
    assert missed_bars(report(others_cores=0.5)) == []


def test_the_table_has_every_figure_and_condition() -> None:
    figures = report(others_cores=0.5)
    figures['rows'][OWN_REACTION] = summarize([0.1])
    figures['rows'][OWN_PLANNED] = distribution([0.02])
    figures['rows'][TEXTBOOK] = summarize([0.5])
    text = to_table(figures)
    assert (
        f'| {ACT} | 3 | 300.0 | 300.0 | 340.0 | 349.0 | 60.0 x "{OWN_DECISION}" | 60, reached |'
        in text
    )
    assert f'| 500.0 x "{OWN_DECISION}" | 600, missed |' in text
    assert f'| {OWN_PLANNED} | 1 |  | 20.0 | 20.0 | 20.0 |  |  |' in text
    assert (
        f'| {TEXTBOOK} | 1 | 500.0 | 500.0 | 500.0 | 500.0 | 5.0 x "{OWN_REACTION}" |  |' in text
    )
    assert 'CPU of others 0.5 cores, disturbed' in text
    assert '- lerobot 0.4.4' in text
    assert f'- parameters: {ACT} 51.6 M' in text


def test_a_report_of_reactions_alone_has_a_table() -> None:
    figures = {'rows': {TEXTBOOK: summarize([0.5])}, 'runs': {}}
    assert to_table(figures).splitlines()[2].startswith(f'| {TEXTBOOK} | 1 | 500.0')
