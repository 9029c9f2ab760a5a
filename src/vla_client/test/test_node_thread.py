# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The executor thread keeps running, whatever other threads destroy and callbacks raise."""

from collections.abc import Iterator
from contextlib import suppress
import subprocess
import sys
import threading

import pytest
from std_msgs.msg import Bool
from vla_client import node_thread
from vla_client.node_thread import NodeThread
from vla_common import qos
from vla_common.domain_id import free_domain_id


@pytest.fixture
def thread() -> Iterator[NodeThread]:
    running = NodeThread('test_node_thread', domain_id=free_domain_id())
    running.node.create_timer(0.0005, lambda: None)
    running.start()
    yield running
    running.close()


def test_publishers_can_be_destroyed_while_the_executor_spins(thread: NodeThread) -> None:
    threads: list[str] = []

    def destroy(publisher: object) -> None:
        threads.append(threading.current_thread().name)
        thread.node.destroy_publisher(publisher)

    for _ in range(200):
        publisher = thread.node.create_publisher(Bool, 'temporary', qos.SENSOR)
        thread.run_on_executor(lambda publisher=publisher: destroy(publisher))
    assert thread.is_running
    assert threads == ['test_node_thread'] * 200


def test_results_and_errors_of_actions_reach_the_caller(thread: NodeThread) -> None:
    assert thread.run_on_executor(lambda: 7) == 7
    assert thread.run_on_executor(lambda: thread.run_on_executor(lambda: 8)) == 8
    with pytest.raises(ZeroDivisionError):
        thread.run_on_executor(lambda: 1 // 0)
    assert thread.is_running


def test_an_action_that_the_executor_does_not_start_times_out(
    thread: NodeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node_thread, 'MAX_EXECUTOR_DELAY_S', 0.2)
    busy, started = threading.Event(), threading.Event()
    late: list[int] = []

    def block() -> None:
        started.set()
        busy.wait(5.0)

    def keep_busy() -> None:
        with suppress(TimeoutError):
            thread.run_on_executor(block)

    blocker = threading.Thread(target=keep_busy)
    blocker.start()
    assert started.wait(5.0)
    try:
        with pytest.raises(TimeoutError, match=r'0\.2 s'):
            thread.run_on_executor(lambda: late.append(1))
    finally:
        busy.set()
        blocker.join()
    thread.run_on_executor(lambda: None)
    assert late == []


def test_a_callback_that_raises_does_not_end_the_thread(thread: NodeThread) -> None:
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise ValueError('bad callback')

    timer = thread.run_on_executor(lambda: thread.node.create_timer(0.01, fail))
    assert thread.wait_for(lambda: len(calls) > 2, 5.0)
    thread.run_on_executor(lambda: thread.node.destroy_timer(timer))
    assert thread.is_running


def test_wait_for_ends_at_its_deadline(thread: NodeThread) -> None:
    assert not thread.wait_for(lambda: False, 0.05)
    assert thread.wait_for(lambda: True, 0.0)


def test_close_can_be_repeated_and_ends_the_thread() -> None:
    thread = NodeThread('test_close', domain_id=free_domain_id())
    thread.start()
    thread.close()
    thread.close()
    assert not thread.is_running
    with pytest.raises(RuntimeError, match='it is closed'):
        thread.run_on_executor(lambda: None)


def test_a_program_that_does_not_close_the_node_still_ends() -> None:
    code = (
        'from vla_client.node_thread import NodeThread\n'
        f'thread = NodeThread("test_not_closed", domain_id={free_domain_id()})\n'
        'thread.start()\n'
    )
    ended = subprocess.run(
        [sys.executable, '-c', code], timeout=30, check=False, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, '')
