# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The report is what other programs read: its fields stay."""

import json
from pathlib import Path

from vla_bringup.demo.report import percentiles_ms
from vla_bringup.demo.report import Report

VERDICT = {
    'task': {'kind': 'place', 'target': 'blue sphere', 'destination': 'green bowl'},
    'moved': ['blue sphere'],
    'arm_moved_m': 0.3,
    'wrong_object': False,
}


def test_percentiles() -> None:
    assert percentiles_ms([0.05] * 99 + [0.5]) == {'p50': 50.0, 'p99': 54.5}
    assert percentiles_ms([]) == {'p50': None, 'p99': None}


def test_the_file_holds_what_is_promised(tmp_path: Path) -> None:
    report = Report(True, 'succeeded', '', 'done', 'put it there', 3)
    report.take_verdict(VERDICT)
    report.write(tmp_path / 'report.json')
    data = json.loads((tmp_path / 'report.json').read_text())
    promised = {'success', 'command', 'target', 'seed', 'duration_s', 'latency_ms', 'images'}
    assert promised <= set(data)
    assert set(data['latency_ms']) == {'p50', 'p99'}
    assert set(data['images']) == {'sent', 'received'}
    assert data['target'] == 'blue sphere'


def test_a_moved_arm_is_not_nothing() -> None:
    report = Report(False, 'refused', '', '', 'x', 1)
    assert report.nothing_moved
    report.arm_moved_m = 0.02
    assert not report.nothing_moved
    report.take_verdict({'task': None, 'moved': ['red cube'], 'arm_moved_m': 0.0})
    assert not report.nothing_moved
