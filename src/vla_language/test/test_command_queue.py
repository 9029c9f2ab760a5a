# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Order of commands: the newest task replaces older ones, and none follows a later stop."""

import threading

from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command_queue import CommandQueue
from vla_language.command_queue import ReceivedCommand


def task(text: str, received_ns: int = 0) -> ReceivedCommand:
    return ReceivedCommand(Command(CommandKind.TASK, text), text, 0, received_ns)


def is_delivered(queue: CommandQueue, received: ReceivedCommand) -> bool:
    calls: list[str] = []
    result = queue.deliver(received, lambda: calls.append('published'))
    assert result == bool(calls)
    return result


def test_the_newest_task_replaces_older_ones() -> None:
    queue = CommandQueue()
    for text in ('a', 'b', 'c'):
        queue.put(task(text))
    taken = queue.take(0.0)
    assert taken is not None
    assert taken.command.text == 'c'
    assert queue.take(0.0) is None
    assert queue.replaced == 2
    assert is_delivered(queue, taken)


def test_an_interrupt_cancels_waiting_tasks() -> None:
    queue, published = CommandQueue(), list[str]()
    queue.put(task('a'))
    queue.interrupt(0, lambda: published.append('stop'))
    assert published == ['stop']
    assert queue.take(0.0) is None


def test_an_interrupt_cancels_the_task_that_is_being_encoded() -> None:
    queue = CommandQueue()
    queue.put(task('a'))
    taken = queue.take(0.0)
    assert taken is not None
    queue.interrupt(0, lambda: None)
    assert not is_delivered(queue, taken)


def test_a_task_after_the_interrupt_is_delivered() -> None:
    queue = CommandQueue()
    queue.interrupt(0, lambda: None)
    queue.put(task('a'))
    taken = queue.take(0.0)
    assert taken is not None
    assert is_delivered(queue, taken)


def test_a_newer_task_does_not_cancel_the_one_that_is_being_encoded() -> None:
    queue = CommandQueue()
    queue.put(task('a'))
    taken = queue.take(0.0)
    assert taken is not None
    queue.put(task('b'))
    assert is_delivered(queue, taken)


def test_no_task_is_published_after_a_stop_of_another_thread() -> None:
    queue, published = CommandQueue(), list[str]()
    for _ in range(300):
        queue.put(task('task'))
        taken = queue.take(0.0)
        assert taken is not None
        start = threading.Barrier(2)

        def stop(start: threading.Barrier = start) -> None:
            start.wait()
            queue.interrupt(0, lambda: published.append('stop'))

        thread = threading.Thread(target=stop)
        thread.start()
        start.wait()
        queue.deliver(taken, lambda: published.append('task'))
        thread.join()
        assert published[-1] == 'stop'


def test_a_task_received_before_an_interrupt_but_queued_after_it_is_cancelled() -> None:
    queue = CommandQueue()
    queue.interrupt(20, lambda: None)
    assert not queue.put(task('earlier', received_ns=10))
    assert queue.take(0.0) is None
    assert queue.put(task('later', received_ns=30))
    taken = queue.take(0.0)
    assert taken is not None
    assert taken.command.text == 'later'
    assert is_delivered(queue, taken)


def test_a_task_does_not_replace_one_that_was_received_later() -> None:
    queue = CommandQueue()
    assert queue.put(task('later', received_ns=20))
    assert not queue.put(task('earlier', received_ns=10))
    taken = queue.take(0.0)
    assert taken is not None
    assert taken.command.text == 'later'


def test_an_earlier_interrupt_does_not_readmit_cancelled_tasks() -> None:
    queue = CommandQueue()
    queue.interrupt(20, lambda: None)
    queue.interrupt(5, lambda: None)
    assert not queue.put(task('a', received_ns=10))
