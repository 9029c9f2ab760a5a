# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages that are taken on demand, over real topics."""

from rclpy.qos import QoSProfile
from std_msgs.msg import String
from vla_common import qos
from vla_common.polled_callback_group import PolledCallbackGroup
from vla_common.testing import NodeTestHarness


def published(
    ros: NodeTestHarness, profile: QoSProfile, count: int = 3
) -> tuple[PolledCallbackGroup, list[str]]:
    """Return a group and what its subscription receives; `count` messages were published."""
    group, received = PolledCallbackGroup(), list[str]()
    ros.node.create_subscription(
        String, 'text', lambda m: received.append(m.data), profile, callback_group=group
    )
    publisher = ros.publisher(String, 'text', profile)
    for number in range(count):
        publisher.publish(String(data=str(number)))
    ros.spin(0.5)
    return group, received


def test_the_executor_leaves_messages_to_poll(ros: NodeTestHarness) -> None:
    group, received = published(ros, qos.COMMAND)
    assert received == []
    group.poll()
    assert received == ['0', '1', '2']
    group.poll()
    assert received == ['0', '1', '2']


def test_a_queue_of_one_has_the_newest_message(ros: NodeTestHarness) -> None:
    group, received = published(ros, qos.RELIABLE_LATEST)
    group.poll()
    assert received == ['2']


def test_one_poll_ends_although_more_messages_wait(ros: NodeTestHarness) -> None:
    group, received = published(ros, QoSProfile(depth=20), count=15)
    group.poll()
    assert len(received) == 10
    group.poll()
    assert received == [str(number) for number in range(15)]


def test_other_callbacks_of_the_node_are_executed(ros: NodeTestHarness) -> None:
    group, received = published(ros, qos.COMMAND)
    others = ros.collect(String, 'other')
    ros.publisher(String, 'other').publish(String(data='x'))
    ros.wait_for(lambda: bool(others))
    assert received == []
    group.poll()
    assert len(received) == 3


def test_a_destroyed_subscription_is_left_out(ros: NodeTestHarness) -> None:
    group, received = published(ros, qos.COMMAND)
    (subscription,) = [s for s in ros.node.subscriptions if s.callback_group is group]
    ros.node.destroy_subscription(subscription)
    group.poll()
    assert received == []
