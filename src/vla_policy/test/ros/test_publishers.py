# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages that the publishers of the policy node send."""

from dataclasses import replace

from builtin_interfaces.msg import Time
import numpy as np
from policy_messages import features
from policy_samples import sample_chunk
from policy_samples import sample_observation
import pytest
from vla_common import qos
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.detections import Detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.scene_detection import SceneDetections
from vla_policy.ros.publishers import PolicyPublishers
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

COMMAND = CommandState('id-1', 'pick it', ('pick', 'it'), latency_s=0.125)
MAPS = AttentionMaps(
    target=np.full((2, 3), 1 / 6),
    destination=np.eye(2, 3) / 2,
    words=np.array([[0.25, 0.75], [0.5, 0.5], [1.0, 0.0]]),
)
OUTPUT = PolicyOutput(
    verdict=Verdict.OK,
    confidence=0.9,
    task=TaskKind.PICK,
    phase=Phase.APPROACH,
    progress=0.25,
    finished=False,
    chunk=sample_chunk(Phase.APPROACH),
    attention=MAPS,
)


class PublishersHarness:
    """Publishers of an active node, and the messages that arrive."""

    def __init__(self, ros: NodeTestHarness) -> None:
        self.ros = ros
        self.chunks: list[ActionChunk] = ros.collect(ActionChunk, 'action_chunk')
        self.maps: list[AttentionMap] = ros.collect(AttentionMap, 'attention', qos.SENSOR)
        self.statuses: list[PolicyStatus] = ros.collect(PolicyStatus, 'policy_status', qos.LATCHED)
        self.node = ros.add(VlaNode('owner', context=ros.context))
        self.publishers = PolicyPublishers(self.node, 'base_link')
        topics = ('action_chunk', 'attention', 'policy_status')
        ros.wait_for(lambda: self.node.is_active)
        ros.wait_for(lambda: all(self.node.count_subscribers(topic) == 1 for topic in topics))
        ros.spin(0.2)


@pytest.fixture
def harness(ros: NodeTestHarness) -> PublishersHarness:
    """Return publishers whose subscriptions are matched."""
    return PublishersHarness(ros)


def test_a_chunk_has_the_stamp_of_its_image_and_a_sequence_number(
    harness: PublishersHarness,
) -> None:
    for count in (1, 2):
        harness.publishers.publish_output(OUTPUT, COMMAND, features(sample_observation(7.5)))
        harness.ros.wait_for(lambda count=count: len(harness.chunks) == count)
    assert [chunk.sequence for chunk in harness.chunks] == [1, 2]
    assert harness.publishers.sequence == 2
    chunk = harness.chunks[0]
    assert (chunk.header.stamp.sec, chunk.header.stamp.nanosec) == (7, 500_000_000)
    assert (chunk.command_id, chunk.latency_s) == ('id-1', 0.125)


def test_attention_of_target_and_destination(harness: PublishersHarness) -> None:
    harness.publishers.publish_output(OUTPUT, COMMAND, features(sample_observation(7.5)))
    harness.ros.wait_for(lambda: len(harness.maps) == 2)
    target, destination = harness.maps
    assert (target.query, destination.query) == ('target', 'destination')
    assert list(destination.weights) == [0.5, 0.0, 0.0, 0.0, 0.5, 0.0]
    assert list(target.token_weights) == [0.25, 0.75]
    assert list(destination.token_weights) == [0.5, 0.5]
    for message in harness.maps:
        assert (message.rows, message.cols, list(message.tokens)) == (2, 3, ['pick', 'it'])
        assert (message.command_id, message.header.stamp.sec) == ('id-1', 7)


def test_an_output_without_chunk_publishes_attention_only(harness: PublishersHarness) -> None:
    output = replace(OUTPUT, chunk=None)
    harness.publishers.publish_output(output, COMMAND, features(sample_observation()))
    harness.ros.wait_for(lambda: len(harness.maps) == 2)
    harness.ros.spin(0.1)
    assert harness.chunks == []
    assert harness.publishers.sequence == 0


def test_a_status_has_the_time_of_the_node(harness: PublishersHarness) -> None:
    command = replace(COMMAND, state=ExecutionState.FAILED, reason='timeout')
    harness.publishers.publish_status(command)
    harness.ros.wait_for(lambda: len(harness.statuses) == 1)
    status = harness.statuses[0]
    assert (status.command_id, status.state, status.reason) == ('id-1', 5, 'timeout')
    assert abs(status.header.stamp.sec - harness.node.get_clock().now().nanoseconds * 1e-9) < 10


def test_publishers_are_destroyed(harness: PublishersHarness) -> None:
    harness.publishers.destroy()
    count = harness.ros.node.count_publishers
    harness.ros.wait_for(lambda: count('action_chunk') == 0)
    harness.ros.wait_for(lambda: count('attention') == count('policy_status') == 0)


def test_detected_objects_are_published_while_they_are_subscribed_to(ros: NodeTestHarness) -> None:
    harness = PublishersHarness(ros)
    assert not harness.publishers.has_detection_subscribers
    received: list[DetectedObjects] = ros.collect(DetectedObjects, 'detected_objects', qos.SENSOR)
    ros.wait_for(lambda: harness.publishers.has_detection_subscribers)
    ros.spin(0.2)
    cube = Detection('red', 'cube', (0.5, 0.1), 0.75)
    held = Detection('blue', 'sphere', (0.4, 0.0), 1.0)
    scene = SceneDetections((cube, held), HeldObject(held.name, np.array((0.4, 0.0)), 0.25))
    harness.publishers.publish_detections(scene, Time(sec=5))
    ros.wait_for(lambda: bool(received))
    (message,) = received
    assert (message.header.stamp.sec, message.header.frame_id) == (5, 'base_link')
    first, last = message.objects
    assert (first.name, first.color, first.shape) == ('red cube', 'red', 'cube')
    assert (first.confidence, first.is_held, last.is_held) == (0.75, False, True)
    assert (first.position.x, first.position.z, last.position.z) == (0.5, 0.0, 0.25)
