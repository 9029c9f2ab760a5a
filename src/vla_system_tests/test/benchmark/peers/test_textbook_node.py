# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node as in tutorials."""

from geometry_msgs.msg import PoseStamped
import numpy as np
from sensor_msgs.msg import Image
from std_msgs.msg import Float32MultiArray
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.testing import NodeTestHarness
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.conversions import to_image
from vla_system_tests.benchmark.case import OBJECTS
from vla_system_tests.benchmark.peers.own_policy import OwnPolicy
from vla_system_tests.benchmark.peers.textbook_node import TextbookNode
from vla_system_tests.benchmark.peers.textbook_node import to_lists
from vla_system_tests.benchmark.peers.textbook_node import TOPIC


def test_image_is_converted_to_lists_of_the_input_of_the_encoder() -> None:
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[:, 320:] = (255, 0, 51)
    values = np.array(to_lists(to_image(picture, to_stamp(1))))
    assert values.shape == (3, 192, 256)
    assert np.allclose(values[:, 100, 10], 0.0)
    assert np.allclose(values[:, 100, 200], (1.0, 0.0, 0.2))


def test_action_has_the_stamp_of_its_image_and_no_robot_follows(ros: NodeTestHarness) -> None:
    with World(sample_scene(1, OBJECTS)) as world:
        picture = world.render()
    ros.add(TextbookNode(OwnPolicy(), context=ros.context))
    actions = ros.collect(PoseStamped, TOPIC, qos.COMMAND)
    commanded = ros.collect(PoseStamped, 'robot_action', qos.RELIABLE_LATEST)
    features = ros.collect(Float32MultiArray, 'textbook_features', qos.COMMAND)
    images = ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    images.publish(to_image(picture, to_stamp(7_000_000_123)))
    ros.wait_for(lambda: bool(actions), 20.0)
    stamp = actions[0].header.stamp
    assert (stamp.sec, stamp.nanosec) == (7, 123)
    ros.wait_for(lambda: len(features) == 2)
    assert commanded == []
