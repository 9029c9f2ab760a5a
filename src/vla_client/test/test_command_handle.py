# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Feedback, result and cancellation of a command handle."""

import threading

import pytest
from vla_client.command_handle import CommandFeedback
from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult

DONE = CommandResult('succeeded', '', '', 2.5, 'id-1')


def test_only_the_first_result_counts() -> None:
    handle = CommandHandle('push', lambda _: None)
    handle.finish(DONE)
    handle.finish(CommandResult('failed', 'late', '', 3.0))
    assert handle.result(0.0) == DONE
    assert handle.result().success


def test_a_result_that_is_not_there_in_time_is_an_error() -> None:
    handle = CommandHandle('push', lambda _: None)
    with pytest.raises(TimeoutError, match=r"'push' must end within 0\.01 s; it still runs"):
        handle.result(0.01)
    assert not handle.done


def test_another_thread_can_complete_the_handle() -> None:
    handle = CommandHandle('push', lambda _: None)
    threading.Timer(0.05, handle.finish, (DONE,)).start()
    assert handle.result(5.0) == DONE


def test_the_newest_feedback_is_kept() -> None:
    received: list[CommandFeedback] = []
    handle = CommandHandle('push', lambda _: None, received.append)
    steps = [CommandFeedback('push', 'approach', share, 0.1) for share in (0.1, 0.4)]
    for step in steps:
        handle.update(step)
    assert handle.feedback == steps[1]
    assert received == steps


def test_cancel_is_requested_only_while_the_command_runs() -> None:
    requested: list[CommandHandle] = []
    handle = CommandHandle('push', requested.append)
    handle.cancel()
    handle.finish(DONE)
    handle.cancel()
    assert requested == [handle]


def test_done_callbacks_get_the_result_before_and_after_the_end() -> None:
    results: list[CommandResult] = []
    handle = CommandHandle('push', lambda _: None)
    handle.on_done(results.append)
    handle.finish(DONE)
    handle.on_done(results.append)
    assert results == [DONE, DONE]


@pytest.mark.parametrize('outcome', ['refused', 'failed', 'stopped', 'timeout', 'canceled'])
def test_only_succeeded_is_a_success(outcome: str) -> None:
    assert not CommandResult(outcome, '', '', 0.0).success
