# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action `execute_command`: each goal belongs to one command, whatever other commands arrive."""

from pathlib import Path

from action_msgs.msg import GoalStatus
from goal_client import GoalClient
from policy_samples import scripted_policy
import pytest
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')


def test_a_newer_goal_replaces_the_older_one(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    first = client.send('pick it')
    client.wait_for_motion()
    second = client.send('pick it')
    status, result = client.result(first)
    assert (status, result.outcome) == (GoalStatus.STATUS_ABORTED, 'replaced')
    assert result.command_id == client.requests[0].command_id
    client.wait_for_motion(client.requests[1].command_id)
    client.cancel(second)
    assert client.result(second)[1].outcome == 'canceled'


def test_a_command_of_another_publisher_replaces_the_goal(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    handle = client.send('pick it')
    client.wait_for_motion()
    client.harness.send_command('push it', 'other')
    assert client.result(handle)[1].outcome == 'replaced'


def test_a_command_with_the_same_text_does_not_claim_the_goal(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path, scripted_policy(phase=Phase.DESCEND))
    client.is_answering = False
    handle = client.send('pick it')
    client.wait_for_requests()
    # Another publisher sends the same text, and its embedding arrives first.
    client.harness.send_command('pick it', 'other')
    client.wait_for_motion('other')
    client.harness.feed(0.3)
    assert handle.status == GoalStatus.STATUS_EXECUTING
    assert not client.feedback
    client.answer(client.requests[0])
    client.wait_for_motion()
    client.harness.wait_for(lambda: bool(client.feedback), 'no feedback')
    # The other command has ended as replaced; the goal goes on.
    assert handle.status == GoalStatus.STATUS_EXECUTING
    client.cancel(handle)
    _, result = client.result(handle)
    assert (result.outcome, result.command_id) == ('canceled', client.requests[0].command_id)


def test_a_command_with_the_same_text_that_ends_does_not_end_the_goal(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 1.0)
    client = GoalClient(ros, tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    client.is_answering = False
    handle = client.send('pick it')
    client.wait_for_requests()
    client.harness.send_command('pick it', 'other')
    client.harness.wait_for_state(PolicyStatus.SUCCEEDED, 'other')
    assert client.result(handle)[1].outcome == 'failed'


def test_two_goals_with_the_same_text_have_different_commands(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    first, second = client.send('pick it'), client.send('pick it')
    client.wait_for_requests(2)
    client.answer(client.requests[1])
    assert client.result(first)[1].outcome == 'replaced'
    client.wait_for_motion(client.requests[1].command_id)
    client.cancel(second)
    _, result = client.result(second)
    assert (result.outcome, result.command_id) == ('canceled', client.requests[1].command_id)
    assert client.requests[0].command_id != client.requests[1].command_id


def test_a_command_that_arrives_after_the_end_of_its_goal_is_cancelled(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 0.3)
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    assert client.result(client.send())[1].reason == 'no_answer'
    client.answer(client.requests[0])
    failed = client.harness.wait_for_state(PolicyStatus.FAILED, client.requests[0].command_id)
    assert failed.reason == 'no_answer'
    client.harness.feed(0.4)
    assert not client.harness.chunks
    client.harness.send_command('push it', 'next')
    client.wait_for_motion('next')


def test_requests_that_the_language_node_dropped_are_replaced(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    dropped = client.send('pick it')
    client.wait_for_requests()
    client.is_answering = True
    client.send('push it')
    assert client.result(dropped)[1].outcome == 'replaced'
