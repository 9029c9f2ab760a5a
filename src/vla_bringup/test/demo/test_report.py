# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of report.json, which other programs read."""

import json
from pathlib import Path

from vla_bringup.demo.report import DemoReport
from vla_bringup.demo.report import percentiles_ms

TASK_RESULT = {
    'task': {'kind': 'place', 'target': 'blue sphere', 'destination': 'green bowl'},
    'moved': ['blue sphere'],
    'arm_moved_m': 0.3,
    'wrong_object': False,
}


def test_percentiles() -> None:
    assert percentiles_ms([0.05] * 99 + [0.5]) == {'p50': 50.0, 'p99': 54.5}
    assert percentiles_ms([]) == {'p50': None, 'p99': None}


def test_file_has_the_documented_fields(tmp_path: Path) -> None:
    report = DemoReport(True, 'succeeded', '', 'done', 'put it there', 3)
    report.set_task_result(TASK_RESULT)
    report.write(tmp_path / 'report.json')
    data = json.loads((tmp_path / 'report.json').read_text())
    documented = {'success', 'command', 'target', 'seed', 'duration_s', 'latency_ms', 'images'}
    assert documented <= set(data)
    assert set(data['latency_ms']) == {'p50', 'p99'}
    assert set(data['images']) == {'sent', 'received'}
    assert data['target'] == 'blue sphere'


def test_moved_arm_or_object_is_a_motion() -> None:
    report = DemoReport(False, 'refused', '', '', 'x', 1)
    assert report.nothing_moved
    report.arm_moved_m = 0.02
    assert not report.nothing_moved
    report.set_task_result({'task': None, 'moved': ['red cube'], 'arm_moved_m': 0.0})
    assert not report.nothing_moved
