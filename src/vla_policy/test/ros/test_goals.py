# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of action clients: validation, time limits and outcomes."""

import pytest
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.ros.goal_client_monitor import GoalClientMonitor
from vla_policy.ros.goals import outcome_of
from vla_policy.ros.goals import PendingGoal
from vla_policy.ros.goals import PICKUP_S
from vla_policy.ros.goals import validate_goal


@pytest.mark.parametrize('text', ['pick it', 'x' * 512, '  ' + 'x' * 512 + '\n'])
def test_texts_of_valid_length_are_accepted(text: str) -> None:
    validate_goal(text, 0.0, 60.0)


@pytest.mark.parametrize(('text', 'got'), [('', 0), (' \n', 0), ('x' * 513, 513)])
def test_texts_of_invalid_length_are_refused(text: str, got: int) -> None:
    with pytest.raises(ValueError, match=f'1 to 512 characters; got {got}'):
        validate_goal(text, 0.0, 60.0)


@pytest.mark.parametrize('duration_s', [-1.0, 60.5, float('nan'), float('inf')])
def test_durations_out_of_bounds_are_refused(duration_s: float) -> None:
    with pytest.raises(ValueError, match=f'0 to 60 s; got {duration_s:g}'):
        validate_goal('pick it', duration_s, 60.0)


@pytest.mark.parametrize(
    ('state', 'reason', 'outcome'),
    [
        (ExecutionState.SUCCEEDED, '', 'succeeded'),
        (ExecutionState.IDLE, '', 'succeeded'),
        (ExecutionState.REFUSED, 'target_not_found', 'refused'),
        (ExecutionState.FAILED, 'timeout', 'timeout'),
        (ExecutionState.FAILED, 'stopped', 'stopped'),
        (ExecutionState.FAILED, 'replaced', 'replaced'),
        (ExecutionState.FAILED, 'canceled', 'canceled'),
        (ExecutionState.FAILED, 'deactivated', 'failed'),
    ],
)
def test_each_final_state_has_its_outcome(
    state: ExecutionState, reason: str, outcome: str
) -> None:
    assert outcome_of(CommandState('id', 'pick it', state=state, reason=reason)) == outcome


def pending_goal(max_duration_s: float, is_accepted: bool = False) -> PendingGoal:
    client = GoalClientMonitor(10.0)
    return PendingGoal(None, None, 'id', 'pick it', 10.0, max_duration_s, client, is_accepted)


def test_a_command_that_does_not_reach_the_policy_fails() -> None:
    goal = pending_goal(60.0)
    assert goal.timeout(10.0 + PICKUP_S) is None
    outcome = goal.timeout(10.1 + PICKUP_S)
    assert outcome is not None
    assert outcome[:2] == ('failed', 'no_answer')
    assert 'language node' in outcome.message
    goal.is_accepted = True
    assert goal.timeout(10.1 + PICKUP_S) is None


@pytest.mark.parametrize('is_accepted', [False, True])
def test_a_goal_has_a_time_limit(is_accepted: bool) -> None:
    goal = pending_goal(2.0, is_accepted)
    assert goal.timeout(11.9) is None
    outcome = goal.timeout(12.1)
    assert outcome is not None
    assert outcome[:2] == ('timeout', 'timeout')
    assert 'may take 2 s; it is not finished after 2.1 s' in outcome.message
