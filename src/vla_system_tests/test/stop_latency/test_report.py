# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distributions, requirements and table of the stop latencies."""

from dataclasses import replace
import json
from pathlib import Path

import pytest
from stop_latency_samples import IN_TIME
from stop_latency_samples import LIMITS
from vla_system_tests.markdown_section import section_marks
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.report import SECTION
from vla_system_tests.stop_latency.report import summary
from vla_system_tests.stop_latency.report import write_report
from vla_system_tests.stop_latency.sample import StopLatencySample


@pytest.mark.parametrize(
    ('last', 'problem'),
    [
        (IN_TIME, ''),
        (replace(IN_TIME, took_s=1.3), 'p99 must be at most 100 ms late'),
        (replace(IN_TIME, took_s=float('inf')), 'the robot did not stop 1 times'),
        (replace(IN_TIME, reason='image_stale'), "got 'image_stale'"),
    ],
)
def test_late_stop_or_wrong_reason_is_reported(last: StopLatencySample, problem: str) -> None:
    row = summary(CASES['policy_dead'], [IN_TIME] * 9 + [last], LIMITS)
    assert row['n'] == 10
    assert problem in ' '.join(row['problems'])
    assert bool(row['problems']) is bool(problem)


def test_one_outlier_of_more_than_a_hundred_is_within_the_p99() -> None:
    late = replace(IN_TIME, took_s=1.3)
    assert not summary(CASES['policy_dead'], [IN_TIME] * 200 + [late], LIMITS)['problems']


def test_page_shows_missed_requirements(tmp_path: Path) -> None:
    case, endless = CASES['stop_word'], StopLatencySample(float('inf'), 0.2, 0.3, 'stop_word')
    samples = {'policy_dead': [IN_TIME] * 3, 'stop_word': [endless]}
    rows = {
        'policy_dead': summary(CASES['policy_dead'], samples['policy_dead'], LIMITS),
        'stop_word': summary(case, [endless], LIMITS),
    }
    (tmp_path / 'page.md').write_text('\n'.join(section_marks(SECTION)))
    write_report(samples, rows, tmp_path / 'deep' / 'report.json', tmp_path / 'page.md')
    report = json.loads((tmp_path / 'deep' / 'report.json').read_text())
    assert report['policy_dead']['late_s']['p99'] == pytest.approx(-0.05)
    assert report['stop_word']['samples'][0]['took_s'] is None
    page = [line for line in (tmp_path / 'page.md').read_text().splitlines() if line[:1] == '|']
    assert page[2] == (
        '| policy dead: no chunks | 3 | 1 s | 0.95 s | 0.95 s | 0.95 s '
        '| -50 ms | -50 ms | -50 ms | 100 ms |'
    )
    assert page[3].startswith('| the command "please stop" | 1 | ramp | inf s ')
    assert page[3].endswith('| 60 ms **missed** |')
