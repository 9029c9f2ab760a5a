# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The parts of a fault injection that need no running system."""

from collections.abc import Callable
from dataclasses import replace
import json
from pathlib import Path
import time
from types import SimpleNamespace

import numpy as np
import pytest
from rclpy.serialization import deserialize_message
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Image
from vla_bringup.files import default_params_file
from vla_bringup.nodes import entries
from vla_common.conversions import stamp_s
from vla_common.conversions import to_array
from vla_common.conversions import to_stamp
from vla_system_tests.fault_injection import audit_check
from vla_system_tests.fault_injection import run
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.main import parse_arguments
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.observer import Saying
from vla_system_tests.fault_injection.relay import ImageFault
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.fault_injection.report import write_report
from vla_system_tests.fault_injection.run import Finding
from vla_system_tests.markdown_section import marks

DOWN = (1.0, 0.0, 0.0, 0.0)


def ride(seconds: float, speed_m_s: float = 0.1) -> MotionLog:
    """Return the log of a hand that goes forward for a while from time 0, then stands for 1 s."""
    log, x = MotionLog(), 0.4
    for tick in range(round((seconds + 1.0) * 50)):
        x += 0.02 * speed_m_s if 0 < tick <= seconds * 50 else 0.0
        log.add_action(0.02 * tick, 1000 + 0.02 * tick, (x, 0.0, 0.2), DOWN)
        log.add_speed(0.02 * tick, speed_m_s if tick <= seconds * 50 + 5 else 0.0)
    return log


def test_the_last_motion_is_found() -> None:
    log = ride(2.0)
    assert log.last_told_s(0.5, 3.0) == pytest.approx(1.5)
    assert log.last_moved_s(0.5, 3.0) == pytest.approx(1.6)
    assert log.last_told_s(2.5, 3.0) == 0.0
    assert log.is_running(1.0)
    assert not log.is_running(2.9)


def test_a_rest_on_the_way_is_found() -> None:
    log = ride(1.0)
    assert log.first_rest_s(0.5, 2.0) == pytest.approx(0.5)
    assert log.first_rest_s(0.5, 1.05) is None
    assert log.speed_m_s() == 0.0
    log.add_action(2.02, 1002.02, (0.51, 0.0, 0.2), DOWN)
    assert log.speed_m_s() == pytest.approx(0.5)
    assert MotionLog().speed_m_s() == 0.0


def test_a_turn_is_motion_too_and_a_breath_is_none() -> None:
    log = MotionLog()
    for tick in range(10):
        half = 0.5 * 0.01 * min(tick, 5)
        turned = (float(np.cos(half)), float(np.sin(half)), 0.0, 0.0)
        log.add_action(0.02 * tick, 0.0, (0.4 + 1e-7 * tick, 0.0, 0.2), turned)
    assert log.last_told_s(0.0, 1.0) == pytest.approx(0.1)


def test_the_highest_speed_leaves_out_gaps_and_a_box_is_kept() -> None:
    log = ride(1.0)
    log.add_action(2.5, 1009.0, (0.1, 0.0, 0.2), DOWN)
    assert log.top_speed_m_s() == pytest.approx(0.1)
    assert log.outside((0.2, -1.0, 0.0), (0.8, 1.0, 1.0)) == 1


def image(at_s: float, value: int) -> bytes:
    message = Image(height=2, width=3, step=9, encoding='rgb8')
    message.header.stamp = to_stamp(round(at_s * 1e9))
    message.header.frame_id = 'camera_optical_frame'
    message.data = to_array(np.full(18, value, np.uint8))
    return bytes(serialize_message(message))


@pytest.mark.parametrize(
    ('fault', 'arrives'),
    [
        (ImageFault(), [(1.5, 10), (1.6, 20), (2.6, 30)]),
        (ImageFault(unplugged=True), []),
        (ImageFault(frozen=True), [(1.5, 10), (1.6, 10), (2.6, 10)]),
        (ImageFault(black=True), [(1.5, 0), (1.6, 0), (2.6, 0)]),
        (ImageFault(period_s=1.0), [(1.5, 10), (2.6, 30)]),
        (ImageFault(shift_s=3600.0), [(3601.5, 10), (3601.6, 20), (3602.6, 30)]),
    ],
)
def test_a_camera_fault(fault: ImageFault, arrives: list[tuple[float, int]]) -> None:
    sent = [(1.5, 10), (1.6, 20), (2.6, 30)]
    passed = [fault.apply(image(at_s, value), at_s) for at_s, value in sent]
    heard = [deserialize_message(one, Image) for one in passed if one is not None]
    assert [(stamp_s(m.header.stamp), m.data[17]) for m in heard] == pytest.approx(arrives)
    assert all((m.encoding, m.header.frame_id) == ('rgb8', 'camera_optical_frame') for m in heard)


def test_every_node_is_killed_and_stopped() -> None:
    for entry in entries(use_sim=True):
        what = entry.name.removesuffix('_node')
        assert {f'kill_{what}', f'freeze_{what}'} <= set(CASES)


def test_every_time_out_is_a_parameter() -> None:
    limits = read_limits(default_params_file())
    assert all(limits[case.limit] > 0 for case in CASES.values() if case.limit)


def test_only_what_is_asked_for_is_tried() -> None:
    assert parse_arguments(['--only', 'flood']).only == ['flood']
    assert parse_arguments([]).only == list(CASES)
    with pytest.raises(SystemExit):
        parse_arguments(['--only', 'earthquake'])
    with pytest.raises(SystemExit):
        parse_arguments(['--page', __file__])


FINDING = Finding(
    name='kill_policy',
    title='`kill -9` of policy_node',
    limit_s=1.0,
    goes_on=False,
    commanded_zero_s=0.9,
    measured_zero_s=0.95,
    paused_s=None,
    state='hold',
    reason='chunk_stale',
    said='hold: chunk_stale',
    told=True,
    jammed=False,
    recovery='with the next command',
    top_speed_m_s=0.3,
    outside=0,
    audit='complete',
)


@pytest.mark.parametrize(
    ('changes', 'safe'),
    [
        ({}, True),
        ({'commanded_zero_s': 1.05}, True),
        ({'commanded_zero_s': 1.2}, False),
        ({'commanded_zero_s': None}, False),
        ({'commanded_zero_s': None, 'goes_on': True}, True),
        ({'limit_s': None, 'commanded_zero_s': 3.0}, True),
        ({'outside': 1}, False),
        ({'goes_on': True, 'commanded_zero_s': None, 'paused_s': 0.9}, True),
        ({'goes_on': True, 'commanded_zero_s': None, 'paused_s': 1.2}, False),
        ({'goes_on': True, 'commanded_zero_s': None, 'told': False}, False),
    ],
)
def test_a_robot_that_moves_on_is_not_safe(changes: dict[str, object], safe: bool) -> None:
    assert replace(FINDING, **changes).is_safe is safe  # type: ignore[arg-type]


def test_the_table_has_the_worst_of_all_rounds(tmp_path: Path) -> None:
    slower = replace(FINDING, commanded_zero_s=0.97, recovery='no')
    other = replace(FINDING, name='flood', title='DDS flood', limit_s=None, commanded_zero_s=None)
    jammed = replace(
        FINDING,
        name='freeze_policy',
        title='SIGSTOP of policy_node',
        limit_s=0.6,
        commanded_zero_s=0.34,
        said='hold: state_stale',
        jammed=True,
    )
    slow = replace(
        FINDING,
        name='camera_1hz',
        title='camera at 1 Hz',
        commanded_zero_s=None,
        paused_s=0.81,
        said='active, then hold: features_stale',
        recovery='by itself',
    )
    untried = {'commands': 'the robot must move'}
    paths = tmp_path / 'report.json', tmp_path / 'page.md'
    paths[1].write_text('\n'.join(marks('faults')))
    write_report([FINDING, slower, other, jammed, slow], untried, *paths)
    report = json.loads((tmp_path / 'report.json').read_text())
    assert len(report['findings']) == 5
    assert report['not_tried'] == untried
    page = (tmp_path / 'page.md').read_text()
    assert 'Not tried: commands: the robot must move' in page
    rows = [row for row in page.splitlines() if row.startswith('| ')]
    assert rows[1:] == [
        '| `kill -9` of policy_node | 1 s | 0.97 s | 0.95 s | hold: chunk_stale | '
        'with the next command / no | complete |',
        '| DDS flood | - | goes on | 0.95 s | hold: chunk_stale | '
        'with the next command | complete |',
        '| SIGSTOP of policy_node | 0.6 s | 0.34 s | 0.95 s | hold: state_stale (jammed) | '
        'with the next command | complete |',
        '| camera at 1 Hz | 1 s | 0.81 s, then on | 0.95 s | active, then hold: features_stale | '
        'by itself | complete |',
    ]


class Watched:
    """Stands for an Observer: the safety node gives `reason`, the state came `silent_s` ago."""

    def __init__(self, reason: str, silent_s: float) -> None:
        self.motion = MotionLog()
        self.motion.add_speed(time.monotonic() - silent_s, 0.0)
        self.commands: dict[str, str] = {}
        self._saying = Saying('hold', reason)

    def wait_for(self, condition: Callable[[], bool], patience_s: float) -> bool:
        del patience_s
        return condition()

    def said(self, since_s: float, until_s: float) -> list[Saying]:
        del since_s, until_s
        return [self._saying]

    def is_moving(self) -> bool:
        return True

    def is_latched(self) -> bool:
        return False


@pytest.mark.parametrize(
    ('name', 'reason', 'silent_s', 'jammed', 'told', 'limit_s'),
    [
        ('freeze_policy', 'chunk_stale', 0.0, False, True, 1.0),
        ('freeze_policy', 'state_stale', 0.0, False, False, 1.0),
        ('freeze_policy', 'state_stale', 3.0, True, True, 0.6),
        ('freeze_policy', 'chunk_stale', 3.0, True, False, 0.6),
        ('freeze_sim', 'state_stale', 3.0, False, True, 0.6),
        ('camera_unplugged', 'state_stale', 3.0, False, False, 1.2),
    ],
)
def test_a_state_held_up_by_a_stopped_process_must_be_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    reason: str,
    silent_s: float,
    jammed: bool,
    told: bool,
    limit_s: float,
) -> None:
    monkeypatch.setattr(run, 'FAULT_S', 0.01)
    monkeypatch.setattr(run, 'check_audit', lambda folder, commands: '')
    limits = {
        'max_chunk_age_s': 1.0,
        'max_state_age_s': 0.6,
        'max_image_age_s': 1.2,
        'workspace_min_m': [-1.0] * 3,
        'workspace_max_m': [1.0] * 3,
    }
    stage = SimpleNamespace(
        observer=Watched(reason, silent_s), set_off=lambda command: None, audit_directory=tmp_path
    )
    case = replace(CASES[name], inject=lambda stage: None, undo=lambda stage: None)
    finding = run.run_case(case, stage, limits)  # type: ignore[arg-type]
    assert (finding.jammed, finding.told, finding.limit_s) == (jammed, told, limit_s)


def write_log(folder: Path, numbers: list[int], *, torn: bool = False) -> Path:
    lines = [json.dumps({'n': n, 'kind': 'read', 'command_id': f'c{n}'}) for n in numbers]
    name = 'audit-safety_node-20260101T000000Z-7-0000.jsonl'
    (folder / name).write_text('\n'.join([*lines, '{"n": 9'] if torn else [*lines, '']))
    return folder


@pytest.mark.parametrize(
    ('numbers', 'torn', 'commands', 'answer'),
    [
        ([1, 2, 3], False, ['c1', 'c3'], 'complete'),
        ([1, 3], False, ['c1'], '1 missing'),
        ([1, 2], True, ['c1'], '1 broken'),
        ([1, 2], False, ['c1', 'c5'], '1 commands unheard'),
    ],
)
def test_gaps_in_the_audit_log_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    numbers: list[int],
    torn: bool,
    commands: list[str],
    answer: str,
) -> None:
    monkeypatch.setattr(audit_check, '_PATIENCE_S', 0.0)
    folder = write_log(tmp_path, numbers, torn=torn)
    assert audit_check.check_audit(folder, dict.fromkeys(commands, '')) == answer


def test_a_missing_audit_log_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_check, '_PATIENCE_S', 0.0)
    assert audit_check.check_audit(tmp_path / 'nowhere', {}) == 'no log'
