# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of the interactive run."""

from pathlib import Path

import pytest
from vla_bringup.interactive.main import parse_arguments
from vla_bringup.interactive.main import web_command


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
