# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of a robot with their ages."""

from collections.abc import Iterator

import pytest
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_robot.ros.robot_observer import RobotObserver


@pytest.fixture
def observer(ros: NodeTestHarness) -> Iterator[RobotObserver]:
    observer = RobotObserver(context=ros.context)
    yield observer
    observer.close()


def test_states_have_an_age_and_are_discarded_by_the_next_observation(
    ros: NodeTestHarness, observer: RobotObserver
) -> None:
    states = ros.publisher(RobotState, 'robot_state', qos.SENSOR)
    message = RobotState(gripper=0.5)
    message.header.stamp = to_stamp(ros.node.get_clock().now().nanoseconds - 3_000_000_000)

    def is_received() -> bool:
        states.publish(message)
        return bool(observer.states)

    assert observer.wait_for(is_received, 10.0)
    assert observer.states[0].message.gripper == 0.5
    assert 3.0 <= observer.states[0].age_s < 13.0
    observer.wait_for(lambda: False, 0.2)
    observer.observe(0.2)
    assert observer.states == []


def test_description_is_received_late_or_missing(
    ros: NodeTestHarness, observer: RobotObserver
) -> None:
    assert observer.wait_for_description(0.1) == ''
    publisher = ros.publisher(String, 'robot_description', qos.LATCHED)
    publisher.publish(String(data='<robot/>'))
    assert observer.wait_for_description(10.0) == '<robot/>'
