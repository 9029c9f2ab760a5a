# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Report of the fault injection."""

from dataclasses import replace
import json
from pathlib import Path

from fault_samples import FINDING
from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.report import SECTION
from vla_system_tests.fault_injection.report import to_markdown
from vla_system_tests.fault_injection.report import write_report
from vla_system_tests.markdown_section import section_marks


def test_table_has_the_worst_of_all_rounds(tmp_path: Path) -> None:
    slower = replace(FINDING, commanded_zero_s=0.97, recovery='no', problem='no name')
    other = replace(FINDING, name='flood', title='DDS flood', limit_s=None, commanded_zero_s=None)
    blocked = replace(
        FINDING,
        name='freeze_policy',
        title='SIGSTOP of policy_node',
        limit_s=0.6,
        commanded_zero_s=0.34,
        statuses='hold: state_stale',
        sim_blocked=True,
    )
    slow = replace(
        FINDING,
        name='camera_1hz',
        title='camera at 1 Hz',
        commanded_zero_s=None,
        first_hold_s=0.81,
        statuses='active, then hold: features_stale',
        recovery='by itself',
    )
    untried = {'commands': 'the robot must move'}
    paths = tmp_path / 'report.json', tmp_path / 'page.md'
    paths[1].write_text('\n'.join(section_marks(SECTION)))
    write_report([FINDING, slower, other, blocked, slow], untried, *paths)
    report = json.loads((tmp_path / 'report.json').read_text())
    assert len(report['findings']) == 5
    assert report['not_tried'] == untried
    page = (tmp_path / 'page.md').read_text()
    assert 'Not tried: commands: the robot must move' in page
    assert 'the worst of 2 runs of each fault' in page
    rows = [row for row in page.splitlines() if row.startswith('| ')]
    assert rows[1:] == [
        '| `kill -9` of policy_node | 1 s | 0.97 s | 0.95 s | '
        'hold: chunk_stale / hold: chunk_stale; not as required: no name | '
        'with the next command / no | complete |',
        '| DDS flood | - | continues | 0.95 s | hold: chunk_stale | '
        'with the next command | complete |',
        '| SIGSTOP of policy_node | 0.6 s | 0.34 s | 0.95 s | hold: state_stale (blocked) | '
        'with the next command | complete |',
        '| camera at 1 Hz | 1 s | 0.81 s, then continues | 0.95 s | '
        'active, then hold: features_stale | by itself | complete |',
    ]


def test_a_simulated_robot_has_a_table_with_distances() -> None:
    moved = replace(FINDING, robot='ur5e', distance_m=0.0123)
    findings = [FINDING, moved, replace(moved, distance_m=0.02)]
    text = to_markdown([replace(f, name=f.robot) for f in findings], {})
    own, robot = text.split('simulated UR5e')
    row = '| `kill -9` of policy_node | 1 s | 0.90 s | 0.95 s | hold: chunk_stale | '
    row += 'with the next command | complete |'
    assert f'{row}\n' in own
    assert f'{row} 20 mm |\n' in robot


def test_limits_of_a_simulated_robot_override_the_others() -> None:
    own, robot = (read_limits(default_params_file(), name) for name in ('', 'ur5e'))
    assert own['max_state_age_s'] == robot['max_state_age_s']
    assert own['workspace_max_m'] != robot['workspace_max_m'] == [0.76, 0.42, 0.36]


def test_limits_are_the_parameters_of_the_safety_node() -> None:
    limits = read_limits(default_params_file())
    assert limits['max_chunk_age_s'] > 0
    assert len(limits['workspace_min_m']) == 3
