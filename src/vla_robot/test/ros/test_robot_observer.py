# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of a robot are received with their ages."""

from collections.abc import Iterator

import pytest
from rclpy.duration import Duration
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_robot.ros.robot_observer import RobotObserver


@pytest.fixture
def observer(ros: NodeTestHarness) -> Iterator[RobotObserver]:
    observer = RobotObserver(context=ros.context)
    yield observer
    observer.close()


def test_samples_have_the_age_of_their_stamp(
    ros: NodeTestHarness, observer: RobotObserver
) -> None:
    publisher = ros.publisher(JointState, 'joint_states', qos.SENSOR)
    observer.wait_for(lambda: publisher.get_subscription_count() > 0, 10.0)
    message = JointState(name=['a'], position=[0.5])
    message.header.stamp = (observer.get_clock().now() - Duration(seconds=3.0)).to_msg()
    publisher.publish(message)
    assert observer.wait_for(lambda: bool(observer.joints), 10.0)
    assert list(observer.joints[-1].message.position) == [0.5]
    assert observer.joints[-1].age_s == pytest.approx(3.0, abs=1.0)
    observer.observe(0.05)
    assert observer.joints == []


def test_a_description_is_waited_for(ros: NodeTestHarness, observer: RobotObserver) -> None:
    assert observer.wait_for_description(0.05) == ''
    ros.publisher(String, 'robot_description', qos.LATCHED).publish(String(data='<robot/>'))
    assert observer.wait_for_description(10.0) == '<robot/>'
