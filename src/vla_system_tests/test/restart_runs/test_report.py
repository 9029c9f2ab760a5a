# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Table of the motion after restarts."""

import json
from pathlib import Path

from vla_system_tests.markdown_section import section_marks
from vla_system_tests.restart_runs.report import problems
from vla_system_tests.restart_runs.report import SECTION
from vla_system_tests.restart_runs.report import write_report
from vla_system_tests.restart_runs.sample import RestartSample

GOOD = RestartSample(0.0001, 0.0002, 'stopped: restart', 3, 0, 0.4)
BAD = RestartSample(0.05, 0.0, 'active', 0, 2, None)


def test_table_has_the_largest_motion_and_the_numbers_of_runs(tmp_path: Path) -> None:
    paths = tmp_path / 'log' / 'report.json', tmp_path / 'page.md'
    paths[1].write_text('\n'.join(section_marks(SECTION)))
    write_report({'moving': [GOOD, BAD], 'stopped': []}, *paths)
    assert len(json.loads(paths[0].read_text())['moving']) == 2
    rows = [row for row in paths[1].read_text().splitlines() if row.startswith('| ')]
    assert rows[1:] == [
        '| `kill -9` while moving, restart; the policy was executing the old command | 2 | '
        '0.0500 m | 0.0002 m | 1 | 1 | 1 | 1 | 1 |'
    ]


def test_each_missed_requirement_is_a_problem() -> None:
    assert problems([GOOD]) == []
    assert problems([GOOD, BAD]) == [
        '1 of 2 moved',
        '1 of 2 had a robot_action',
        '1 of 2 had no latched stop',
        '1 of 2 could not be reset',
    ]
