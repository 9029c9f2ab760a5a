# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action `execute_command`: every outcome of a goal."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
import time

from action_msgs.msg import GoalStatus
from goal_client import GoalClient
from policy_samples import PICK
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.conversions import stamp_s
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')


def test_a_goal_succeeds(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    handle = client.send('  pick it ')
    assert handle.accepted
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_SUCCEEDED
    assert (result.success, result.outcome, result.reason) == (True, 'succeeded', '')
    assert 0 < result.duration_s < 20
    request = client.requests[0]
    assert request.text == '  pick it '
    assert len(request.command_id) == 32
    assert result.command_id == request.command_id
    assert abs(stamp_s(request.header.stamp) - client.harness.now_s()) < 20


def test_feedback_contains_the_progress(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    client.send()
    client.harness.wait_for(
        lambda: any(f.phase == 'approach' for f in client.feedback), 'no feedback'
    )
    moving = [f for f in client.feedback if f.phase]
    assert moving[0].task == 'pick'
    assert 0.0 <= moving[0].progress < 1.0
    assert 0.0 < moving[0].latency_s < 1.0


def test_a_refusal_contains_its_reason(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    client.meaning = replace(PICK, target=ObjectDescription('purple', frozenset({'purple'})))
    status, result = client.result(client.send('pick up the purple elephant'))
    assert status == GoalStatus.STATUS_ABORTED
    assert not result.success
    assert (result.outcome, result.reason) == ('refused', 'target_not_found')
    assert 'purple elephant' in result.message
    assert not client.harness.chunks


@pytest.mark.parametrize(
    ('text', 'duration_s', 'words'),
    [
        ('', 0.0, '1 to 512 characters; got 0'),
        ('x' * 10_000, 0.0, '1 to 512 characters; got 10000'),
        ('pick it', -1.0, 'max_duration_s must be 0 to 60 s; got -1'),
        ('pick it', 1e6, 'max_duration_s must be 0 to 60 s; got 1e+06'),
        ('pick it', float('nan'), 'max_duration_s must be 0 to 60 s; got nan'),
    ],
    ids=['empty', 'too long', 'negative', 'endless', 'nan'],
)
def test_an_invalid_goal_is_not_published(
    ros: NodeTestHarness, tmp_path: Path, text: str, duration_s: float, words: str
) -> None:
    client = GoalClient(ros, tmp_path)
    _, result = client.result(client.send(text, duration_s))
    assert (result.outcome, result.reason) == ('refused', 'invalid_command')
    assert words in result.message
    client.harness.feed(0.2)
    assert not client.requests


def test_cancel_ends_the_command(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    assert handle.status == GoalStatus.STATUS_EXECUTING
    client.cancel(handle)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_CANCELED
    assert (result.success, result.outcome) == (False, 'canceled')
    assert client.harness.statuses[-1].reason == 'canceled'
    client.harness.feed(0.1)
    count = len(client.harness.chunks)
    client.harness.feed(0.4)
    assert len(client.harness.chunks) == count
    handle = client.send()
    client.wait_for_requests(2)
    client.wait_for_motion(client.requests[1].command_id)


def test_cancel_before_the_embedding_arrives(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    handle = client.send('pick it')
    client.wait_for_requests()
    client.cancel(handle)
    client.answer(client.requests[0])
    status, result = client.result(handle)
    assert (status, result.outcome) == (GoalStatus.STATUS_CANCELED, 'canceled')
    failed = client.harness.wait_for_state(PolicyStatus.FAILED, client.requests[0].command_id)
    assert failed.reason == 'canceled'
    client.harness.feed(0.4)
    assert not client.harness.chunks


def test_without_language_node_the_goal_fails(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 0.3)
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    status, result = client.result(client.send())
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('failed', 'no_answer')
    assert 'language node' in result.message


def test_a_goal_that_takes_too_long_times_out(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    started_s = time.monotonic()
    status, result = client.result(client.send(max_duration_s=0.7))
    assert 0.7 <= time.monotonic() - started_s < 3.0
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('timeout', 'timeout')
    assert client.harness.statuses[-1].reason == 'timeout'


def send_stop_command(client: GoalClient) -> None:
    client.harness.send_command('stop', 'other', kind=CommandEmbedding.KIND_STOP)


def publish_latched_stop(client: GoalClient) -> None:
    client.harness.publish_safety(SafetyStatus.STOPPED, 'stop was called')


@pytest.mark.parametrize('stop', [send_stop_command, publish_latched_stop])
def test_a_stop_ends_the_goal(
    ros: NodeTestHarness, tmp_path: Path, stop: Callable[[GoalClient], None]
) -> None:
    client = GoalClient(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    stop(client)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('stopped', 'stopped')
    assert 'stop' in result.message


def test_a_stop_goal_succeeds_and_stops_the_running_goal(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    running = client.send('pick it')
    client.wait_for_motion()
    stopping = client.send('stop')
    assert client.result(running)[1].outcome == 'stopped'
    assert client.result(stopping)[1].outcome == 'succeeded'
