# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of action clients, before and after the policy hears of them."""

import pytest
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.ros.goals import check_goal
from vla_policy.ros.goals import Order
from vla_policy.ros.goals import outcome_of
from vla_policy.ros.goals import PICKUP_S
from vla_policy.ros.goals import same_text


@pytest.mark.parametrize('text', ['pick it', 'x' * 512, '  ' + 'x' * 512 + '\n'])
def test_texts_of_a_command_are_fine(text: str) -> None:
    check_goal(text, 0.0, 60.0)


@pytest.mark.parametrize(('text', 'got'), [('', 0), (' \n', 0), ('x' * 513, 513)])
def test_texts_too_short_or_too_long_are_refused(text: str, got: int) -> None:
    with pytest.raises(ValueError, match=f'1 to 512 characters; got {got}'):
        check_goal(text, 0.0, 60.0)


@pytest.mark.parametrize('duration_s', [-1.0, 60.5, float('nan'), float('inf')])
def test_durations_out_of_bounds_are_refused(duration_s: float) -> None:
    with pytest.raises(ValueError, match=f'0 to 60 s; got {duration_s:g}'):
        check_goal('pick it', duration_s, 60.0)


@pytest.mark.parametrize(
    ('a', 'b'), [('pick it', '  Pick   it\n'), ('ﬁnd it', 'find it'), ('a\x07b c', 'a?b c')]
)
def test_texts_that_the_language_node_cleaned_are_the_same(a: str, b: str) -> None:
    assert same_text(a, b)


def test_other_texts_are_not_the_same() -> None:
    assert not same_text('pick the red cube', 'pick the blue cube')


@pytest.mark.parametrize(
    ('state', 'reason', 'wanted'),
    [
        (State.SUCCEEDED, '', 'succeeded'),
        (State.IDLE, '', 'succeeded'),
        (State.REFUSED, 'target_not_found', 'refused'),
        (State.FAILED, 'timeout', 'timeout'),
        (State.FAILED, 'stopped', 'stopped'),
        (State.FAILED, 'replaced', 'replaced'),
        (State.FAILED, 'canceled', 'canceled'),
        (State.FAILED, 'deactivated', 'failed'),
    ],
)
def test_each_end_has_its_outcome(state: State, reason: str, wanted: str) -> None:
    assert outcome_of(Session('id', 'pick it', state=state, reason=reason)) == wanted


def test_a_command_that_nobody_picks_up_fails() -> None:
    order = Order(None, None, 'pick it', started_s=10.0, duration_s=60.0)
    assert order.late(10.0 + PICKUP_S) is None
    late = order.late(10.1 + PICKUP_S)
    assert late is not None
    assert late[:2] == ('failed', 'no_answer')
    assert 'language node' in late[2]
    order.command_id = 'id'
    assert order.late(10.1 + PICKUP_S) is None


def test_a_goal_has_its_own_time_limit() -> None:
    order = Order(None, None, 'pick it', started_s=10.0, duration_s=2.0, command_id='id')
    assert order.late(11.9) is None
    late = order.late(12.1)
    assert late is not None
    assert late[:2] == ('timeout', 'timeout')
