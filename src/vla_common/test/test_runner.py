# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes in processes: start, Ctrl-C, SIGTERM, errors."""

from collections.abc import Callable
from collections.abc import Iterator
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

import pytest
from std_msgs.msg import String
from vla_common.testing import NodeTestHarness

PROGRAM = """
from std_msgs.msg import String
from vla_common.node import VlaNode
from vla_common.runner import run_node

class BusyNode(VlaNode):
    def __init__(self):
        super().__init__('busy_node')
        self.declare_parameter('corner_m', [0.0])
        self.from_timer = self.create_publisher(String, 'timer', 10)
        self.create_timer(0.002, lambda: self.from_timer.publish(String(data='timer')))

    def configure(self):
        corner = self.get_parameter('corner_m').value
        self.from_worker = self.create_lifecycle_publisher(String, 'worker', 10)
        self.text = str(list(corner))

    def activate(self):
        self.start_worker('busy', lambda: self.from_worker.publish(String(data=self.text)))

run_node(BusyNode)
"""
FAILING = """
from vla_common.runner import run_node
def fail():
    raise ValueError('rate_hz must be positive; got -1. Change it in the YAML file')
run_node(fail)
"""
# As rclpy does when SIGINT arrives while it converts a message.
CONVERTING = """
from vla_common.node import VlaNode
from vla_common.runner import run_node

class ConvertingNode(VlaNode):
    def __init__(self):
        super().__init__('converting_node')
        self.create_timer(0.01, self.convert)

    def convert(self):
        try:
            print('converting', flush=True)
            while True:
                pass
        except KeyboardInterrupt:
            raise RuntimeError('Unable to convert call argument') from None

run_node(ConvertingNode)
"""
# Reports whether rclpy's own thread has handled the signal when the executor is destroyed.
# The main thread has a real-time priority, as in the safety node; the thread of rclpy has to wait.
ENDING = """
import os
import rclpy
from vla_common import runner
from vla_common.node import VlaNode

class ReportingExecutor(runner.SingleThreadedExecutor):
    def shutdown(self, *args, **kwargs):
        print('shut down:', not rclpy.ok(), flush=True)
        return super().shutdown(*args, **kwargs)

class IdleNode(VlaNode):
    def activate(self):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        print('active', flush=True)

runner.SingleThreadedExecutor = ReportingExecutor
runner.run_node(lambda: IdleNode('idle_node'))
"""

Start = Callable[..., 'subprocess.Popen[str]']


@pytest.fixture
def start(ros: NodeTestHarness) -> Iterator[Start]:
    """Yield a function that starts a program in the ROS domain of the test."""
    processes: list[subprocess.Popen[str]] = []

    def start_program(source: str, *args: str) -> 'subprocess.Popen[str]':
        environment = {
            **os.environ,
            'ROS_DOMAIN_ID': str(ros.domain_id),
            'PYTHONPATH': os.pathsep.join(path for path in sys.path if path),
        }
        process = subprocess.Popen(
            [sys.executable, '-c', source, *args],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield start_program
    for process in processes:
        process.kill()
        process.communicate()


def _end(process: 'subprocess.Popen[str]', *signals: signal.Signals) -> tuple[int, str]:
    """Send `signals` and return exit status and output; the process must end within 3 s."""
    start = time.monotonic()
    for number in signals:
        process.send_signal(number)
    output, _ = process.communicate(timeout=10.0)
    assert time.monotonic() - start < 3.0
    return process.returncode, output


def _may_use_real_time_priorities() -> bool:
    policy = 'import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))'
    process = subprocess.run([sys.executable, '-c', policy], stderr=subprocess.DEVNULL)
    return process.returncode == 0


def _wait_for_line(process: 'subprocess.Popen[str]', text: str) -> None:
    assert process.stdout is not None
    line = process.stdout.readline()
    while line.strip() != text:
        assert line, 'the node ended early'
        line = process.stdout.readline()


@pytest.mark.parametrize(
    'signals',
    [(signal.SIGINT,), (signal.SIGINT, signal.SIGINT), (signal.SIGTERM,)],
    ids=['ctrl_c', 'ctrl_c_twice', 'sigterm'],
)
def test_a_busy_node_ends_without_an_error(
    ros: NodeTestHarness, start: Start, signals: tuple[signal.Signals, ...]
) -> None:
    process = start(PROGRAM)
    messages, ticks = ros.collect(String, 'worker'), ros.collect(String, 'timer')
    ros.wait_for(lambda: len(messages) > 10, 30.0, 'no message of the process')
    # When the timer fires again, the activation is complete.
    enough = len(ticks) + 50
    ros.wait_for(lambda: len(ticks) > enough, 10.0, 'no tick of the process')
    status, output = _end(process, *signals)
    assert status == 0, output
    assert 'Traceback' not in output
    assert 'rror' not in output


def test_after_the_end_of_a_node_garbage_collection_is_fast(
    ros: NodeTestHarness, start: Start
) -> None:
    process = start(f'{PROGRAM}\nimport gc\nprint("left", len(gc.get_objects()))')
    messages = ros.collect(String, 'worker')
    ros.wait_for(lambda: bool(messages), 30.0, 'no message of the process')
    _, output = _end(process, signal.SIGINT)
    assert int(output.split('left')[1]) < 1000


def test_parameters_are_read_from_a_file(
    ros: NodeTestHarness, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / 'params.yaml'
    file.write_text('/**:\n  ros__parameters:\n    corner_m: [0.5, 1.0]\n')
    start(PROGRAM, '--ros-args', '--params-file', str(file), '-r', 'worker:=renamed')
    messages = ros.collect(String, 'renamed')
    ros.wait_for(lambda: bool(messages), 30.0, 'no message of the process')
    assert messages[0].data == '[0.5, 1.0]'


def test_an_error_at_the_start_ends_the_process(start: Start) -> None:
    process = start(FAILING)
    output, _ = process.communicate(timeout=30.0)
    assert process.returncode == 1
    assert output.rstrip().endswith('rate_hz must be positive; got -1. Change it in the YAML file')


def test_an_interrupt_during_a_conversion_ends_without_a_traceback(start: Start) -> None:
    process = start(CONVERTING)
    _wait_for_line(process, 'converting')
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20.0)
    assert process.returncode == 0, output
    assert 'Traceback' not in output


@pytest.mark.skipif(not _may_use_real_time_priorities(), reason='needs real-time priorities')
def test_the_executor_is_not_destroyed_before_rclpy_has_handled_the_signal(start: Start) -> None:
    process = start(ENDING)
    _wait_for_line(process, 'active')
    status, output = _end(process, signal.SIGINT)
    assert (status, 'shut down: True' in output) == (0, True), output


def test_a_missing_parameter_file_ends_the_process_with_its_name(start: Start) -> None:
    process = start(PROGRAM, '--ros-args', '--params-file', '/none.yaml')
    output, _ = process.communicate(timeout=30.0)
    assert process.returncode == 1
    assert output.strip() == 'c: a parameter file must exist; got /none.yaml. Correct the path'
