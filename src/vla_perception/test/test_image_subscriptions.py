# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions of the camera with real publishers."""

from collections.abc import Callable
from typing import Any

import pytest
import rclpy
from rclpy.context import Context
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness
from vla_perception.image_subscriptions import choose_reliability
from vla_perception.image_subscriptions import ImageSubscriptions

BEST_EFFORT, RELIABLE = ReliabilityPolicy.BEST_EFFORT, ReliabilityPolicy.RELIABLE
RAW = '/camera/image_raw'
PARAMETER = f'qos_overrides.{RAW}.subscription.reliability'


@pytest.mark.parametrize(
    ('offered', 'chosen'),
    [
        ([], BEST_EFFORT),
        ([BEST_EFFORT], BEST_EFFORT),
        ([RELIABLE], RELIABLE),
        ([RELIABLE, RELIABLE], RELIABLE),
        ([RELIABLE, BEST_EFFORT], BEST_EFFORT),
        ([ReliabilityPolicy.UNKNOWN], BEST_EFFORT),
    ],
)
def test_reliable_only_if_all_publishers_are(
    offered: list[ReliabilityPolicy], chosen: ReliabilityPolicy
) -> None:
    assert choose_reliability(offered) is chosen


class CameraReceiver:
    """Node with the subscriptions of a camera, and publishers in another node."""

    def __init__(self, ros: NodeTestHarness, **parameters: str) -> None:
        self.ros, self.received = ros, list[Any]()
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node: Node = ros.add(
            VlaNode('receiver', context=ros.context, parameter_overrides=overrides)
        )
        self.images = ImageSubscriptions(self.node, self.received.append)

    def publish_as(self, reliability: ReliabilityPolicy, kind: type = Image) -> Any:
        topic = RAW if kind is not CompressedImage else f'{RAW}/compressed'
        return self.ros.node.create_publisher(
            kind, topic, QoSProfile(depth=5, reliability=reliability)
        )

    def offered(self) -> list[ReliabilityPolicy]:
        infos = self.ros.node.get_subscriptions_info_by_topic(RAW)
        return [info.qos_profile.reliability for info in infos]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.ros.wait_for(lambda: self.images.update() or condition())


def test_the_subscription_follows_the_publishers(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    camera.wait_for(lambda: camera.offered() == [BEST_EFFORT])
    reliable = camera.publish_as(RELIABLE)
    camera.wait_for(lambda: camera.offered() == [RELIABLE])
    camera.wait_for(lambda: reliable.publish(Image(height=1)) or len(camera.received) > 0)
    best_effort = camera.publish_as(BEST_EFFORT)
    camera.wait_for(lambda: camera.offered() == [BEST_EFFORT])
    camera.wait_for(
        lambda: best_effort.publish(Image(height=2)) or any(m.height == 2 for m in camera.received)
    )
    ros.node.destroy_publisher(best_effort)
    camera.wait_for(lambda: camera.offered() == [RELIABLE])
    ros.node.destroy_publisher(reliable)
    camera.wait_for(lambda: camera.offered() == [BEST_EFFORT])


def test_compressed_images_are_received_by_the_same_rule(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    publisher = camera.publish_as(RELIABLE, CompressedImage)
    camera.wait_for(lambda: publisher.publish(CompressedImage()) or len(camera.received) > 0)
    assert isinstance(camera.received[0], CompressedImage)
    assert camera.offered() == [BEST_EFFORT], 'raw images have no publisher'


def test_an_unchanged_subscription_is_kept(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    camera.publish_as(RELIABLE)
    camera.wait_for(lambda: camera.offered() == [RELIABLE])
    before = list(camera.node.subscriptions)
    for _ in range(5):
        camera.images.update()
    assert list(camera.node.subscriptions) == before


@pytest.mark.parametrize(
    ('value', 'policy'), [('reliable', RELIABLE), ('best_effort', BEST_EFFORT)]
)
def test_a_parameter_fixes_the_reliability(
    ros: NodeTestHarness, value: str, policy: ReliabilityPolicy
) -> None:
    camera = CameraReceiver(ros, **{PARAMETER: value})
    camera.publish_as(RELIABLE if policy is BEST_EFFORT else BEST_EFFORT)
    camera.wait_for(lambda: len(camera.images.publishers()[0].nodes) == 1)
    camera.wait_for(lambda: camera.offered() == [policy])
    assert camera.images.publishers()[0].incompatible == (
        ('/test_harness',) if policy is RELIABLE else ()
    )


def test_the_parameter_is_automatic_by_default_and_survives_a_second_subscription(
    ros: NodeTestHarness,
) -> None:
    camera = CameraReceiver(ros)
    camera.images.close()
    ImageSubscriptions(camera.node, camera.received.append).close()
    assert camera.node.get_parameter(PARAMETER).value == 'automatic'


def test_an_unknown_value_of_the_parameter_is_rejected(ros: NodeTestHarness) -> None:
    with pytest.raises(ValueError, match="automatic, best_effort, reliable; got 'always'"):
        CameraReceiver(ros, **{PARAMETER: 'always'})


def test_publishers_are_named(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    other = Node('usb_cam', namespace='/left', context=ros.context)
    ros.add(other)
    other.create_publisher(Image, RAW, 5)
    camera.publish_as(RELIABLE)
    camera.wait_for(lambda: len(camera.images.publishers()[0].nodes) == 2)
    raw, compressed = camera.images.publishers()
    assert (raw.topic, raw.nodes) == (RAW, ('/left/usb_cam', '/test_harness'))
    assert (compressed.topic, compressed.nodes) == (f'{RAW}/compressed', ())
    assert (raw.wrong_types, raw.incompatible) == ((), ())


def test_a_publisher_of_another_type_is_named(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    context = Context()  # One process cannot have two types on one topic in one context.
    rclpy.init(context=context, domain_id=ros.domain_id)
    other = Node('chatter', context=context)
    other.create_publisher(String, RAW, 5)
    camera.wait_for(lambda: bool(camera.images.publishers()[0].wrong_types))
    assert camera.images.publishers()[0].wrong_types == ('std_msgs/msg/String',)
    other.destroy_node()
    rclpy.shutdown(context=context)


def test_closed_subscriptions_are_gone(ros: NodeTestHarness) -> None:
    camera = CameraReceiver(ros)
    ros.wait_for(lambda: len(camera.offered()) == 1)
    camera.images.close()
    ros.wait_for(lambda: camera.offered() == [])
