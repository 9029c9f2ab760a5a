# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Processes of a group and their descendants end with the block."""

from collections.abc import Callable
import os
from pathlib import Path
import signal
import subprocess
import sys
import threading
import time

from vla_bringup.processes import ProcessGroup

SLEEP = 'import time; time.sleep(60)'
IGNORES_SIGNALS = """
import signal, time
for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, signal.SIG_IGN)
print('ready', flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print(child.pid, flush=True)
time.sleep(60)
"""

OWNER = """
import os, pathlib, sys, time
from vla_bringup.processes import ProcessGroup
with ProcessGroup(pathlib.Path(sys.argv[1])) as group:
    group.start('child', [sys.executable, '-c', 'import time; time.sleep(60)'], os.environ)
    print(group.pid_of('child'), flush=True)
    time.sleep(60)
"""


def wait_for(condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    pause, end = threading.Event(), time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        pause.wait(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[0] != 'Z'
    except FileNotFoundError:
        return False


def run(group: ProcessGroup, name: str, code: str) -> None:
    group.start(name, [sys.executable, '-c', code], os.environ)


def test_ended_process_is_reported(tmp_path: Path) -> None:
    with ProcessGroup(tmp_path) as group:
        run(group, 'short', 'print("hello"); raise SystemExit(3)')
        wait_for(lambda: group.ended() == {'short': 3})
    assert group.log_of('short').read_text() == 'hello\n'
    assert group.last_log_line('short') == 'hello'


def test_descendants_end_when_the_block_raises(tmp_path: Path) -> None:
    group, grandchild = ProcessGroup(tmp_path), 0
    try:
        with group:
            run(group, 'parent', PARENT)
            wait_for(lambda: bool(group.log_of('parent').read_text().strip()))
            grandchild = int(group.log_of('parent').read_text())
            assert is_alive(grandchild)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    wait_for(lambda: not is_alive(grandchild))


def test_process_that_ignores_signals_is_killed_within_three_seconds(tmp_path: Path) -> None:
    group = ProcessGroup(tmp_path)
    run(group, 'ignores_signals', IGNORES_SIGNALS)
    wait_for(lambda: 'ready' in group.log_of('ignores_signals').read_text())
    began = time.monotonic()
    group.stop()
    assert time.monotonic() - began < 3.0


def test_ctrl_c_does_not_interrupt_the_clean_up(tmp_path: Path) -> None:
    group = ProcessGroup(tmp_path)
    with group:
        run(group, 'ignores_signals', IGNORES_SIGNALS)
        wait_for(lambda: 'ready' in group.log_of('ignores_signals').read_text())
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert group.ended() == {}


def test_sigterm_of_the_parent_ends_its_children(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, '-c', OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    child = int(owner.stdout.readline())
    assert is_alive(child)
    owner.terminate()
    assert owner.wait(20) == 128 + signal.SIGTERM
    assert not is_alive(child)


def test_process_without_handler_ends_without_a_traceback(tmp_path: Path) -> None:
    with ProcessGroup(tmp_path) as group:
        run(group, 'python', 'print("up", flush=True); ' + SLEEP)
        wait_for(lambda: 'up' in group.log_of('python').read_text())
    assert group.log_of('python').read_text() == 'up\n'
