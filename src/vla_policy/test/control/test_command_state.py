# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Execution state of one command."""

from dataclasses import replace

import numpy as np
from policy_samples import sample_chunk
import pytest
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.detections import Detection
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

STARTED = CommandState('id', 'pick it').started(100.0)
ATTENTION = AttentionMaps(np.ones((1, 1)), np.ones((1, 1)), np.ones((3, 1)))
MOVING = PolicyOutput(
    Verdict.OK, 0.9, TaskKind.PICK, Phase.GRASP, 0.5, False, sample_chunk(Phase.GRASP), ATTENTION
)
UNDECIDED = replace(MOVING, chunk=None)
FINISHED = replace(MOVING, chunk=None, finished=True)
END_STATES = (ExecutionState.SUCCEEDED, ExecutionState.REFUSED, ExecutionState.FAILED)


def test_a_command_waits_until_motion_may_start() -> None:
    assert not CommandState().is_open
    assert STARTED.state == ExecutionState.WAITING
    undecided = STARTED.with_output(UNDECIDED, 0.1)
    assert (undecided.state, undecided.message, undecided.task) == (
        ExecutionState.WAITING,
        'collecting observations',
        '',
    )
    assert undecided.confidence == 0.9


def test_a_command_executes_with_the_first_chunk() -> None:
    moving = STARTED.with_output(MOVING, 0.12)
    assert moving.is_open
    assert moving.state == ExecutionState.EXECUTING
    assert (moving.task, moving.phase, moving.progress) == ('pick', 'grasp', 0.5)
    assert moving.latency_s == 0.12
    assert moving.message == ''


def test_a_finished_command_succeeds() -> None:
    done = STARTED.with_output(MOVING, 0.1).with_output(FINISHED, 0.1)
    assert (done.state, done.progress, done.reason) == (ExecutionState.SUCCEEDED, 1.0, '')


def test_only_the_last_step_ends_a_command() -> None:
    first = CommandState('id', 'push it, then lift it').started(100.0, 2)
    assert (first.step, first.step_count) == (1, 2)
    first = first.with_output(replace(MOVING, step_count=2), 0.1)
    second = first.with_output(replace(UNDECIDED, step=2, step_count=2, progress=0.5), 0.1)
    assert (second.state, second.step, second.progress) == (ExecutionState.EXECUTING, 2, 0.5)
    assert (second.task, second.phase, second.target) == ('', '', '')
    done = second.with_output(replace(FINISHED, step=2, step_count=2), 0.1)
    assert (done.state, done.step, done.message) == (ExecutionState.SUCCEEDED, 2, 'done')


def test_the_end_in_a_later_step_says_that_the_steps_before_are_finished() -> None:
    output = replace(UNDECIDED, step=2, step_count=2, verdict=Verdict.TARGET_NOT_FOUND)
    refused = CommandState('id', 'a text').started(100.0, 2).with_output(output, 0.1)
    assert (refused.state, refused.reason) == (ExecutionState.REFUSED, 'target_not_found')
    assert refused.message.endswith('(in step 2 of 2; the steps before it are finished)')


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_each_verdict_has_its_reason(verdict: Verdict) -> None:
    refused = STARTED.with_output(replace(UNDECIDED, verdict=verdict), 0.1)
    assert refused.state == ExecutionState.REFUSED
    assert refused.reason == verdict.name.lower()
    assert 'pick it' in refused.message


@pytest.mark.parametrize('state', END_STATES)
def test_an_ended_command_stays_unchanged(state: ExecutionState) -> None:
    over = STARTED.ended(state, 'why', 'words')
    assert not over.is_open
    assert over.ended(ExecutionState.FAILED, 'replaced', '') is over
    assert over.stopped(1e9, 'stop') is over
    assert over.with_warning('no image') is over
    assert over.with_timeout(1e9, 1.0) is over


def test_an_idle_state_ignores_events() -> None:
    idle = CommandState()
    assert idle.ended(ExecutionState.FAILED, 'replaced', '') is idle
    assert idle.with_timeout(1e9, 60.0) is idle


@pytest.mark.parametrize(
    ('now_s', 'state'),
    [
        (100.0, ExecutionState.WAITING),
        (160.0, ExecutionState.WAITING),
        (160.1, ExecutionState.FAILED),
    ],
)
def test_a_command_fails_after_its_time_limit(now_s: float, state: ExecutionState) -> None:
    state_now = STARTED.with_timeout(now_s, 60.0)
    assert state_now.state == state
    if state == ExecutionState.FAILED:
        assert state_now.reason == 'timeout'
        assert '60 s' in state_now.message


def test_a_timeout_names_the_last_warning() -> None:
    assert 'no camera' in STARTED.with_warning('no camera').with_timeout(200.0, 60.0).message
    assert 'visual_features' in STARTED.with_timeout(200.0, 60.0).message


def test_the_next_output_clears_the_warning() -> None:
    warned = STARTED.with_output(MOVING, 0.1).with_warning('no image')
    assert warned.state == ExecutionState.EXECUTING
    assert warned.warning == 'no image'
    assert warned.with_output(MOVING, 0.1).warning == ''


def test_a_stop_fails_an_executing_command_at_once() -> None:
    stopped = STARTED.with_output(MOVING, 0.1).stopped(100.0, 'call reset')
    assert (stopped.state, stopped.reason) == (ExecutionState.FAILED, 'stopped')
    assert stopped.message == 'call reset'


def test_a_new_command_tolerates_a_stop_whose_reset_is_delayed() -> None:
    assert STARTED.stopped(100.4, 'call reset') is STARTED
    assert STARTED.stopped(100.6, 'call reset').reason == 'stopped'


def test_a_command_state_is_immutable() -> None:
    with pytest.raises(AttributeError):
        STARTED.state = ExecutionState.FAILED  # type: ignore[misc]


def test_a_refusal_has_the_command_and_its_explanation() -> None:
    output = replace(UNDECIDED, verdict=Verdict.AMBIGUOUS, explanation='two fit')
    refused = STARTED.with_output(output, 0.1)
    assert (refused.state, refused.reason) == (ExecutionState.REFUSED, 'ambiguous')
    assert refused.message == f'refused {STARTED.text!r}: two fit'


def test_the_candidates_of_a_question_are_kept() -> None:
    cubes = tuple(Detection(color, 'cube', (0.5, 0.0), 0.9) for color in ('red', 'blue'))
    output = replace(UNDECIDED, verdict=Verdict.AMBIGUOUS, candidates=cubes, explanation='two fit')
    assert STARTED.with_output(output, 0.1).candidates == cubes


def test_target_and_destination_are_named() -> None:
    moving = STARTED.with_output(replace(MOVING, names=('red cube', 'green bowl')), 0.1)
    assert (moving.target, moving.destination) == ('red cube', 'green bowl')


def test_a_refusal_may_have_a_reason_of_its_own() -> None:
    refused = replace(
        MOVING, verdict=Verdict.DESTINATION_NOT_FOUND, chunk=None, reason='destination_occupied'
    )
    ended = CommandState('a', 'put it there').started(0.0).with_output(refused, 0.1)
    assert (ended.state, ended.reason) == (ExecutionState.REFUSED, 'destination_occupied')
