# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The life of one command."""

from dataclasses import replace

import numpy as np
from policy_samples import a_chunk
import pytest
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.control.detections import Seen
from vla_policy.control.policy_controller import Attention
from vla_policy.control.policy_controller import Decision
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

OPENED = Session('id', 'pick it').opened(100.0)
LOOK = Attention(np.ones((1, 1)), np.ones((1, 1)), np.ones((3, 1)))
MOVING = Decision(
    Verdict.OK, 0.9, TaskKind.PICK, Phase.GRASP, 0.5, False, a_chunk(Phase.GRASP), LOOK
)
UNDECIDED = replace(MOVING, chunk=None)
FINISHED = replace(MOVING, chunk=None, finished=True)
ENDS = (State.SUCCEEDED, State.REFUSED, State.FAILED)


def test_it_waits_until_it_may_move() -> None:
    assert not Session().is_open
    assert OPENED.state == State.WAITING
    looking = OPENED.after(UNDECIDED, 0.1)
    assert (looking.state, looking.message, looking.task) == (State.WAITING, 'looking', '')
    assert looking.confidence == 0.9


def test_it_executes_with_the_first_chunk() -> None:
    moving = OPENED.after(MOVING, 0.12)
    assert moving.is_open
    assert moving.state == State.EXECUTING
    assert (moving.task, moving.phase, moving.progress) == ('pick', 'grasp', 0.5)
    assert moving.latency_s == 0.12
    assert moving.message == ''


def test_it_succeeds_when_finished() -> None:
    done = OPENED.after(MOVING, 0.1).after(FINISHED, 0.1)
    assert (done.state, done.progress, done.reason) == (State.SUCCEEDED, 1.0, '')


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_each_verdict_has_its_reason(verdict: Verdict) -> None:
    refused = OPENED.after(replace(UNDECIDED, verdict=verdict), 0.1)
    assert refused.state == State.REFUSED
    assert refused.reason == verdict.name.lower()
    assert 'pick it' in refused.message


@pytest.mark.parametrize('state', ENDS)
def test_what_is_over_stays_as_it_is(state: State) -> None:
    over = OPENED.ended(state, 'why', 'words')
    assert not over.is_open
    assert over.ended(State.FAILED, 'replaced', '') is over
    assert over.stopped(1e9, 'stop') is over
    assert over.troubled('no image') is over
    assert over.at(1e9, 1.0) is over


def test_nothing_happens_to_no_command() -> None:
    idle = Session()
    assert idle.ended(State.FAILED, 'replaced', '') is idle
    assert idle.at(1e9, 60.0) is idle


@pytest.mark.parametrize(
    ('now_s', 'state'), [(100.0, State.WAITING), (160.0, State.WAITING), (160.1, State.FAILED)]
)
def test_it_fails_when_its_time_is_over(now_s: float, state: State) -> None:
    session = OPENED.at(now_s, 60.0)
    assert session.state == state
    if state == State.FAILED:
        assert session.reason == 'timeout'
        assert '60 s' in session.message


def test_a_timeout_says_what_was_in_the_way() -> None:
    assert 'no camera' in OPENED.troubled('no camera').at(200.0, 60.0).message
    assert 'visual_features' in OPENED.at(200.0, 60.0).message


def test_trouble_passes_with_the_next_plan() -> None:
    troubled = OPENED.after(MOVING, 0.1).troubled('no image')
    assert troubled.state == State.EXECUTING
    assert troubled.trouble == 'no image'
    assert troubled.after(MOVING, 0.1).trouble == ''


def test_a_stop_fails_what_moves_at_once() -> None:
    stopped = OPENED.after(MOVING, 0.1).stopped(100.0, 'call reset')
    assert (stopped.state, stopped.reason) == (State.FAILED, 'stopped')
    assert stopped.message == 'call reset'


def test_a_new_command_waits_for_news_of_the_reset() -> None:
    assert OPENED.stopped(100.4, 'call reset') is OPENED
    assert OPENED.stopped(100.6, 'call reset').reason == 'stopped'


def test_a_session_never_changes() -> None:
    with pytest.raises(AttributeError):
        OPENED.state = State.FAILED  # type: ignore[misc]


def test_an_ambiguous_command_is_answered_with_a_question() -> None:
    meant = tuple(Seen(color, 'cube', (0.5, 0.0), 0.9) for color in ('red', 'blue'))
    asked = OPENED.after(
        replace(UNDECIDED, verdict=Verdict.AMBIGUOUS, meant=meant, seen=meant), 0.1
    )
    assert (asked.state, asked.reason) == (State.REFUSED, 'ambiguous')
    assert 'which one: the red cube or the blue cube?' in asked.message


def test_what_is_missing_is_answered_with_what_is_there() -> None:
    seen = (Seen('red', 'cube', (0.5, 0.0), 0.9), Seen('green', 'bowl', (0.4, 0.1), 0.9))
    gone = OPENED.after(replace(UNDECIDED, verdict=Verdict.TARGET_NOT_FOUND, seen=seen), 0.1)
    assert 'It sees the red cube and the green bowl' in gone.message


def test_what_was_understood_is_named() -> None:
    moving = OPENED.after(replace(MOVING, names=('red cube', 'green bowl')), 0.1)
    assert (moving.target, moving.destination) == ('red cube', 'green bowl')
