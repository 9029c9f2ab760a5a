# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of the client of a goal: alive, gone, discovered late, hidden, killed."""

from collections.abc import Iterator
import os
from pathlib import Path
import subprocess
import sys
import time

from goal_client import GoalClient
import pytest
from rclpy.parameter import Parameter
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus
from vla_policy.ros.goal_client_monitor import GoalClientMonitor

OURS, OTHER, LATER = b'ours', b'other', b'later'
CLIENT = """
import rclpy
from rclpy.action import ActionClient
from rclpy.node import Node
from vla_interfaces.action import ExecuteCommand
rclpy.init()
node = Node('other_client')
client = ActionClient(node, ExecuteCommand, 'execute_command')
client.wait_for_server()
client.send_goal_async(ExecuteCommand.Goal(text='pick it'))
rclpy.spin(node)
"""
# The graph drops a killed process after its lease: 20 s by default.
SHORT_LEASE = """<?xml version="1.0"?>
<profiles xmlns="http://www.eprosima.com">
  <participant profile_name="short_lease" is_default_profile="true"><rtps><builtin>
    <discovery_config>
      <leaseDuration><sec>2</sec></leaseDuration>
      <leaseAnnouncement><sec>0</sec><nanosec>500000000</nanosec></leaseAnnouncement>
    </discovery_config>
  </builtin></rtps></participant>
</profiles>
"""


@pytest.fixture
def client_process(ros: NodeTestHarness, tmp_path: Path) -> Iterator['subprocess.Popen[bytes]']:
    """Yield a process that sends one goal."""
    profile = tmp_path / 'short_lease.xml'
    profile.write_text(SHORT_LEASE)
    names = ('FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE')
    process = subprocess.Popen(
        [sys.executable, '-c', CLIENT],
        env={
            **os.environ,
            'ROS_DOMAIN_ID': str(ros.domain_id),
            **{name: str(profile) for name in names},
        },
    )
    yield process
    process.kill()
    process.wait()


def _gone_at_s(monitor: GoalClientMonitor, clients: dict[float, set[bytes]]) -> float | None:
    """Return the first time at which the goal ends; `clients` are present from each time on."""
    present = frozenset[bytes]()
    for tick in range(200):
        now_s = 10.0 + tick * 0.1
        for time_s, names in clients.items():
            if time_s <= now_s + 1e-6:
                present = frozenset(names)
        if monitor.outcome(present, now_s, 2.0) is not None:
            return round(now_s, 1)
    return None


def test_a_goal_ends_after_its_client_has_left() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}, 15.0: set()}) == 17.0


def test_a_client_that_stays_or_returns_keeps_its_goal() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}}) is None
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}, 15.0: set(), 16.5: {OURS}}) is None


def test_a_client_that_is_discovered_late_keeps_its_goal() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {11.9: {OURS}}) is None


def test_a_client_that_was_never_discovered_is_gone() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {}) == 12.1


def test_a_later_client_does_not_hide_the_loss() -> None:
    clients = {10.0: {OURS}, 12.0: {OURS, LATER}, 15.0: {LATER}}
    assert _gone_at_s(GoalClientMonitor(10.0), clients) == 17.0


def test_a_client_of_the_same_time_hides_the_loss() -> None:
    """Which of the two sent the goal is unknown: it is not ended on suspicion."""
    clients = {10.0: {OURS, OTHER}, 15.0: {OTHER}, 18.0: set()}
    assert _gone_at_s(GoalClientMonitor(10.0), clients) == 20.0


def test_the_outcome_contains_rule_value_and_remedy() -> None:
    monitor = GoalClientMonitor(10.0)
    assert monitor.outcome(frozenset({OURS}), 10.0, 2.0) is None
    outcome = monitor.outcome(frozenset(), 12.5, 2.0)
    assert outcome == (
        'failed',
        'client_lost',
        'the action client must stay in the ROS graph until the goal has ended; it left 2.5 s ago '
        '(goal_client_timeout_s is 2). Send the goal again',
    )


def test_the_goal_of_a_killed_client_ends(
    ros: NodeTestHarness, tmp_path: Path, client_process: 'subprocess.Popen[bytes]'
) -> None:
    client = GoalClient(ros, tmp_path, has_client=False, goal_client_timeout_s=1.0)
    client.harness.wait_for(lambda: bool(client.requests), 'no goal of the process', 30.0)
    client.wait_for_motion()
    client.harness.feed(2.0)
    assert client.harness.statuses[-1].state == PolicyStatus.EXECUTING
    client_process.kill()
    killed_s = time.monotonic()
    client.harness.wait_for(
        lambda: client.harness.statuses[-1].state == PolicyStatus.FAILED, 'no end', 10.0
    )
    assert 1.0 < time.monotonic() - killed_s < 6.0
    status = client.harness.statuses[-1]
    assert (status.command_id, status.reason) == (client.requests[0].command_id, 'client_lost')
    count = len(client.harness.chunks)
    client.harness.feed(0.5)
    assert len(client.harness.chunks) == count


def test_by_default_the_goal_of_a_killed_client_continues(
    ros: NodeTestHarness, tmp_path: Path, client_process: 'subprocess.Popen[bytes]'
) -> None:
    client = GoalClient(ros, tmp_path, has_client=False)
    client.harness.wait_for(lambda: bool(client.requests), 'no goal of the process', 30.0)
    client.wait_for_motion()
    client_process.kill()
    client.harness.feed(5.0)
    assert client.harness.statuses[-1].state == PolicyStatus.EXECUTING
    # `ros2 param set` enables the time limit for the open goal too.
    parameter = Parameter('goal_client_timeout_s', value=1.0)
    assert client.harness.node.set_parameters_atomically([parameter]).successful
    client.harness.wait_for(
        lambda: client.harness.statuses[-1].reason == 'client_lost', 'no end', 10.0
    )
