# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command executor with a simulated clock: command states and policy outputs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from executor_harness import ExecutorHarness
from executor_harness import START_S
from policy_messages import embedding
from policy_messages import features
from policy_samples import PICK
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import scripted_policy
import pytest
import torch
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')

BLUE = ObjectDescription('blue', colors=frozenset({'blue'}))


@pytest.fixture
def harness(tmp_path: Path) -> ExecutorHarness:
    return ExecutorHarness(tmp_path)


def test_a_command_waits_for_features_and_is_then_executed(harness: ExecutorHarness) -> None:
    harness.start()
    harness.observe()
    assert [s.state for s in harness.states] == [ExecutionState.WAITING, ExecutionState.EXECUTING]
    assert harness.outputs[0].chunk is not None
    assert harness.executor.command.latency_s == pytest.approx(0.05)


def test_the_time_of_a_chunk_is_taken_before_publishing(
    harness: ExecutorHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_s: list[float] = []
    monkeypatch.setattr(
        PolicyController, 'on_chunk_sent', lambda self, now_s: sent_s.append(now_s)
    )

    class SlowList(list[PolicyOutput]):
        def append(self, output: PolicyOutput) -> None:
            harness.now_s += 0.3

    harness.outputs = SlowList()
    harness.start()
    harness.observe()
    assert sent_s == [START_S + 0.2]


def test_without_a_command_nothing_is_planned(harness: ExecutorHarness) -> None:
    harness.observe()
    assert not harness.outputs
    assert not harness.states


def test_a_command_can_succeed(tmp_path: Path) -> None:
    harness = ExecutorHarness(tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    harness.start()
    harness.observe()
    harness.observe()
    harness.observe()
    assert harness.newest == (ExecutionState.SUCCEEDED, '')
    assert len(harness.outputs) == 2


def test_images_between_two_plans_are_skipped(harness: ExecutorHarness) -> None:
    harness.start()
    for _ in range(12):
        harness.observe()
        harness.now_s -= 0.15
    assert len(harness.outputs) == 3


def test_a_command_starts_with_the_images_from_before_it(harness: ExecutorHarness) -> None:
    harness.set_observations(3)
    for _ in range(4):
        harness.observe()
    assert not harness.outputs
    stamp_s = harness.now_s - 0.05
    harness.start()
    harness.executor.plan_with_kept_features()
    assert harness.newest == (ExecutionState.EXECUTING, '')
    assert [output.chunk is None for output in harness.outputs] == [True, True, False]
    chunk = harness.outputs[-1].chunk
    assert chunk is not None
    assert chunk.stamp_s == pytest.approx(stamp_s)
    # A second call is for a second command.
    harness.executor.plan_with_kept_features()
    assert len(harness.outputs) == 3


def test_images_that_are_too_old_do_not_start_a_command(harness: ExecutorHarness) -> None:
    harness.observe()
    harness.now_s += 0.5
    harness.start()
    harness.executor.plan_with_kept_features()
    assert harness.newest == (ExecutionState.WAITING, '')
    assert not harness.outputs


def test_images_from_before_a_command_that_is_cancelled_move_nothing(
    harness: ExecutorHarness,
) -> None:
    harness.observe()
    harness.start('a')
    harness.executor.cancel('a', 'canceled', 'by the client')
    harness.executor.plan_with_kept_features()
    assert not harness.outputs


def test_a_refusal_has_no_chunk(harness: ExecutorHarness) -> None:
    harness.start(meaning=replace(PICK, target=BLUE))
    harness.observe()
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'target_not_found')
    assert [d.chunk for d in harness.outputs] == [None]


def test_a_task_without_a_meaning_is_refused(harness: ExecutorHarness) -> None:
    msg = embedding(stamp_s=harness.now_s)
    msg.meaning.speech_act = ''
    harness.executor.start(msg)
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'invalid_command')
    assert 'step 1 of 1 has none' in harness.states[-1].message
    assert not harness.outputs


@pytest.mark.parametrize(
    ('changes', 'reason', 'message'),
    [
        (
            {'kind': CommandEmbedding.KIND_INVALID, 'reason': 'too long'},
            'invalid_command',
            'too long',
        ),
        (
            {'kind': CommandEmbedding.KIND_UNSUPPORTED, 'reason': "got 'not'"},
            'not_understood',
            "got 'not'",
        ),
        (
            {'encoder_id': 'clip'},
            'encoder_mismatch',
            "'minilm_l6_v2'; the input comes from 'clip'",
        ),
        (
            {'token_states': sample_command(33)},
            'invalid_command',
            'at most 32 tokens of 12 channels; got 33',
        ),
        ({'stamp_s': START_S - 300.0}, 'invalid_command', '0 to 10 s old; this one is 300.000 s'),
        ({'stamp_s': START_S + 300.0}, 'invalid_command', 'this one is -300.000 s'),
    ],
)
def test_unusable_commands_are_refused(
    harness: ExecutorHarness, changes: dict[str, object], reason: str, message: str
) -> None:
    harness.start(**changes)
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, reason)
    assert message in harness.states[-1].message
    assert not harness.outputs


def test_the_meaning_of_a_command_determines_its_task(harness: ExecutorHarness) -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, ObjectDescription('it'))
    harness.start(meaning=meaning)
    harness.observe()
    assert harness.newest == (ExecutionState.EXECUTING, '')
    assert (harness.executor.command.task, harness.executor.command.target) == (
        'point',
        'red cube',
    )


@pytest.mark.parametrize(
    ('changes', 'reason', 'message'),
    [
        ({'task': RequestedTask.NONE}, 'not_understood', "pick, place, push or point; got 'none'"),
        ({'target': BLUE}, 'target_not_found', "no detected cube, cylinder or sphere fits 'blue'"),
    ],
)
def test_a_meaning_that_cannot_be_executed_is_refused(
    harness: ExecutorHarness, changes: dict[str, Any], reason: str, message: str
) -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it'))
    harness.start(meaning=replace(meaning, **changes))
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, reason)
    assert message in harness.states[-1].message
    assert not any(output.chunk for output in harness.outputs)


def test_a_malformed_meaning_is_refused_with_its_error(harness: ExecutorHarness) -> None:
    msg = embedding(stamp_s=harness.now_s)
    msg.meaning.speech_act = 'shout'
    harness.executor.start(msg)
    assert harness.newest == (ExecutionState.REFUSED, 'invalid_command')
    assert "got 'shout'" in harness.states[-1].message


def test_a_newer_command_replaces_the_running_one(harness: ExecutorHarness) -> None:
    harness.start('a')
    harness.observe()
    harness.start('b')
    harness.observe()
    ends = [(s.command_id, s.state, s.reason) for s in harness.states]
    assert ends[1:] == [
        ('a', ExecutionState.EXECUTING, ''),
        ('a', ExecutionState.FAILED, 'replaced'),
        ('b', ExecutionState.WAITING, ''),
        ('b', ExecutionState.EXECUTING, ''),
    ]


def test_even_an_invalid_command_ends_the_running_one(harness: ExecutorHarness) -> None:
    harness.start('a')
    harness.observe()
    harness.start('b', kind=CommandEmbedding.KIND_INVALID, reason='no letters')
    assert [s.reason for s in harness.states[-2:]] == ['replaced', 'invalid_command']


def test_a_stop_command_ends_the_running_command(harness: ExecutorHarness) -> None:
    harness.start('a')
    harness.observe()
    harness.start('b', kind=CommandEmbedding.KIND_STOP)
    harness.observe()
    assert (harness.states[-2].command_id, harness.states[-2].reason) == ('a', 'stopped')
    assert harness.newest == (ExecutionState.IDLE, '')
    assert len(harness.outputs) == 1


def test_a_latched_stop_ends_the_running_command(harness: ExecutorHarness) -> None:
    harness.start()
    harness.observe()
    harness.executor.on_stop('call reset')
    assert harness.newest == (ExecutionState.FAILED, 'stopped')


def test_only_the_command_with_the_given_id_is_cancelled(harness: ExecutorHarness) -> None:
    harness.start('a')
    harness.executor.cancel('other', 'canceled', '')
    assert harness.executor.command.is_open
    harness.executor.cancel('a', 'canceled', '')
    assert harness.newest == (ExecutionState.FAILED, 'canceled')


def test_a_command_that_takes_too_long_fails(harness: ExecutorHarness) -> None:
    harness.start()
    harness.now_s += 61.0
    harness.executor.check_timeout()
    assert harness.newest == (ExecutionState.FAILED, 'timeout')


def _nan(msg: VisualFeatures) -> None:
    msg.levels[0].data[0] = float('nan')


def _old(msg: VisualFeatures) -> None:
    msg.header.stamp.sec -= 1


def _future(msg: VisualFeatures) -> None:
    msg.header.stamp.sec += 1


def _other_grid(msg: VisualFeatures) -> None:
    msg.levels[1].rows, msg.levels[1].cols = 4, 3


@pytest.mark.parametrize(
    ('change', 'message'),
    [
        (_nan, 'must be finite'),
        (_old, 'an image must be 0 to 0.5 s old; this one is 1.05'),
        (_future, 'this one is -0.95'),
        (_other_grid, 'a map (8, 3, 4); got (6, 16) and (8, 4, 3)'),
    ],
)
def test_malformed_features_plan_nothing_and_cause_a_warning(
    harness: ExecutorHarness, change: Callable[[VisualFeatures], None], message: str
) -> None:
    harness.start()
    harness.observe(change)
    assert not harness.outputs
    assert harness.executor.command.state == ExecutionState.WAITING
    assert message in harness.executor.command.warning
    harness.observe()
    harness.observe()
    assert harness.executor.command.state == ExecutionState.EXECUTING
    assert harness.executor.command.warning == ''


def test_features_of_another_encoder_refuse_the_command(harness: ExecutorHarness) -> None:
    harness.start()
    harness.observe(lambda msg: setattr(msg, 'encoder_id', 'siglip'))
    assert harness.newest == (ExecutionState.REFUSED, 'encoder_mismatch')
    assert "visual encoder 'grid_conv_v1'" in harness.states[-1].message


@pytest.mark.parametrize('weight', ['locator.key.bias', 'decoder.output.bias'])
def test_an_output_that_is_not_finite_refuses_the_command_in_motion_too(
    harness: ExecutorHarness, weight: str
) -> None:
    harness.start()
    harness.observe()
    assert harness.outputs.pop().chunk is not None
    harness.model.state_dict()[weight][0] = torch.nan
    harness.observe()
    assert harness.newest == (ExecutionState.REFUSED, 'output_not_finite')
    assert 'every output of the policy must be finite; ' in harness.states[-1].message
    assert not harness.outputs


def test_without_robot_state_nothing_is_planned(harness: ExecutorHarness) -> None:
    harness.start()
    harness.now_s += 0.2
    harness.executor.on_features(features(sample_observation(harness.now_s)))
    assert 'robot_state must be within 0.2 s' in harness.executor.command.warning
    harness.history.warning = 'robot_state must be finite'
    harness.now_s += 0.2
    harness.executor.on_features(features(sample_observation(harness.now_s)))
    assert harness.executor.command.warning == 'robot_state must be finite'
    assert not harness.outputs


def test_objects_are_detected_without_a_command_and_change_no_state(
    harness: ExecutorHarness,
) -> None:
    scene = harness.executor.detect(features(sample_observation(START_S)))
    assert scene is not None
    assert [detection.name for detection in scene.objects] == ['red cube']
    assert not harness.states


def test_an_object_that_the_gripper_holds_is_detected_at_the_gripper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = ExecutorHarness(tmp_path)
    monkeypatch.setattr(PolicyController, 'grasped', 'red cube')
    for opening, is_held in ((1.0, False), (0.5, True)):
        harness.now_s += 0.2
        harness.history.put(replace(sample_end_effector(harness.now_s), gripper=opening))
        scene = harness.executor.detect(features(sample_observation(harness.now_s)))
        assert scene is not None
        assert (scene.held is not None) == is_held
        assert (scene.objects[-1].position == (0.35, 0.0)) == is_held


def test_nothing_is_detected_in_invalid_features(harness: ExecutorHarness) -> None:
    msg = features(sample_observation(START_S), encoder_id='other')
    assert harness.executor.detect(msg) is None
    msg = features(sample_observation(START_S - 60.0))
    assert harness.executor.detect(msg) is None
