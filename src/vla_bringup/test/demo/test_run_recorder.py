# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of images, latencies and the task result from real topics."""

from collections.abc import Iterator
import json

import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vla_bringup.demo.run_recorder import ImageCount
from vla_bringup.demo.run_recorder import RunRecorder
from vla_bringup.demo.run_recorder import to_pixels
from vla_client.client import VlaClient
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import SafetyStatus


@pytest.fixture
def pair() -> Iterator[tuple[FakeSystem, VlaClient]]:
    domain_id = free_domain_id()
    with FakeSystem(domain_id) as system, VlaClient('recorder', domain_id=domain_id) as client:
        yield system, client


def test_totals_count_from_the_first_to_the_last_received_image() -> None:
    assert ImageCount({1, 2, 3}, set()).totals() == {'sent': 3, 'received': 0}
    # Image 4 arrived although its camera_info was lost; 1 and 6 are outside.
    assert ImageCount({1, 2, 3, 5, 6}, {2, 4, 5}).totals() == {'sent': 4, 'received': 3}


def test_topics_are_recorded(pair: tuple[FakeSystem, VlaClient]) -> None:
    system, client = pair
    recorder = RunRecorder(client)
    node = system.thread.node
    kinds = (
        (Image, 'camera/image_raw', qos.SENSOR),
        (CameraInfo, 'camera/camera_info', qos.SENSOR),
        (Image, 'attention_overlay', qos.BEST_EFFORT_LATEST),
        (String, 'sim_node/task_result', qos.RELIABLE_LATEST),
    )
    camera, info, overlay, result = (
        system.thread.run_on_executor(lambda kind=kind: node.create_publisher(*kind))
        for kind in kinds
    )
    assert client.wait_for(
        lambda: all(p.get_subscription_count() for p in (camera, info, overlay, result)), 10.0
    )
    result.publish(String(data=json.dumps({'command_id': 'id-1', 'success': True})))

    def is_recorded() -> bool:
        # Camera topics are best effort: what is published before the subscriber matches is lost.
        for number in (1, 2):
            image, sent = Image(height=1, width=2, data=bytes(6)), CameraInfo()
            image.header.stamp = sent.header.stamp = to_stamp(number)
            info.publish(sent)
            camera.publish(image)
        overlay.publish(Image(height=3))
        is_complete = recorder.overlay is not None and bool(recorder.task_result)
        return is_complete and recorder.image_totals() == {'sent': 2, 'received': 2}

    assert client.wait_for(is_recorded, 10.0)
    assert recorder.camera is not None
    assert recorder.camera.width == 2
    assert recorder.task_result == {'command_id': 'id-1', 'success': True}


def test_each_latency_of_motion_counts_once(pair: tuple[FakeSystem, VlaClient]) -> None:
    system, client = pair
    recorder = RunRecorder(client)
    statuses: list[SafetyStatus] = []
    client.on_safety_status(statuses.append)
    for state, latency_s in (
        (SafetyStatus.IDLE, 0.5),
        (SafetyStatus.ACTIVE, -1.0),
        (SafetyStatus.ACTIVE, 0.25),
        (SafetyStatus.ACTIVE, 0.25),
        (SafetyStatus.HOLD, 0.75),
        (SafetyStatus.ACTIVE, 0.5),
    ):
        before = len(statuses)
        system.safety.publish(SafetyStatus(state=state, latency_s=latency_s))
        assert client.wait_for(lambda before=before: len(statuses) > before, 10.0)
    assert recorder.latencies_s == [0.25, 0.5]
    recorder.restart()
    assert recorder.latencies_s == []


def test_pixels_have_the_shape_of_the_image() -> None:
    pixels = to_pixels(Image(height=2, width=3, data=bytes(range(18))))
    assert pixels.shape == (2, 3, 3)
    np.testing.assert_array_equal(pixels[1, 0], [9, 10, 11])
