# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Soak test: a short run, and the requirements on its report."""

import json
from pathlib import Path
from typing import Any

import pytest
from vla_safety.testing import soak


@pytest.mark.timeout(300)
def test_a_short_soak_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / 'deep' / 'report.json'
    assert soak.main(['--ticks', '3000', '--seed', '1', '--report', str(path)]) == 0
    report = json.loads(path.read_text())
    assert report['ticks'] >= 3000
    assert report['chunks'] > 100
    assert report['audit_records'] > 200
    assert 'memory_growth_mb' in capsys.readouterr().out


GOOD: dict[str, Any] = {
    'ticks': 1000,
    'ticks_in_motion': 400,
    'memory_growth_mb': 0.5,
    'threads_left': 0,
    'audit_lost': 0,
    'broken': '',
}


def test_a_good_report_has_no_problems() -> None:
    assert soak.find_problems(GOOD) == []


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'broken': 'rates'}, 'limit broken: rates'),
        ({'memory_growth_mb': 20.0}, 'memory grew'),
        ({'threads_left': 1}, 'threads left'),
        ({'audit_lost': 3}, 'audit records lost'),
        ({'ticks_in_motion': 10}, 'in motion'),
    ],
)
def test_a_missed_requirement_is_reported(changes: dict[str, Any], part: str) -> None:
    problems = soak.find_problems({**GOOD, **changes})
    assert len(problems) == 1
    assert part in problems[0]


def test_a_violated_limit_ends_the_soak(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_: object, **__: object) -> None:
        raise soak.LimitViolation('too fast')

    class ViolatingDriver(soak.FuzzDriver):
        def apply_event(self, *_: object) -> None:
            self._oracle.check = check  # type: ignore[method-assign]

    monkeypatch.setattr(soak, 'FuzzDriver', ViolatingDriver)
    report = soak.soak(10, seed=7)
    assert report['broken'] == 'too fast (tick 1, seed 7)'
    assert report['threads_left'] == 0
