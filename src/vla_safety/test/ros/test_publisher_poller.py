# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Polling of the graph for second publishers."""

from types import SimpleNamespace
from typing import Any

import pytest
from safety_node_harness import MakeHarness
from safety_node_harness import STOPPED
from vla_safety.ros.publisher_poller import qualified_name
from vla_safety.ros.publisher_poller import sender_of


@pytest.mark.parametrize(
    ('namespace', 'expected'), [('/', '/policy_node'), ('/robot_1', '/robot_1/policy_node')]
)
def test_the_name_of_a_node_has_its_namespace(namespace: str, expected: str) -> None:
    info = SimpleNamespace(node_namespace=namespace, node_name='policy_node')
    assert qualified_name(info) == expected


@pytest.mark.parametrize(
    ('info', 'expected'),
    [
        ({'publisher_gid': {'data': b'ab'}, 'publication_sequence_number': 7}, (b'ab', 7)),
        ({'publication_sequence_number': 7}, (b'', 7)),  # Jazzy
        ({'publisher_gid': None, 'publication_sequence_number': None}, (b'', 0)),
    ],
)
def test_a_message_has_the_id_of_its_publisher_or_a_number(
    info: dict[str, Any], expected: tuple[bytes, int]
) -> None:
    assert sender_of(info) == expected


def test_a_graph_that_cannot_be_read_stops(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = make_harness()

    def fail(topic: str) -> None:
        raise RuntimeError(f'no graph of {topic}')

    monkeypatch.setattr(harness.node, 'get_publishers_info_by_topic', fail)
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'node_fault'
    assert 'graph failed: RuntimeError: no graph of robot_action' in harness.status.message


def test_no_poll_after_cleanup(make_harness: MakeHarness) -> None:
    harness = make_harness()
    calls: list[str] = []
    read = harness.node.get_publishers_info_by_topic

    def count(topic: str) -> Any:
        calls.append(topic)
        return read(topic)

    harness.node.get_publishers_info_by_topic = count
    harness.ros.wait_for(lambda: len(calls) >= 4)
    assert set(calls) == {'robot_action', 'gripper_command', 'action_chunk', 'robot_state'}
    harness.node.trigger_deactivate()
    harness.node.trigger_cleanup()
    calls.clear()
    harness.ros.spin(0.5)
    assert not calls
