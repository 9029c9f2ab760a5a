# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command requests wait for the connection of their subscribers."""

from pathlib import Path
import time

from action_msgs.msg import GoalStatus
from goal_client import GoalClient
from policy_samples import scripted_policy
import pytest
from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandRequest
from vla_policy.ros.request_publisher import MAX_CONNECT_S
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')

_NEVER_CONNECTED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def test_a_goal_waits_for_a_language_node_that_starts_later(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    model = scripted_policy(phase=Phase.DONE, done=True)
    client = GoalClient(ros, tmp_path, model, has_language=False)
    handles = [client.send('pick it'), client.send('pick that')]
    client.harness.feed(0.5)
    client.subscribe()
    status, result = client.result(handles[1])
    assert status == GoalStatus.STATUS_SUCCEEDED, result.message
    assert [request.text for request in client.requests] == ['pick it', 'pick that']
    assert len({request.command_id for request in client.requests}) == 2


def test_a_goal_that_no_node_can_receive_is_not_sent(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 0.5)
    client = GoalClient(ros, tmp_path, has_language=False)
    status, result = client.result(client.send())
    assert (status, result.reason) == (GoalStatus.STATUS_ABORTED, 'no_answer')
    assert 'the request was not sent. Start the language node' in result.message
    client.subscribe()
    client.harness.feed(0.5)
    assert not client.requests


def test_a_canceled_goal_is_not_sent(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path, has_language=False)
    handle = client.send()
    client.cancel(handle)
    started_s = time.monotonic()
    status, result = client.result(handle)
    assert (status, result.outcome) == (GoalStatus.STATUS_CANCELED, 'canceled')
    assert time.monotonic() - started_s < 2.0
    client.subscribe()
    client.harness.feed(0.5)
    assert not client.requests


def test_a_subscriber_with_incompatible_qos_delays_but_does_not_block(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    ros.node.create_subscription(CommandRequest, 'command_request', print, _NEVER_CONNECTED)
    client = GoalClient(ros, tmp_path)
    client.harness.wait_for(
        lambda: ros.node.count_subscribers('command_request') == 2, 'subscribers not known'
    )
    started_s = time.monotonic()
    client.send()
    client.wait_for_requests()
    assert MAX_CONNECT_S <= time.monotonic() - started_s < MAX_CONNECT_S + 2.0


def test_diagnostics_contain_the_number_of_subscribers(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)

    def count() -> str:
        return str(client.harness.node.diagnose().values['command_request_subscribers'])

    client.harness.wait_for(lambda: count() == '1', 'the subscriber is not connected')
    ros.node.create_subscription(CommandRequest, 'command_request', print, qos.COMMAND)
    client.harness.wait_for(lambda: count() == '2', 'the subscriber is not connected')
