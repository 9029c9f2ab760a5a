# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line and printed result of the demo."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from vla_bringup.demo import main as demo_main
from vla_bringup.demo.main import node_environment
from vla_bringup.demo.main import parse_arguments
from vla_bringup.demo.progress import Terminal
from vla_bringup.demo.report import DemoReport
from vla_bringup.demo.result_folder import exclusive_folder
from vla_client.readiness import NotReadyError
from vla_sim.physics.robot_models import robot_arm


def test_environment_gives_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('COMMAND', 'push the red cube left')
    monkeypatch.setenv('SEED', '7')
    options = parse_arguments([])
    assert (options.command, options.seed) == ('push the red cube left', 7)
    assert parse_arguments(['--seed', '3']).seed == 3


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--seed', '-1'], '--seed must be at least 0; got -1'),
        (['--params-file', '/missing.yaml'], '--params-file must be a file; got /missing.yaml'),
        (['--way', 'magic'], "invalid choice: 'magic'"),
    ],
)
def test_wrong_argument_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)
    assert message in capsys.readouterr().err


def test_a_demo_ignores_how_the_one_before_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {**os.environ, 'ROS_DOMAIN_ID': '7'}
    environment.pop('ROS_LOG_DIR', None)
    monkeypatch.setattr('os.environ', environment)
    state = tmp_path / 'ros' / 'vla_state'
    state.mkdir(parents=True)
    assert node_environment(tmp_path)['ROS_LOG_DIR'] == str(tmp_path / 'ros')
    assert not state.exists()


def test_a_log_directory_of_the_user_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {**os.environ, 'ROS_DOMAIN_ID': '7', 'ROS_LOG_DIR': str(tmp_path)}
    monkeypatch.setattr('os.environ', environment)
    (tmp_path / 'vla_state').mkdir()
    assert node_environment(tmp_path / 'demo')['ROS_LOG_DIR'] == str(tmp_path)
    assert (tmp_path / 'vla_state').exists()


def report_of(**values: Any) -> DemoReport:
    report = DemoReport(False, 'failed', '', '', 'pick up the red cube', 1)
    for name, value in values.items():
        setattr(report, name, value)
    return report


@pytest.mark.parametrize(
    ('values', 'lines'),
    [
        (
            {'success': True, 'duration_s': 8.04, 'task': 'pick', 'target': 'red cube'},
            ['SUCCESS after 8.0 s, confirmed by the simulator: pick red cube'],
        ),
        (
            {'outcome': 'refused', 'reason': 'target_not_found', 'message': 'no cube'},
            [
                'REFUSED (target_not_found): no cube',
                'nothing moved: no object, and the arm by 0.0',
            ],
        ),
        (
            {'message': 'dropped', 'moved': ['red cube', 'can']},
            ['FAILED: dropped', 'moved: red cube, can'],
        ),
        (
            {
                'message': 'x',
                'latency_ms': {'p50': 60.0, 'p99': 90.0},
                'images': {'sent': 9, 'received': 8},
            },
            ['p50 60.0 ms, p99 90.0 ms; images: 8 of 9 received', 'FAILED: x'],
        ),
    ],
)
def test_result_is_printed(values: dict[str, Any], lines: list[str]) -> None:
    out = io.StringIO()
    demo_main._print_result(report_of(**values), Terminal(out))
    printed = out.getvalue().splitlines()
    assert len(printed) == len(lines)
    assert all(line in text for line, text in zip(lines, printed, strict=True))


@pytest.mark.parametrize(
    ('error', 'status', 'outcome'),
    [
        (NotReadyError('policy_node: not active'), 1, 'not_ready'),
        (KeyboardInterrupt(), 130, 'interrupted'),
    ],
)
def test_report_is_written_when_the_run_ends_early(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
    outcome: str,
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(demo_main, 'run', fail)
    monkeypatch.setattr(demo_main.signal, 'signal', lambda *_: None)
    assert demo_main.main(['--log', str(tmp_path), '--seed', '1']) == status
    assert json.loads((tmp_path / 'report.json').read_text())['outcome'] == outcome


def test_second_demo_writes_to_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def succeed(options: Any, scenario: Any, report: DemoReport, terminal: Terminal) -> None:
        del options, scenario, terminal
        report.success, report.outcome = True, 'succeeded'

    monkeypatch.setattr(demo_main, 'run', succeed)
    monkeypatch.setattr(demo_main.signal, 'signal', lambda *_: None)
    folder = tmp_path / 'demo'
    with exclusive_folder(folder):
        (folder / 'report.json').write_text('first')
        assert demo_main.main(['--log', str(folder), '--seed', '1']) == 0
    assert (folder / 'report.json').read_text() == 'first'
    report = tmp_path / 'demo-2' / 'report.json'
    assert json.loads(report.read_text())['outcome'] == 'succeeded'
    printed = capsys.readouterr().out
    assert f'another demo uses {folder}; results go to {tmp_path / "demo-2"}' in printed
    assert f'see {report}' in printed


@pytest.mark.parametrize(
    ('command', 'moved', 'status'), [('lift it', [], 0), ('lift it', ['red cube'], 1), ('', [], 1)]
)
def test_a_refusal_of_a_given_command_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, moved: list[str], status: int
) -> None:
    def refuse(options: Any, scenario: Any, report: DemoReport, terminal: Terminal) -> None:
        del options, scenario, terminal
        report.outcome, report.moved = 'refused', moved

    monkeypatch.setattr(demo_main, 'run', refuse)
    monkeypatch.setattr(demo_main.signal, 'signal', lambda *_: None)
    arguments = ['--log', str(tmp_path), '--seed', '1', '--command', command]
    assert demo_main.main(arguments) == status


def test_a_command_outside_of_the_area_of_an_arm_starts_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        robot_arm('so101').spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    monkeypatch.setattr(demo_main, 'run', lambda *_: pytest.fail('the system was started'))
    monkeypatch.setattr(demo_main.signal, 'signal', lambda *_: None)
    options = ['--log', str(tmp_path), '--robot', 'so101', '--command', 'push the red cube back']
    assert demo_main.main(options) == 1
    printed = capsys.readouterr().out
    assert "so101 must have 'push the red cube back' within x 0.5 .. 0.58" in printed
