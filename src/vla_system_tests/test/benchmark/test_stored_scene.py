# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera with a stored picture and ideal robot."""

from geometry_msgs.msg import PoseStamped
import numpy as np
import pytest
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_system_tests.benchmark.stored_scene import make_pictures
from vla_system_tests.benchmark.stored_scene import StoredScene


@pytest.mark.parametrize(('width', 'height'), [(320, 240), (1280, 720)])
def test_pictures_show_one_scene_with_different_noise(width: int, height: int) -> None:
    """Identical pictures would be those of a frozen camera."""
    pictures = make_pictures(('blue sphere',), width, height)
    assert {picture.shape for picture in pictures} == {(height, width, 3)}
    assert len({picture.tobytes() for picture in pictures}) == len(pictures) > 1
    first, second = (picture.astype(float) for picture in pictures[:2])
    assert np.abs(first - second).mean() < 5.0


def test_robot_is_at_the_commanded_pose_and_images_differ(ros: NodeTestHarness) -> None:
    pictures = [np.full((4, 6, 3), value, np.uint8) for value in (10, 20)]
    ros.add(StoredScene(pictures, context=ros.context))
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    actions = ros.publisher(PoseStamped, 'robot_action', qos.RELIABLE_LATEST)
    action = PoseStamped()
    action.pose.position.x = 0.5
    actions.publish(action)
    ros.wait_for(lambda: bool(states) and states[-1].end_effector.position.x == 0.5)
    assert states[-1].header.frame_id == 'base_link'
    ros.wait_for(lambda: {image.data[0] for image in images} == {10, 20})
    assert (images[-1].width, images[-1].height) == (6, 4)
