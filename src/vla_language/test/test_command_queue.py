# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Order among commands, and their messages."""

import threading

from builtin_interfaces.msg import Time
import numpy as np
from vla_interfaces.msg import CommandEmbedding
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.command_queue import Inbox
from vla_language.command_queue import Received
from vla_language.conversions import to_embedding
from vla_language.text_encoder import TokenStates


def task(text: str) -> Received:
    return Received(Command(CommandKind.TASK, text), command_id=text, stamp_ns=0)


def delivered(inbox: Inbox, received: Received) -> bool:
    ran: list[str] = []
    told = inbox.deliver(received, lambda: ran.append('answer'))
    assert told == bool(ran)
    return told


def test_the_newest_task_wins() -> None:
    inbox = Inbox()
    for text in ('a', 'b', 'c'):
        inbox.put(task(text))
    taken = inbox.take(0.0)
    assert taken is not None
    assert taken.command.text == 'c'
    assert inbox.take(0.0) is None
    assert inbox.replaced == 2
    assert delivered(inbox, taken)


def test_an_interrupt_voids_waiting_tasks() -> None:
    inbox, answers = Inbox(), list[str]()
    inbox.put(task('a'))
    inbox.interrupt(lambda: answers.append('stop'))
    assert answers == ['stop']
    assert inbox.take(0.0) is None


def test_an_interrupt_voids_the_task_that_is_being_encoded() -> None:
    inbox = Inbox()
    inbox.put(task('a'))
    taken = inbox.take(0.0)
    assert taken is not None
    inbox.interrupt(lambda: None)
    assert not delivered(inbox, taken)


def test_a_task_after_the_interrupt_is_delivered() -> None:
    inbox = Inbox()
    inbox.interrupt(lambda: None)
    inbox.put(task('a'))
    taken = inbox.take(0.0)
    assert taken is not None
    assert delivered(inbox, taken)


def test_a_newer_task_does_not_starve_the_one_that_is_being_encoded() -> None:
    inbox = Inbox()
    inbox.put(task('a'))
    taken = inbox.take(0.0)
    assert taken is not None
    inbox.put(task('b'))
    assert delivered(inbox, taken)


def test_no_task_follows_a_stop_from_another_thread() -> None:
    inbox, answers = Inbox(), list[str]()
    for _ in range(300):
        inbox.put(task('task'))
        taken = inbox.take(0.0)
        assert taken is not None
        start = threading.Barrier(2)

        def stop(start: threading.Barrier = start) -> None:
            start.wait()
            inbox.interrupt(lambda: answers.append('stop'))

        thread = threading.Thread(target=stop)
        thread.start()
        start.wait()
        inbox.deliver(taken, lambda: answers.append('task'))
        thread.join()
        assert answers[-1] == 'stop'


def test_a_task_is_sent_with_its_states() -> None:
    encoded = TokenStates(('red', 'cube'), np.arange(6, dtype=np.float32).reshape(2, 3))
    message = to_embedding(
        parse_command('red cube'),
        command_id='7',
        stamp=Time(sec=3),
        encoder_id='some_v1',
        encoded=encoded,
    )
    assert message.kind == CommandEmbedding.KIND_TASK
    assert (message.text, message.command_id, message.encoder_id) == ('red cube', '7', 'some_v1')
    assert message.header.stamp.sec == 3
    assert (list(message.tokens), list(message.mask)) == (['red', 'cube'], [True, True])
    states = np.frombuffer(message.states, np.float32).reshape(-1, message.channels)
    np.testing.assert_array_equal(states, encoded.states)


def test_stops_and_refusals_are_sent_without_states() -> None:
    for text, kind in (('stop', CommandEmbedding.KIND_STOP), ('', CommandEmbedding.KIND_INVALID)):
        message = to_embedding(parse_command(text), command_id='', stamp=Time(), encoder_id='e')
        assert message.kind == kind
        assert len(message.tokens) == len(message.states) == message.channels == 0
        assert bool(message.reason) == (kind == CommandEmbedding.KIND_INVALID)
