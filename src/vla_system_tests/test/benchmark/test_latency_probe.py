# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stamps and latencies that the probe stores."""

from collections.abc import Iterator
from functools import partial

from geometry_msgs.msg import PointStamped
from geometry_msgs.msg import PoseStamped
import pytest
from sensor_msgs.msg import CameraInfo
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_system_tests.benchmark.latency_probe import LatencyProbe
from vla_system_tests.benchmark.scene_change import SceneChange


@pytest.fixture
def probe(ros: NodeTestHarness) -> Iterator[LatencyProbe]:
    with VlaClient('benchmark_test', domain_id=ros.domain_id) as client:
        yield LatencyProbe(client)


def test_ages_are_stored_by_the_stamp_of_the_image(
    ros: NodeTestHarness, probe: LatencyProbe
) -> None:
    sends = []
    for kind, topic, profile in (
        (CameraInfo, 'camera/camera_info', qos.SENSOR),
        (VisualFeatures, 'visual_features', qos.RELIABLE_LATEST),
    ):
        message = kind()
        message.header.stamp = to_stamp(2_500_000_000)
        if kind is not CameraInfo:
            message.latency_s = 0.25
        sends.append(partial(ros.publisher(kind, topic, profile).publish, message))

    def is_stored() -> bool:
        # Again and again: what is sent before the client has found the publisher is lost.
        for send in sends:
            send()
        return bool(probe.images_ns() and probe.features_s())

    ros.wait_for(is_stored)
    assert set(probe.images_ns()) == {2_500_000_000}
    assert probe.features_s() == {2_500_000_000: 0.25}


def test_targets_of_chunks_and_changes_of_the_scene_are_stored(
    ros: NodeTestHarness, probe: LatencyProbe
) -> None:
    chunk = ActionChunk(command_id='a', sequence=3)
    chunk.target.x, chunk.target.y = 0.5, 0.25
    change = PointStamped()
    change.header.stamp = to_stamp(2_500_000_000)
    change.point.x, change.point.y = 0.5, -0.25
    chunks = ros.publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    changes = ros.publisher(PointStamped, 'scene_change', qos.RELIABLE_LATEST)

    def is_stored() -> bool:
        chunks.publish(chunk)
        changes.publish(change)
        return bool(probe.targets_m() and probe.changes())

    ros.wait_for(is_stored)
    assert probe.targets_m() == {('a', 3): (0.5, 0.25)}
    assert probe.changes()[0] == SceneChange(2.5, (0.5, -0.25))


def test_first_action_after_a_command_and_states_are_stored(
    ros: NodeTestHarness, probe: LatencyProbe
) -> None:
    actions = ros.publisher(PoseStamped, 'robot_action', qos.RELIABLE_LATEST)
    statuses = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    for seconds in (1, 2, 3):
        action = PoseStamped()
        action.header.stamp = to_stamp(seconds * 10**9)
        actions.publish(action)
        ros.wait_for(lambda count=seconds: len(probe.ticks()[0]) == count)  # type: ignore[misc]
    statuses.publish(SafetyStatus(state=SafetyStatus.ACTIVE))
    ros.wait_for(lambda: bool(probe.ticks()[1]))
    assert probe.ticks() == ([1.0, 2.0, 3.0], [(0.0, True)])
    assert probe.first_action_s(1.0) == 2.0
    assert probe.first_action_s(3.0) is None
