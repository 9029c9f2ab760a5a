# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action `execute_command` while its node waits, is deactivated, cleaned up and destroyed."""

from pathlib import Path
import time

from action_msgs.msg import GoalStatus
from goal_client import GoalClient
from lifecycle_msgs.msg import Transition
from vla_common.testing import NodeTestHarness


def test_deactivation_fails_goals_and_an_inactive_node_refuses_them(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    client.change(Transition.TRANSITION_DEACTIVATE)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('failed', 'deactivated')
    _, result = client.result(client.send())
    assert (result.outcome, result.reason) == ('failed', 'inactive')
    assert len(client.requests) == 1


def test_deactivation_fails_goals_that_wait_for_their_embedding(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    handle = client.send()
    client.wait_for_requests()
    client.change(Transition.TRANSITION_DEACTIVATE)
    assert client.result(handle)[1].reason == 'deactivated'


def test_goals_have_a_result_after_a_cleanup(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    client.harness.node.trigger_deactivate()
    client.harness.node.trigger_cleanup()
    future = handle.get_result_async()
    ros.wait_for(future.done, 5.0, 'no result')
    assert future.result().result.reason == 'deactivated'


def test_a_waiting_goal_causes_no_busy_loop(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    client.is_answering = False
    client.send()
    client.wait_for_requests()
    ros.spin(0.3)
    wakeups, end_s = 0, time.monotonic() + 0.5
    while time.monotonic() < end_s:
        ros.executor.spin_once(timeout_sec=0.5)
        wakeups += 1
    assert wakeups < 100


def test_the_node_can_be_destroyed_while_a_goal_runs(ros: NodeTestHarness, tmp_path: Path) -> None:
    client = GoalClient(ros, tmp_path)
    client.send()
    client.wait_for_motion()
