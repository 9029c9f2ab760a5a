# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Bookkeeping of commands and of the state of the policy."""

import pytest
from vla_safety.gate.command_tracker import CommandTracker
from vla_safety.gate.command_tracker import PolicyState


@pytest.mark.parametrize(
    ('state', 'command_id', 'ends'),
    [
        (PolicyState.EXECUTING, 'running', False),
        (PolicyState.EXECUTING, 'newer', False),
        (PolicyState.WAITING, 'running', False),
        (PolicyState.WAITING, 'newer', True),
        (PolicyState.WAITING, 'older', False),
        (PolicyState.SUCCEEDED, 'running', True),
        (PolicyState.SUCCEEDED, 'older', False),
        (PolicyState.FAILED, 'running', True),
        (PolicyState.REFUSED, 'newer', True),
        (PolicyState.IDLE, '', True),
    ],
)
def test_policy_states_that_end_the_current_command(
    state: PolicyState, command_id: str, ends: bool
) -> None:
    tracker = CommandTracker()
    for command in ('older', 'running'):
        tracker.record_accepted(command)
    assert tracker.is_ended_by(state, command_id) == ends


def test_the_number_of_commands_kept_is_limited() -> None:
    tracker = CommandTracker()
    for number in range(10_000):
        tracker.finish(str(number))
    assert tracker.is_finished('9999')
    assert not tracker.is_finished('0')


@pytest.mark.parametrize(
    ('state', 'finished'),
    [
        (PolicyState.IDLE, False),
        (PolicyState.WAITING, False),
        (PolicyState.EXECUTING, False),
        (PolicyState.SUCCEEDED, True),
        (PolicyState.REFUSED, True),
        (PolicyState.FAILED, True),
    ],
)
def test_final_states_finish_a_command(state: PolicyState, finished: bool) -> None:
    tracker = CommandTracker()
    tracker.record_policy_state(state, 'command')
    is_busy = state in (PolicyState.WAITING, PolicyState.EXECUTING)
    assert tracker.is_finished('command') == finished
    assert tracker.policy_command == ('command' if is_busy else '')
    assert tracker.is_policy_alive(0.0, max_age_s=1.0) == (not is_busy)


def test_a_busy_policy_is_alive_while_it_sends_chunks() -> None:
    tracker = CommandTracker()
    tracker.record_policy_state(PolicyState.EXECUTING, 'command')
    tracker.record_policy_output(10.0)
    assert tracker.is_policy_alive(10.9, max_age_s=1.0)
    assert not tracker.is_policy_alive(11.0, max_age_s=1.0)


def test_the_newest_accepted_command_is_the_current_one() -> None:
    tracker = CommandTracker()
    assert tracker.current == ''
    for command_id in ('a', 'b', 'b'):
        tracker.record_accepted(command_id)
    assert tracker.current == 'b'


def test_only_commands_that_are_classified_otherwise_are_no_tasks() -> None:
    tracker = CommandTracker()
    tracker.record_classification('task', is_task=True)
    tracker.record_classification('question', is_task=False)
    tracker.record_classification('', is_task=False)
    assert [tracker.is_not_a_task(name) for name in ('task', 'question', '', 'unknown')] == [
        False,
        True,
        False,
        False,
    ]
