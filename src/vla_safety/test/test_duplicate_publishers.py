# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A second publisher of motion, chunks or robot state, of nodes and of processes."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import partial
import os
from pathlib import Path
import signal
import subprocess
import sys
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from vla_common import qos
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_safety.safety_node import SafetyNode
from vla_safety.testing.sample_messages import state_message

_SECOND = {
    'robot_action': (PoseStamped, qos.RELIABLE_LATEST),
    'action_chunk': (ActionChunk, qos.RELIABLE_LATEST),
    'robot_state': (RobotState, qos.SENSOR),
}
# Process that publishes robot_state or, with a period, chunks; it is killed, so it never ends.
_PROCESS = """
import sys, time
import rclpy
from rclpy.node import Node
from vla_common import qos
from vla_interfaces.msg import ActionChunk, RobotState
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.sample_messages import chunk_message, state_message
rclpy.init()
topic, name = sys.argv[1:]
node = Node(name)
is_state = topic == 'robot_state'
kind, profile = (RobotState, qos.SENSOR) if is_state else (ActionChunk, qos.RELIABLE_LATEST)
publisher = node.create_publisher(kind, topic, profile)
while True:
    now_ns = node.get_clock().now().nanoseconds
    if is_state:
        publisher.publish(state_message(HOME, now_ns))
    else:
        positions = HOME + [[i * 1e-3, 0.0, 0.0] for i in range(16)]
        publisher.publish(chunk_message(positions, now_ns, command_id='idle'))
    time.sleep(0.02 if is_state else 0.2)
"""


class Processes:
    """Start and kill processes in the domain of the test."""

    def __init__(self, domain_id: int) -> None:
        self._environment = {**os.environ, 'ROS_DOMAIN_ID': str(domain_id)}
        self._all: list[subprocess.Popen[bytes]] = []

    def start(self, topic: str, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, '-c', _PROCESS, topic, name]
        self._all.append(subprocess.Popen(command, env=self._environment))
        return self._all[-1]

    def kill_all(self) -> None:
        for process in self._all:
            process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def processes(ros: Any) -> Iterator[Processes]:
    processes = Processes(ros.domain_id)
    yield processes
    processes.kill_all()


def _add_second(harness: SafetyNodeHarness, topic: str) -> Callable[[], object]:
    """
    Add a node that publishes a topic; it sends robot states at 50 Hz, nothing else.

    Return a function that destroys the publisher.
    """
    node = harness.ros.add(Node('second', context=harness.ros.context))
    kind, profile = _SECOND[topic]
    publisher = node.create_publisher(kind, topic, profile)
    if topic == 'robot_state':

        def send() -> None:
            now_ns = node.get_clock().now().nanoseconds
            publisher.publish(state_message(harness.position, now_ns))

        node.create_timer(0.02, send)
    return lambda: node.destroy_publisher(publisher)


@pytest.mark.parametrize('topic', list(_SECOND))
def test_a_second_publisher_is_named_and_refused_before_motion(
    make_harness: MakeHarness, topic: str
) -> None:
    harness = make_harness()
    remove = _add_second(harness, topic)
    harness.ros.wait_for(lambda: harness.status.reason == f'duplicate_{topic}', 10.0)
    assert '/second' in harness.status.message
    assert harness.state == IDLE
    harness.send()
    harness.ros.wait_for(lambda: harness.status.chunks_refused == 1)
    assert not harness.actions
    if topic != 'robot_state':
        remove()
        harness.ros.wait_for(lambda: not harness.status.reason.startswith('duplicate'), 10.0)
        harness.start_motion()


@pytest.mark.parametrize('topic', list(_SECOND))
def test_a_second_publisher_that_comes_while_moving_stops(
    make_harness: MakeHarness, topic: str
) -> None:
    harness = make_harness()
    harness.start_motion()
    remove = _add_second(harness, topic)
    harness.drive_until(lambda: harness.state == STOPPED)
    assert harness.status.reason == f'duplicate_{topic}'
    assert '/second' in harness.status.message
    harness.drive_until(harness.stands_still)
    refused = harness.call('reset')
    assert not refused.success
    assert 'it is still there' in refused.message
    if topic == 'robot_action':
        remove()
        harness.ros.spin(0.5)
        assert harness.call('reset').success


def test_two_safety_nodes_refuse_each_other(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.start_motion()
    second = harness.ros.add(SafetyNode(context=harness.ros.context))
    harness.drive_until(lambda: harness.state == STOPPED)
    causes = second._gate.inputs.publishers.faults(time.monotonic())
    harness.ros.wait_for(lambda: harness.status.reason == 'duplicate_robot_action', 10.0)
    assert '/safety_node' in harness.status.message
    assert 'duplicate_robot_action' in causes


def test_namespaces_are_independent(make_harness: MakeHarness) -> None:
    harness = make_harness()
    overrides = [Parameter('watch_camera', value=False)]
    harness.ros.add(
        SafetyNode(context=harness.ros.context, namespace='robot_2', parameter_overrides=overrides)
    )
    statuses = harness.ros.collect(SafetyStatus, 'robot_2/safety_status', qos.LATCHED)
    harness.start_motion()
    harness.ros.wait_for(lambda: bool(statuses), 10.0)
    for status in (*harness.statuses, *statuses):
        assert not status.reason.startswith('duplicate')


@pytest.mark.parametrize('topic', ['robot_state', 'action_chunk'])
def test_a_node_killed_and_restarted_is_no_second_publisher(
    make_harness: MakeHarness, processes: Processes, topic: str, logs: Path
) -> None:
    harness = make_harness(max_state_age_s=9.0)
    if topic == 'robot_state':
        harness.robot_alive = False
    else:
        harness.ros.node.destroy_publisher(harness.chunks)
    for _ in range(2):
        count = _chunk_count(harness)
        process = processes.start(topic, 'restarted')
        harness.ros.wait_for(partial(_sends, harness, topic, count), 30.0)
        harness.ros.spin(1.0)
        before = len(harness.statuses)
        process.kill()
        process.wait()
    process = processes.start(topic, 'restarted')
    harness.ros.spin(4.0)
    reasons = {status.reason for status in harness.statuses[before:]}
    assert not any(reason.startswith('duplicate') for reason in reasons), reasons


def _chunk_count(harness: SafetyNodeHarness) -> int:
    return harness.status.chunks_accepted + harness.status.chunks_refused


def _sends(harness: SafetyNodeHarness, topic: str, chunk_count: int) -> bool:
    """Return whether the process sends: states, or more than `chunk_count` chunks."""
    if topic == 'robot_state':
        return 0 <= harness.status.state_age_s < 0.3
    return _chunk_count(harness) > chunk_count
