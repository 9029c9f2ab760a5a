# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera with a stored picture and ideal robot."""

from geometry_msgs.msg import PointStamped
from geometry_msgs.msg import PoseStamped
import numpy as np
import pytest
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_system_tests.benchmark.stored_scene import make_views
from vla_system_tests.benchmark.stored_scene import StoredScene
from vla_system_tests.benchmark.stored_scene import View


@pytest.mark.parametrize(('width', 'height'), [(320, 240), (1280, 720)])
def test_pictures_show_one_scene_with_different_noise(width: int, height: int) -> None:
    """Identical pictures would be those of a frozen camera."""
    (view,) = make_views(('blue sphere',), width, height)
    pictures = view.pictures
    assert {picture.shape for picture in pictures} == {(height, width, 3)}
    assert len({picture.tobytes() for picture in pictures}) == len(pictures) > 1
    first, second = (picture.astype(float) for picture in pictures[:2])
    assert np.abs(first - second).mean() < 5.0


def test_two_views_differ_at_the_two_places_of_the_target() -> None:
    before, after = make_views(('blue sphere', 'green bowl'), 320, 240, moves=True)
    assert np.subtract(after.target_m, before.target_m) == pytest.approx([0.0, 0.06])
    first, second = (view.pictures[0].astype(float) for view in (before, after))
    changed = np.abs(first - second).max(-1) > 50.0
    assert 20 < changed.sum() < 0.02 * changed.size


def test_a_change_is_stated_with_its_time_and_the_place_of_the_target(
    ros: NodeTestHarness,
) -> None:
    views = [
        View([np.full((4, 6, 3), value, np.uint8)], (0.4, y_m))
        for value, y_m in ((10, 0.1), (20, 0.16))
    ]
    ros.add(StoredScene(views, context=ros.context))
    changes = ros.collect(PointStamped, 'scene_change', qos.RELIABLE_LATEST)
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    ros.wait_for(lambda: len(changes) > 1)
    times_s = [stamp_s(change.header.stamp) for change in changes[:2]]
    assert {change.point.y for change in changes[:2]} == {0.1, 0.16}
    shown = 20 if changes[0].point.y == 0.16 else 10
    between = {
        image.data[0] for image in images if times_s[0] < stamp_s(image.header.stamp) < times_s[1]
    }
    assert between == {shown}


def test_robot_is_at_the_commanded_pose_and_images_differ(ros: NodeTestHarness) -> None:
    pictures = [np.full((4, 6, 3), value, np.uint8) for value in (10, 20)]
    ros.add(StoredScene([View(pictures)], context=ros.context))
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
