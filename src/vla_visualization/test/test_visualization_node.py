# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visualization node with real messages."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from visualization_harness import ALL
from visualization_harness import attention
from visualization_harness import chunk
from visualization_harness import image
from visualization_harness import refusing_status
from visualization_harness import VisualizationNodeHarness
from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.image_message import decode_message
from vla_visualization.panel import CARD_HEIGHT_PX
from vla_visualization.panel import HEADER_HEIGHT_PX

#: Heights of the panels above and below an image of 48 rows [px].
HEADER, CARD = (round(height / 10) for height in (HEADER_HEIGHT_PX, CARD_HEIGHT_PX))
Rules = Callable[[MarkerArray], list[str]]


def camera_part(picture: Image) -> np.ndarray:
    """Return the pixels (48, 64, 3) between the panels."""
    rows = np.frombuffer(picture.data, np.uint8).reshape(-1, 64, 3)
    return rows[HEADER:-CARD]


@pytest.fixture
def system(ros: NodeTestHarness) -> VisualizationNodeHarness:
    system = VisualizationNodeHarness(ros, stale_after_s=30.0)
    system.connect()
    return system


def test_all_messages_are_shown_as_valid_markers(
    system: VisualizationNodeHarness, broken_rules: Rules
) -> None:
    system.ros.wait_for(lambda: len(system.arrays) > 0)
    assert system.arrays[0].markers[0].action == Marker.DELETEALL
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)
    assert broken_rules(system.arrays[-1]) == []
    assert all(m.action != Marker.DELETEALL for m in system.arrays[-1].markers)
    assert system.texts() == {
        '"pick up the red cube"',
        'On hold: workspace',
        'Workspace',
        'gate hold | plan 1.5 cm inside the workspace (z) | image to motion 0 ms | confidence 0%',
        'red cube 90%',
        'destination',
        'close',
        'refused: workspace',
    }


def test_keys_are_stable_and_removed_markers_are_deleted_once(
    system: VisualizationNodeHarness,
) -> None:
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)
    keys = {(m.ns, m.id) for m in system.arrays[-1].markers if m.action == Marker.ADD}
    # The state before all messages have arrived has other captions.
    began = len(system.arrays)
    free = refusing_status()
    free.refused_points, free.refused_checks = [], []
    system.send('safety_status', free)
    system.ros.wait_for(lambda: 'refused' not in system.namespaces())
    system.ros.wait_for(lambda: system.arrays[-1].markers[0].action == Marker.ADD)
    deleted = [
        (m.ns, m.id) for a in system.arrays[began:] for m in a.markers if m.action == Marker.DELETE
    ]
    assert sorted(deleted) == [('refused', 0), ('refused', 1), ('workspace_refused', 3)]
    assert {(m.ns, m.id) for m in system.arrays[-1].markers} == keys - set(deleted)


def test_old_data_are_not_shown(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(ros, stale_after_s=0.5, rate_hz=30.0)
    system.connect()
    system.send_everything()
    ros.wait_for(lambda: {'path', 'end_effector'} <= system.namespaces())
    standing = {'camera', 'caption', 'refused', 'table', 'workspace', 'workspace_refused'}
    ros.wait_for(lambda: system.namespaces() == standing)


def test_the_status_of_a_dead_node_is_not_shown(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(ros)
    system.connect()
    system.send('safety_status', SafetyStatus(state=SafetyStatus.STOPPED))
    ros.wait_for(lambda: 'Stopped' in system.texts())
    ros.node.destroy_publisher(system._publishers['safety_status'])
    ros.wait_for(lambda: 'Safety gate not running' in system.texts())
    assert 'Stopped' not in system.texts()


@pytest.mark.parametrize(
    ('topic', 'message', 'problem'),
    [
        ('action_chunk', chunk(frame='world'), "action_chunk must be in frame 'base_link'"),
        ('attention', AttentionMap(query='target', rows=3, cols=3), '3 * 3 weights, got 0'),
        ('robot_state', RobotState(), "got ''"),
        ('camera/camera_info', CameraInfo(), 'calibrate the camera'),
    ],
    ids=['frame', 'weights', 'state', 'camera'],
)
def test_an_invalid_message_is_reported_and_the_rest_is_shown(
    system: VisualizationNodeHarness, topic: str, message: Any, problem: str
) -> None:
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)
    system.send(topic, message)
    system.ros.wait_for(lambda: system.namespaces() < ALL)
    system.ros.wait_for(lambda: system.reports(problem))
    assert {'caption', 'refused'} <= system.namespaces()
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)


def test_an_unknown_query_is_ignored(system: VisualizationNodeHarness) -> None:
    system.send('attention', attention('something'))
    system.send_everything()
    system.ros.wait_for(lambda: system.namespaces() == ALL)


def test_live_data_are_received_only_while_there_is_a_viewer(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(ros)
    states = ros.node.create_publisher(RobotState, 'robot_state', qos.SENSOR)
    ros.wait_for(lambda: system.node.is_active)
    ros.spin(0.5)
    assert states.get_subscription_count() == 0
    viewer = ros.node.create_subscription(
        MarkerArray, 'multimodal_viz', lambda _: None, qos.RELIABLE_LATEST
    )
    ros.wait_for(lambda: states.get_subscription_count() == 1)
    ros.node.destroy_subscription(viewer)
    ros.wait_for(lambda: states.get_subscription_count() == 0)


def test_the_node_subscribes_to_images_only_while_the_overlay_has_a_viewer(
    system: VisualizationNodeHarness,
) -> None:
    ros = system.ros
    system.send_everything()
    camera = ros.node.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
    ros.spin(0.5)
    assert camera.get_subscription_count() == 0
    pictures: list[Image] = []
    viewer = ros.node.create_subscription(
        Image, 'attention_overlay', pictures.append, qos.BEST_EFFORT_LATEST
    )
    ros.wait_for(lambda: camera.get_subscription_count() > 0)
    ros.wait_for(lambda: camera.publish(image(200)) or len(pictures) > 0)
    picture = pictures[-1]
    assert (picture.header.frame_id, picture.header.stamp.sec) == ('camera_optical_frame', 200)
    assert (picture.height, picture.width, picture.step) == (HEADER + 48 + CARD, 64, 192)
    assert picture.encoding == 'rgb8'
    pixels = camera_part(picture)
    assert (pixels[-4:] == (200, 60, 60)).all(), 'far from attention and names'
    assert (pixels != (200, 60, 60)).any()
    ros.node.destroy_subscription(viewer)
    ros.wait_for(lambda: camera.get_subscription_count() == 0)


def test_the_overlay_is_compressed_for_viewers_of_the_topic_of_image_transport(
    system: VisualizationNodeHarness,
) -> None:
    ros = system.ros
    system.send_everything()
    pictures = ros.collect(CompressedImage, 'attention_overlay/compressed', qos.SENSOR)
    camera = ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    ros.wait_for(lambda: camera.publish(image(200)) or len(pictures) > 0)
    assert pictures[-1].header.stamp.sec == 200
    pixels = decode_message(pictures[-1])[HEADER:-CARD]
    assert pixels.shape == (48, 64, 3)
    # Attention and names cover less than half of it.
    np.testing.assert_allclose(np.median(pixels, axis=(0, 1)), (200, 60, 60), atol=8)


def test_the_image_in_the_frustum_has_a_topic_of_its_own(
    system: VisualizationNodeHarness, broken_rules: Rules
) -> None:
    ros = system.ros
    system.send_everything()
    camera = ros.node.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
    ros.wait_for(lambda: system.namespaces() == ALL)
    assert camera.get_subscription_count() == 0
    arrays = ros.collect(MarkerArray, 'camera_image_markers', qos.RELIABLE_LATEST)
    ros.wait_for(lambda: camera.get_subscription_count() > 0)
    ros.wait_for(lambda: camera.publish(image(200)) or len(arrays) > 0)
    (marker,) = arrays[-1].markers
    assert broken_rules(arrays[-1]) == []
    assert (marker.ns, marker.lifetime.sec, len(marker.points)) == ('camera_image', 30, 24 * 32)
    colors = {(round(255 * c.r), round(255 * c.g), round(255 * c.b)) for c in marker.colors}
    assert colors == {(200, 60, 60)}
    assert system.namespaces() == ALL


@pytest.mark.parametrize('shown', [False, True])
def test_the_camera_image_is_published_only_with_show_camera(
    ros: NodeTestHarness, shown: bool
) -> None:
    parameters = {'show_camera': True} if shown else {}
    system = VisualizationNodeHarness(ros, stale_after_s=30.0, **parameters)
    system.connect()
    pictures = ros.collect(Image, 'attention_overlay', qos.BEST_EFFORT_LATEST)
    camera = ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    sent = image(200)
    noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8)
    sent.data = to_array(noise)
    ros.wait_for(lambda: camera.publish(sent) or len(pictures) > 0)
    pixels = camera_part(pictures[-1])
    assert (pixels == noise).all() == shown
    if not shown:
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) <= 24 * 32


def test_an_image_that_cannot_be_decoded_is_reported(system: VisualizationNodeHarness) -> None:
    pictures = system.ros.collect(Image, 'attention_overlay', qos.BEST_EFFORT_LATEST)
    camera = system.ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    camera.publish(image(1, encoding='64FC1'))
    system.ros.wait_for(lambda: system.reports('encoding must be one of'))
    assert not pictures
    system.ros.wait_for(lambda: camera.publish(image(200)) or len(pictures) > 0)


def test_the_base_frame_is_a_parameter(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(ros, base_frame='robot1/base_link')
    system.connect()
    system.send('action_chunk', chunk('robot1/base_link'))
    ros.wait_for(lambda: 'path' in system.namespaces())
    assert {m.header.frame_id for m in system.arrays[-1].markers} == {'robot1/base_link'}


@pytest.mark.parametrize(
    ('parameters', 'problem'),
    [
        ({'table_bounds_m': [1.0, 0.0, 0.0, 1.0]}, 'x_min < x_max'),
        ({'camera_look_at_m': [1.12, 0.0, 0.0]}, 'straight below'),
    ],
)
def test_contradicting_parameters_leave_the_node_unconfigured(
    ros: NodeTestHarness, parameters: dict[str, Any], problem: str
) -> None:
    system = VisualizationNodeHarness(ros, **parameters)
    ros.wait_for(lambda: system.reports(problem))
    assert not system.node.is_active


def test_a_parameter_out_of_range_leaves_the_node_unconfigured(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(ros, rate_hz=500.0)
    ros.wait_for(lambda: system.reports('rate_hz must be within 1.0 and 30.0 Hz; got 500.0'))
    assert not system.node.is_active


def test_the_node_can_be_cleaned_up_and_started_again(system: VisualizationNodeHarness) -> None:
    system.ros.wait_for(lambda: len(system.arrays) > 0)
    system.node.trigger_deactivate()
    system.node.trigger_cleanup()
    system.ros.spin(0.2)  # messages in transit
    system.arrays.clear()
    system.ros.spin(0.3)
    assert not system.arrays
    system.node.trigger_configure()
    system.node.trigger_activate()
    system.ros.wait_for(lambda: len(system.arrays) > 0)
    assert system.arrays[0].markers[0].action == Marker.DELETEALL


def test_what_is_shown_changes_while_the_node_runs(ros: NodeTestHarness) -> None:
    system = VisualizationNodeHarness(
        ros, stale_after_s=30.0, show_camera=True, blur_faces=False, rate_hz=1.0
    )
    system.connect()
    pictures = ros.collect(Image, 'attention_overlay', qos.BEST_EFFORT_LATEST)
    camera = ros.publisher(Image, 'camera/image_raw', qos.SENSOR)

    def pattern() -> Image:
        message = image(200)
        pixels = np.frombuffer(message.data, np.uint8).reshape(48, 64, 3).copy()
        pixels[::2] = 0
        message.data = to_array(pixels)
        return message

    def last_rows_differ() -> bool:
        pixels = camera_part(pictures[-1])
        return bool((pixels[-1] != pixels[-2]).any())

    ros.wait_for(lambda: camera.publish(pattern()) or len(pictures) > 0)
    assert last_rows_differ()
    changes = [Parameter('show_camera', value=False), Parameter('rate_hz', value=20.0)]
    assert system.node.set_parameters_atomically(changes).successful
    ros.wait_for(lambda: camera.publish(pattern()) or not last_rows_differ())
    refused = system.node.set_parameters_atomically(
        [Parameter('table_bounds_m', value=[1.0, 0.0, 0.0, 1.0])]
    )
    assert 'x_min < x_max' in refused.reason
