# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Worker threads: steps, errors, stop."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
import threading
import time

from vla_common.latest_value import LatestValue
from vla_common.worker_thread import WorkerThread


@contextmanager
def _running(
    step: Callable[[], None], on_error: Callable[[str], None] = print
) -> Iterator[WorkerThread]:
    worker = WorkerThread('example', step, on_error)
    try:
        yield worker
    finally:
        worker.stop()


def test_steps_run_sequentially_in_one_named_thread() -> None:
    threads, done = set(), threading.Event()
    count = 0

    def step() -> None:
        nonlocal count
        threads.add(threading.current_thread())
        count += 1
        if count == 100:
            done.set()

    with _running(step) as worker:
        assert done.wait(5.0)
        assert worker.stop()
        count_at_stop = count
    assert {thread.name for thread in threads} == {'example'}
    assert threading.main_thread() not in threads
    assert count == count_at_stop


def test_an_error_is_reported_and_the_next_value_is_processed() -> None:
    inputs, results, errors = LatestValue[int](), LatestValue[float](), LatestValue[str]()

    def step() -> None:
        value = inputs.take(0.1)
        if value is not None:
            results.put(1 / value)

    with _running(step, errors.put) as worker:
        inputs.put(0)
        text = errors.take(5.0)
        assert text is not None
        assert text.startswith('ZeroDivisionError: ')
        assert 'Traceback' in text
        assert worker.last_error == text.partition('\n')[0]
        inputs.put(4)
        assert results.take(5.0) == 0.25


def test_a_step_that_always_fails_does_not_load_a_core() -> None:
    errors: list[str] = []

    def step() -> None:
        raise RuntimeError('always')

    with _running(step, errors.append):
        used, start = time.process_time(), time.monotonic()
        while len(errors) < 4 and time.monotonic() - start < 5.0:
            threading.Event().wait(0.01)
        elapsed = time.monotonic() - start
        assert len(errors) >= 4
        assert elapsed > 0.1
        assert time.process_time() - used < 0.5 * elapsed


def test_stop_interrupts_the_pause_after_an_error() -> None:
    failed = threading.Event()

    def step() -> None:
        failed.set()
        raise RuntimeError('once')

    with _running(step, lambda text: None) as worker:
        assert failed.wait(5.0)
        start = time.monotonic()
        assert worker.stop()
        assert time.monotonic() - start < 1.0


def test_stop_returns_false_if_a_step_hangs() -> None:
    entered, release = threading.Event(), threading.Event()

    def step() -> None:
        entered.set()
        release.wait(10.0)

    with _running(step) as worker:
        assert entered.wait(5.0)
        assert not worker.stop(0.05)
        release.set()
        assert worker.stop()
        assert worker.stop()


def test_errors_while_stopping_are_not_reported() -> None:
    entered, release, errors = threading.Event(), threading.Event(), []

    def step() -> None:
        entered.set()
        release.wait(10.0)
        raise RuntimeError('the publisher is gone')

    with _running(step, errors.append) as worker:
        assert entered.wait(5.0)
        assert not worker.stop(0.01)
        release.set()
        assert worker.stop()
    assert errors == []


def test_a_step_may_stop_its_own_worker() -> None:
    stopped = threading.Event()
    handle = LatestValue[WorkerThread]()

    def step() -> None:
        worker = handle.take(5.0)
        if worker is not None:
            worker.stop()
            stopped.set()

    with _running(step) as worker:
        handle.put(worker)
        assert stopped.wait(5.0)
        assert worker.stop()
