# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions of the visualization node, without the node."""

from collections.abc import Iterator

from geometry_msgs.msg import Point
from geometry_msgs.msg import Pose
import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.projection import CameraIntrinsics
from vla_visualization.settings import VisualizationSettings
from vla_visualization.subscriptions import size_problem
from vla_visualization.subscriptions import VisualizationSubscriptions


@pytest.fixture
def inputs(ros: NodeTestHarness) -> Iterator[VisualizationSubscriptions]:
    settings = VisualizationSettings(stale_after_s=30.0)
    subscriptions = VisualizationSubscriptions(ros.node, settings)
    subscriptions.subscribe_live(True)
    yield subscriptions
    subscriptions.close()


def chunk() -> ActionChunk:
    message = ActionChunk(poses=[Pose(position=Point(x=0.4))], target=Point(x=0.5))
    message.gripper = to_array(np.ones(1, np.float32))
    message.header.frame_id = 'base_link'
    return message


def test_without_messages_the_scene_has_only_a_card(inputs: VisualizationSubscriptions) -> None:
    scene = inputs.scene()
    assert (scene.path, scene.refused, scene.end_effector) == (None, None, None)
    assert (scene.attention, scene.objects, scene.command) == ((), (), None)
    assert scene.card is not None
    assert scene.card.title == 'Safety gate not running'
    assert inputs.camera() is None
    assert inputs.image() is None
    assert inputs.problems() == []


def test_a_chunk_is_pending_while_the_safety_gate_waits_for_approval(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    chunks = ros.publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    statuses = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    chunks.publish(chunk())
    ros.wait_for(lambda: inputs.scene().path is not None)
    path = inputs.scene().path
    assert path is not None
    assert not path.pending

    statuses.publish(SafetyStatus(state=SafetyStatus.IDLE, reason='approval_pending'))
    ros.wait_for(lambda: (path := inputs.scene().path) is not None and path.pending)
    statuses.publish(SafetyStatus(state=SafetyStatus.ACTIVE))
    ros.wait_for(lambda: (path := inputs.scene().path) is not None and not path.pending)


def test_only_known_queries_are_kept(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    publisher = ros.publisher(AttentionMap, 'attention', qos.SENSOR)
    for query in ('other', 'destination', 'target'):
        weights = to_array(np.ones(2, np.float32))
        publisher.publish(AttentionMap(query=query, rows=1, cols=2, weights=weights))
    ros.wait_for(lambda: len(inputs.scene().attention) == 2)
    assert [attention.query for attention in inputs.scene().attention] == ['target', 'destination']


def test_command_and_status(ros: NodeTestHarness, inputs: VisualizationSubscriptions) -> None:
    commands = ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
    statuses = ros.publisher(PolicyStatus, 'policy_status', qos.LATCHED)
    safety = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    commands.publish(CommandEmbedding(text='pick up the red cube'))
    statuses.publish(PolicyStatus(state=PolicyStatus.SUCCEEDED, meaning='pick: red cube'))
    status = SafetyStatus()
    status.header.frame_id = 'base_link'
    safety.publish(status)
    ros.wait_for(lambda: (command := inputs.scene().command) is not None and command.text != '')
    ros.wait_for(lambda: (card := inputs.scene().card) is not None and card.title == 'Done')
    ros.wait_for(lambda: inputs.scene().workspace is None)
    status.workspace_max = Point(x=0.8, y=0.4, z=0.6)
    safety.publish(status)
    ros.wait_for(lambda: inputs.scene().workspace is not None)


def test_a_status_is_kept_until_its_publisher_has_come_and_gone(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [0]  # publishers of which discovery knows; it may be later than their message
    monkeypatch.setattr(ros.node, 'count_publishers', lambda topic: listed[0])
    statuses = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    statuses.publish(SafetyStatus(state=SafetyStatus.ACTIVE))

    def shows_status() -> bool:
        card = inputs.scene().card
        return card is not None and card.title != 'Safety gate not running'

    ros.wait_for(lambda: inputs.polled.poll() or inputs._safety.read() is not None)
    assert not shows_status()
    listed[0] = 1
    assert shows_status()
    listed[0] = 0
    assert not shows_status()
    assert inputs._safety.read() is None


def test_live_data_are_received_only_while_they_are_wanted(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    publisher = ros.node.create_publisher(DetectedObjects, 'detected_objects', qos.SENSOR)
    inputs.subscribe_live(False)
    ros.wait_for(lambda: publisher.get_subscription_count() == 0)
    inputs.subscribe_live(True)
    inputs.subscribe_live(True)
    ros.wait_for(lambda: publisher.get_subscription_count() == 1)
    message = DetectedObjects(objects=[DetectedObject(name='red cube')])
    message.header.frame_id = 'base_link'
    publisher.publish(message)
    ros.wait_for(lambda: [item.name for item in inputs.scene().objects] == ['red cube'])
    inputs.subscribe_live(False)
    assert inputs.scene().objects == ()
    ros.wait_for(lambda: publisher.get_subscription_count() == 0)


def test_the_measured_positions_are_a_trail(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    publisher = ros.publisher(RobotState, 'robot_state', qos.SENSOR)
    for x in (0.3, 0.4):
        state = RobotState(end_effector=Pose(position=Point(x=x)))
        state.header.frame_id = 'base_link'
        publisher.publish(state)
        ros.wait_for(lambda x=x: [p.position_m[0] for p in inputs.scene().trail][-1:] == [x])
    assert len(inputs.scene().trail) == 2


def test_an_invalid_message_is_a_problem_until_the_next_one(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    chunks = ros.publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    chunks.publish(ActionChunk())
    # Messages are converted when the scene is read.
    ros.wait_for(lambda: inputs.scene().path is None and bool(inputs.problems()))
    assert inputs.problems()[0].startswith("action_chunk must be in frame 'base_link', got ''")
    chunks.publish(chunk())
    ros.wait_for(lambda: inputs.scene().path is not None)
    assert inputs.problems() == []


def test_the_camera_needs_camera_info(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    info = CameraInfo(width=64, height=48, distortion_model='plumb_bob')
    info.k = [62.5, 0.0, 31.5, 0.0, 62.5, 23.5, 0.0, 0.0, 1.0]
    ros.publisher(CameraInfo, 'camera/camera_info', qos.SENSOR).publish(info)
    ros.wait_for(lambda: inputs.scene() is not None and inputs.camera() is not None)
    camera = inputs.camera()
    assert camera is not None
    assert camera.intrinsics.width_px == 64
    np.testing.assert_array_equal(camera.pose.position_m, (1.12, 0.0, 0.66))


def test_images_are_received_only_while_they_are_wanted(
    ros: NodeTestHarness, inputs: VisualizationSubscriptions
) -> None:
    topics = {'camera/image_raw': Image, 'camera/image_raw/compressed': CompressedImage}
    assert [ros.node.count_subscribers(topic) for topic in topics] == [0, 0]
    inputs.subscribe_images(True)
    inputs.subscribe_images(True)
    assert [ros.node.count_subscribers(topic) for topic in topics] == [1, 1]
    camera = ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
    camera.publish(Image(height=2, width=2, step=6, encoding='rgb8', data=bytes(range(12))))
    ros.wait_for(lambda: inputs.scene() is not None and inputs.image() is not None)
    first = inputs.image()
    assert first is not None
    np.testing.assert_array_equal(first[1].ravel(), np.arange(12))
    assert inputs.image() is first

    inputs.subscribe_images(False)
    assert inputs.image() is None
    ros.wait_for(lambda: ros.node.count_subscribers('camera/image_raw') == 0)


@pytest.mark.parametrize(
    ('shape', 'problem'),
    [((480, 640, 3), ''), ((480, 641, 3), '641 x 480, got 640 x 480'), ((960, 1280, 3), '1280')],
)
def test_the_size_of_intrinsics_and_image_is_compared(
    shape: tuple[int, ...], problem: str
) -> None:
    intrinsics = CameraIntrinsics(640, 480, np.diag([500.0, 500.0, 1.0]), np.zeros(5))
    text = size_problem(intrinsics, np.zeros(shape, np.uint8))
    assert bool(text) == bool(problem)
    assert problem in text
