# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the interactive run, and a run without a terminal."""

import os
from pathlib import Path
import signal
import subprocess
import sys

import pytest
from vla_bringup.interactive.console import NO_TERMINAL
from vla_bringup.interactive.main import parse_arguments
from vla_bringup.interactive.main import web_command
from vla_common.domain_id import free_domain_id


def test_the_web_node_gets_port_and_parameters(tmp_path: Path) -> None:
    options = parse_arguments(['--port', '8123', '--log', str(tmp_path)])
    command = web_command(options)
    assert Path(command[0]).name == 'web_node'
    assert command[1:3] == ['--url-file', str(tmp_path / 'url')]
    assert command[-3:] == [str(options.params_file), '-p', 'web_node:port:=8123']


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (['--seed', '-1'], '--seed must be at least 0; got -1'),
        (['--port', '70000'], '--port must be within 0 .. 65535; got 70000'),
        (['--params-file', '/missing.yaml'], '--params-file must be a file; got /missing.yaml'),
    ],
)
def test_wrong_argument_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)
    assert message in capsys.readouterr().err


@pytest.mark.timeout(180)
def test_a_run_without_a_terminal_names_the_objects_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, '-m', 'vla_bringup.interactive.main', '--log', str(tmp_path)],
        env={**os.environ, 'ROS_DOMAIN_ID': str(free_domain_id())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line.strip())
            if line.startswith(('run: ready', 'run: not ready')):
                break
        assert lines[-1] == f'run: ready. {NO_TERMINAL}'
        assert any(line.startswith('run: on the table: ') and 'cube' in line for line in lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30.0) == 0
    finally:
        process.kill()
