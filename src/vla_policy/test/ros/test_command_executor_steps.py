# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command executor with commands of two steps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from executor_harness import ExecutorHarness
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_interfaces.msg import CommandEmbedding
from vla_policy.control.command_state import ExecutionState
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')

BLUE = ObjectDescription('blue', colors=frozenset({'blue'}))
POINT = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, ObjectDescription('it'))
PICK = replace(POINT, task=RequestedTask.PICK)


@pytest.fixture
def two_steps(tmp_path: Path) -> ExecutorHarness:
    """Return a harness in which each step is finished with its second observation."""
    harness = ExecutorHarness(tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    harness.start(meaning=POINT, further=[PICK])
    return harness


def test_two_steps_are_one_command(two_steps: ExecutorHarness) -> None:
    for _ in range(4):
        two_steps.observe()
    states = two_steps.states
    assert [(s.state.name, s.step, s.task) for s in states] == [
        ('WAITING', 1, ''),
        ('EXECUTING', 1, 'point'),
        ('EXECUTING', 2, 'pick'),
        ('SUCCEEDED', 2, 'pick'),
    ]
    assert {(s.command_id, s.step_count) for s in states} == {('a', 2)}
    assert [s.progress for s in states] == [0.0, 0.0, 0.5, 1.0]
    assert states[-1].meaning == '1. point: object; 2. pick: object'
    assert [s.tokens[0] for s in states] == ['word0', 'word0', 'step0', 'step0']


def test_a_second_step_that_cannot_be_done_prevents_the_first(tmp_path: Path) -> None:
    harness = ExecutorHarness(tmp_path)
    harness.start(meaning=POINT, further=[replace(PICK, target=BLUE)])
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'target_not_found')
    assert 'step 2 of 2: no detected' in harness.states[-1].message
    assert harness.executor.command.asked_about == ''
    assert [output.chunk for output in harness.outputs] == [None]


def test_a_refusal_in_the_second_step_says_that_the_first_is_finished(
    two_steps: ExecutorHarness,
) -> None:
    two_steps.observe()
    two_steps.model.dense.read[-1].bias.data[:] = -10.0  # nothing is detected any more
    two_steps.observe()
    assert two_steps.newest == (ExecutionState.REFUSED, 'target_not_found')
    assert 'in step 2 of 2; the steps before it are finished' in two_steps.states[-1].message


@pytest.mark.parametrize(
    ('end', 'reason'),
    [
        (lambda h: h.executor.on_stop('call reset'), 'stopped'),
        (lambda h: h.start('b', kind=CommandEmbedding.KIND_STOP), 'stopped'),
        (lambda h: h.start('b'), 'replaced'),
        (lambda h: h.executor.cancel('a', 'canceled', ''), 'canceled'),
        (lambda h: h.executor.end(ExecutionState.FAILED, 'deactivated', ''), 'deactivated'),
    ],
)
@pytest.mark.parametrize('observations', [1, 2])
def test_an_end_in_any_step_ends_the_whole_sequence(
    two_steps: ExecutorHarness,
    observations: int,
    end: Callable[[ExecutorHarness], None],
    reason: str,
) -> None:
    for _ in range(observations):
        two_steps.observe()
    end(two_steps)
    ended = next(s for s in two_steps.states if s.state is ExecutionState.FAILED)
    assert (ended.command_id, ended.reason, ended.step) == ('a', reason, observations)
    for _ in range(4):
        two_steps.observe()
    assert all(output.step_count == 1 for output in two_steps.outputs[observations:])


def test_the_time_limit_is_that_of_all_steps(two_steps: ExecutorHarness) -> None:
    two_steps.now_s += 50.0
    two_steps.observe()
    two_steps.observe()
    assert two_steps.executor.command.step == 2
    two_steps.now_s += 10.0
    two_steps.executor.check_timeout()
    assert two_steps.newest == (ExecutionState.FAILED, 'timeout')
