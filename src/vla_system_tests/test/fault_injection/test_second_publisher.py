# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Second publisher on a real graph."""

import math

import pytest
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import RobotState
from vla_system_tests.fault_injection.second_publisher import SecondPublisher
from vla_system_tests.fault_injection.second_publisher import standing_robot


@pytest.mark.parametrize('topic', ['robot_action', 'action_chunk', 'robot_state'])
def test_publisher_is_in_the_graph_until_it_is_closed(topic: str) -> None:
    with VlaClient('test_second', domain_id=free_domain_id()) as client:
        states: list[RobotState] = []
        client.subscribe(RobotState, 'robot_state', states.append, qos.SENSOR)
        second = SecondPublisher(client, topic)
        assert client.wait_for(lambda: client.node.count_publishers(topic) == 1, 10.0)
        if topic == 'robot_state':
            assert client.wait_for(lambda: len(states) > 5, 10.0)
            assert states[-1].header.stamp.sec > 0
        second.close()
        assert client.wait_for(lambda: client.node.count_publishers(topic) == 0, 10.0)
        assert states == [] or topic == 'robot_state'


def test_state_of_the_other_robot_is_valid() -> None:
    state = standing_robot(to_stamp(1_500_000_000))
    q = state.end_effector.orientation
    assert math.hypot(q.x, q.y, q.z, q.w) == 1.0
    assert (state.header.frame_id, state.header.stamp.sec, state.gripper) == ('base_link', 1, 1.0)
