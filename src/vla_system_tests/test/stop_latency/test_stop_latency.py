# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What reactions are held against, and the way of the robot that they are measured on."""

from dataclasses import replace
import json
from pathlib import Path

import numpy as np
import pytest
from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.markdown_section import marks
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.main import parse_arguments
from vla_system_tests.stop_latency.report import summary
from vla_system_tests.stop_latency.report import write_report
from vla_system_tests.stop_latency.run import ramp_of
from vla_system_tests.stop_latency.run import Reaction
from vla_system_tests.stop_latency.stimulus import ahead
from vla_system_tests.stop_latency.stimulus import circle

LIMITS = read_limits(default_params_file())
IN_TIME = Reaction(took_s=0.95, declared_s=1.0, speed_m_s=0.3, reason='chunk_stale')


def test_dead_inputs_and_stops_are_measured_with_time_outs_of_the_node() -> None:
    assert {
        'camera_dead',
        'camera_frozen',
        'policy_dead',
        'perception_dead',
        'language_dead',
        'stop_service',
        'stop_word',
    } <= set(CASES)
    assert all(LIMITS[case.limit] > 0 for case in CASES.values() if case.limit)
    assert all(case.bar_s <= 0.1 for case in CASES.values())
    assert CASES['stop_service'].bar_s == CASES['stop_word'].bar_s == 0.06


def test_the_robot_goes_along_a_circle_within_the_workspace() -> None:
    places = np.array([circle(angle) for angle in np.linspace(0, 7, 100)])
    assert (places > LIMITS['workspace_min_m']).all()
    assert (places < LIMITS['workspace_max_m']).all()
    chunk = ahead(circle(2.0), 0.3, 0.1)
    steps = np.linalg.norm(np.diff(chunk, axis=0), axis=1)
    assert steps == pytest.approx(0.03, abs=1e-4)
    # The first step is due almost at once: the image is as old as a step is long.
    assert np.linalg.norm(chunk[0] - circle(2.0)) < 0.01


def test_the_ramp_follows_from_speed_and_limits() -> None:
    assert ramp_of(LIMITS, 0.3) == pytest.approx(0.3 / 3.0 + 0.1)
    assert ramp_of(LIMITS, 0.0) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ('last', 'problem'),
    [
        (IN_TIME, ''),
        (replace(IN_TIME, took_s=1.3), 'p99 must be at most 100 ms late'),
        (replace(IN_TIME, took_s=float('inf')), 'the robot went on 1 times'),
        (replace(IN_TIME, reason='image_stale'), "there were 'image_stale'"),
    ],
)
def test_a_reaction_that_is_late_or_by_chance_is_told(last: Reaction, problem: str) -> None:
    row = summary(CASES['policy_dead'], [IN_TIME] * 9 + [last], LIMITS)
    assert row['n'] == 10
    assert problem in ' '.join(row['problems'])
    assert bool(row['problems']) is bool(problem)


def test_a_single_outlier_of_a_hundred_and_more_is_within_the_p99() -> None:
    late = replace(IN_TIME, took_s=1.3)
    assert not summary(CASES['policy_dead'], [IN_TIME] * 200 + [late], LIMITS)['problems']


def test_the_page_shows_what_was_missed(tmp_path: Path) -> None:
    case, gone = CASES['stop_word'], Reaction(float('inf'), 0.2, 0.3, 'stop_word')
    reactions = {'policy_dead': [IN_TIME] * 3, 'stop_word': [gone]}
    rows = {
        'policy_dead': summary(CASES['policy_dead'], reactions['policy_dead'], LIMITS),
        'stop_word': summary(case, [gone], LIMITS),
    }
    (tmp_path / 'page.md').write_text('\n'.join(marks('reactions')))
    write_report(reactions, rows, tmp_path / 'deep' / 'report.json', tmp_path / 'page.md')
    report = json.loads((tmp_path / 'deep' / 'report.json').read_text())
    assert report['policy_dead']['late_s']['p99'] == pytest.approx(-0.05)
    assert report['stop_word']['reactions'][0]['took_s'] is None
    page = [line for line in (tmp_path / 'page.md').read_text().splitlines() if line[:1] == '|']
    assert page[2] == (
        '| policy dead: chunks end | 3 | 1 s | 0.95 s | 0.95 s | 0.95 s '
        '| -50 ms | -50 ms | -50 ms | 100 ms |'
    )
    assert page[3].startswith('| the words "please stop" | 1 | ramp | inf s ')
    assert page[3].endswith('| 60 ms **missed** |')


def test_only_what_is_asked_for_is_measured() -> None:
    assert parse_arguments([]).only == list(CASES)
    assert parse_arguments(['--only', 'stop_word', '--repeats', '3']).repeats == 3
    for wrong in (['--only', 'earthquake'], ['--repeats', '0'], ['--lanes', '0']):
        with pytest.raises(SystemExit):
            parse_arguments(wrong)
