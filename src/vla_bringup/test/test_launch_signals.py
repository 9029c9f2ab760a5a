# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM to a launch service ends its processes; skipped where launch is not installed."""

import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip('launch.actions', reason='launch is not installed: no ROS 2 is sourced')

# A launch service with one process that prints its id and never ends by itself.
SERVICE = """
import sys
from launch import LaunchDescription, LaunchService
from launch.actions import ExecuteProcess, OpaqueFunction
from vla_bringup.launch_signals import shut_down_on_sigterm

code = 'import os, time; print("up", os.getpid(), flush=True); time.sleep(600)'
process = ExecuteProcess(cmd=[sys.executable, '-c', code], output='screen')
service = LaunchService()
service.include_launch_description(
    LaunchDescription([OpaqueFunction(function=shut_down_on_sigterm), process])
)
sys.exit(service.run())
"""


def test_sigterm_ends_the_processes(tmp_path: Path) -> None:
    service = subprocess.Popen(
        [sys.executable, '-c', SERVICE],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, 'ROS_LOG_DIR': str(tmp_path), 'PYTHONUNBUFFERED': '1'},
    )
    assert service.stdout is not None
    line = ''
    while ' up ' not in line:
        line = service.stdout.readline()
        assert line, 'the launch service ended'
    child = int(line.split()[-1])
    began_s = time.monotonic()
    service.send_signal(signal.SIGTERM)
    output = service.communicate(timeout=30)[0]
    assert time.monotonic() - began_s < 5.0, output
    assert not Path(f'/proc/{child}').exists(), output
    assert "sending signal 'SIGINT'" in output
