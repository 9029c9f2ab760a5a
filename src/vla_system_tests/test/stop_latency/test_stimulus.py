# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs that the stimulus publishes, and their faults."""

from collections.abc import Iterator
import time
from typing import Any

import pytest
from std_msgs.msg import Bool
from std_msgs.msg import Header
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_system_tests.stop_latency.stimulus import Stimulus

TOPICS = {
    'robot': (RobotState, 'robot_state', qos.SENSOR),
    'camera': (VisualFeatures, 'visual_features', qos.RELIABLE_LATEST),
    'policy': (ActionChunk, 'action_chunk', qos.RELIABLE_LATEST),
    'language': (Header, 'language_heartbeat', qos.RELIABLE_LATEST),
    'switch': (Bool, 'deadman', qos.SENSOR),
}


class StimulusReceiver:
    """A stimulus and the messages that it published."""

    def __init__(self, domain_id: int) -> None:
        self.stimulus = Stimulus(domain_id)
        self.client = VlaClient('test_stimulus', domain_id=domain_id)
        self.messages: dict[str, list[Any]] = {part: [] for part in TOPICS}
        for part, (kind, topic, profile) in TOPICS.items():
            self.client.subscribe(kind, topic, self.messages[part].append, profile)

    def wait_for_new(self, part: str, timeout_s: float = 10.0) -> bool:
        count = len(self.messages[part])
        return self.client.wait_for(lambda: len(self.messages[part]) > count, timeout_s)

    def close(self) -> None:
        self.client.close()
        self.stimulus.close()


@pytest.fixture
def receiver() -> Iterator[StimulusReceiver]:
    running = StimulusReceiver(free_domain_id())
    yield running
    running.close()


def test_all_inputs_are_published_once_the_robot_moves(receiver: StimulusReceiver) -> None:
    assert not receiver.wait_for_new('policy', 0.5)
    receiver.stimulus.start_motion(0.3)
    assert all(receiver.wait_for_new(part) for part in TOPICS)
    assert receiver.messages['policy'][-1].command_id == 'command-1'
    assert receiver.messages['switch'][-1].data
    first, second = receiver.messages['camera'][-2:]
    assert first.levels != second.levels


@pytest.mark.parametrize('part', list(TOPICS))
def test_silent_part_publishes_no_more_until_the_next_motion(
    receiver: StimulusReceiver, part: str
) -> None:
    receiver.stimulus.start_motion(0.3)
    assert receiver.wait_for_new(part)
    last_s = receiver.stimulus.silence(part)
    assert 0.0 <= time.monotonic() - last_s < 5.0
    receiver.client.wait_for(lambda: False, 0.2)
    assert not receiver.wait_for_new(part, 0.5)
    receiver.stimulus.start_motion(0.3)
    assert receiver.wait_for_new(part)


def test_frozen_camera_repeats_its_image_with_new_stamps(receiver: StimulusReceiver) -> None:
    receiver.stimulus.start_motion(0.3)
    assert receiver.wait_for_new('camera')
    receiver.stimulus.freeze()
    receiver.client.wait_for(lambda: False, 0.3)
    assert receiver.wait_for_new('camera')
    first, second = receiver.messages['camera'][-2:]
    assert first.levels == second.levels
    assert first.header.stamp != second.header.stamp


def test_perception_leaves_the_graph_and_returns(receiver: StimulusReceiver) -> None:
    node = receiver.client.node
    receiver.stimulus.start_motion(0.3)
    assert receiver.wait_for_new('camera')
    receiver.stimulus.end_perception()
    assert receiver.client.wait_for(lambda: node.count_publishers('visual_features') == 0, 10.0)
    receiver.stimulus.start_motion(0.3)
    assert receiver.wait_for_new('camera')


def test_released_switch_is_published_once(receiver: StimulusReceiver) -> None:
    assert receiver.wait_for_new('switch')
    receiver.stimulus.release_switch()
    switch = receiver.messages['switch']
    assert receiver.client.wait_for(lambda: not switch[-1].data, 5.0)
    assert not receiver.wait_for_new('switch', 0.3)


def test_state_is_that_of_the_safety_node(receiver: StimulusReceiver) -> None:
    stimulus = receiver.stimulus
    assert stimulus.state == -1
    assert not stimulus.is_received()
    safety = receiver.client.run_on_executor(
        lambda: receiver.client.node.create_publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    )
    safety.publish(SafetyStatus(state=SafetyStatus.ACTIVE, language_age_s=-1.0))
    assert receiver.client.wait_for(lambda: stimulus.state == SafetyStatus.ACTIVE, 10.0)
    assert not stimulus.is_received()
    safety.publish(SafetyStatus(state=SafetyStatus.ACTIVE))
    assert receiver.client.wait_for(stimulus.is_received, 10.0)
    assert not stimulus.is_moving()
