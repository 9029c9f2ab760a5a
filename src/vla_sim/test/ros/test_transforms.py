# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transforms as messages, and the publisher where tf2 is installed."""

from builtin_interfaces.msg import Time
import numpy as np
from vla_common import qos
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness
from vla_sim.physics.arm import REST_RAD
from vla_sim.physics.world import World
from vla_sim.ros.transforms import to_transform
from vla_sim.ros.transforms import TransformPublisher


def test_transform_has_frames_stamp_and_pose() -> None:
    message = to_transform(
        ('base_link', 'camera'), Time(sec=3), np.array([1.0, 2.0, 3.0]), np.array([0, 0, 0, 1.0])
    )
    assert (message.header.frame_id, message.child_frame_id) == ('base_link', 'camera')
    assert message.header.stamp == Time(sec=3)
    assert (message.transform.translation.x, message.transform.translation.z) == (1.0, 3.0)
    assert message.transform.rotation.w == 1.0


class TransformNode(VlaNode):
    """A node that has the transform publisher only."""

    def configure(self) -> None:
        self.transforms = TransformPublisher(self, 'base_link')


def test_publisher_sends_transforms_only_with_tf2(ros: NodeTestHarness, world: World) -> None:
    node = ros.add(TransformNode('sim', context=ros.context))
    ros.wait_for(lambda: node.is_active, 10.0)
    joints = np.concatenate([REST_RAD, [0.04, 0.04]])
    try:
        from tf2_msgs.msg import TFMessage
    except ImportError:
        node.transforms.publish_camera(world.camera(), Time())
        node.transforms.publish_arm(joints, Time())
        assert node.transforms._publishers == []
        return
    static = ros.collect(TFMessage, 'tf_static', qos.LATCHED)
    moving = ros.collect(TFMessage, 'tf')

    def is_received() -> bool:
        node.transforms.publish_camera(world.camera(), Time())
        node.transforms.publish_arm(joints, Time())
        return bool(static) and bool(moving)

    ros.wait_for(is_received, 10.0)
    assert static[0].transforms[0].child_frame_id == 'camera_optical_frame'
    assert 'tool0' in {transform.child_frame_id for transform in moving[0].transforms}
