# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a camera, each with its own text in /diagnostics and in the log."""

from collections.abc import Callable
import re
import time
from typing import Any

import cv2
import numpy as np
from perception_harness import PerceptionNodeHarness
import pytest
from rclpy.node import Node
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.testing import NodeTestHarness

Log = pytest.CaptureFixture[str]
TEXTS = {
    'two publishers': 'must have one publisher, got 2: /second_camera, /test_harness',
    'stamp': 'image stamps must increase, got the stamp',
    'no stamp': 'image stamps must be set, got 0',
    'rate': 'images must arrive at about 30 Hz',
    'depth': "got the depth image '16UC1'",
    'mono16 depth': 'mono16 images must use the range 0 .. 65535, got values up to',
    'compressed depth': "got the depth image '16UC1; compressedDepth png'",
    'no publisher': 'no images received: nothing publishes /camera/image_raw',
    'silent': 'no images received: /camera/image_raw has the publisher /test_harness',
}


def depth_mm() -> np.ndarray:
    return np.random.default_rng(0).integers(400, 4000, (48, 64)).astype(np.uint16)


def start(ros: NodeTestHarness, **parameters: Any) -> PerceptionNodeHarness:
    system = PerceptionNodeHarness(ros, **{'expected_rate_hz': 0.0, **parameters})
    system.connect()
    return system


def expect(
    system: PerceptionNodeHarness, log: Log, fault: str, send: Callable[[int], None] | None
) -> str:
    """Send at 20 Hz until the text of `fault` is in /diagnostics; check that no other one is."""
    count = 0

    def is_reported() -> bool:
        nonlocal count
        if send and time.monotonic() >= begin_s + count / 20:
            send(count)
            count += 1
        return TEXTS[fault] in system.status()

    begin_s = time.monotonic()
    system.ros.wait_for(is_reported, 10.0, f'no text of {fault} but {system.status()}')
    status = system.status()
    assert [name for name, text in TEXTS.items() if text in status] == [fault]
    text = log.readouterr().err
    assert text.count(TEXTS[fault]) == 1, text
    return status


def test_two_publishers(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    second = Node('second_camera', context=ros.context)
    ros.add(second).create_publisher(Image, 'camera/image_raw', qos.SENSOR)
    status = expect(system, capfd, 'two publishers', lambda n: system.send(n, system.now_ns()))
    assert 'stop or remap all but one' in status


def test_a_stamp_that_never_changes(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    stamp = system.now_ns()
    status = expect(system, capfd, 'stamp', lambda n: system.send(n % 256, stamp))
    assert f'{stamp * 1e-9:.3f} s in the latest' in status
    assert 'set header.stamp to the time of capture' in status


def test_images_without_a_stamp(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    expect(system, capfd, 'no stamp', lambda n: system.send(30 + n % 200, 0))


def test_a_camera_at_one_hertz(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros, expected_rate_hz=30.0)
    statuses = set()
    for number in range(6):
        system.send(100 + number, system.now_ns())
        end_s = time.monotonic() + 1.0
        while time.monotonic() < end_s:
            ros.executor.spin_once(timeout_sec=0.02)
            if number >= 3:
                statuses.add(system.status())
    assert len(statuses) > 0
    for status in statuses:
        rate = re.fullmatch(
            r'1 images must arrive at about 30 Hz, got (\d\.\d) Hz from .*', status
        )
        assert rate is not None, status
        assert 0.8 <= float(rate[1]) <= 1.2
        assert status.endswith('or set expected_rate_hz')
    assert capfd.readouterr().err.count(TEXTS['rate']) == 1


def test_depth_images(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    fields = {'encoding': '16UC1', 'step': 128, 'data': depth_mm().tobytes()}
    status = expect(system, capfd, 'depth', lambda n: system.send(0, system.now_ns(), **fields))
    assert status.startswith('2 invalid image: ')
    assert 'Remap the color images' in status
    assert system.features == []


def test_depth_images_as_mono16(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)

    def send(number: int) -> None:
        data = (depth_mm() + number).tobytes()
        system.send(0, system.now_ns(), encoding='mono16', step=128, data=data)

    assert 'as in depth images in mm' in expect(system, capfd, 'mono16 depth', send)


def test_compressed_depth(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    data = bytes(12) + cv2.imencode('.png', depth_mm())[1].tobytes()
    message = CompressedImage(format='16UC1; compressedDepth png', data=data)
    expect(system, capfd, 'compressed depth', lambda n: system.compressed.publish(message))
    assert system.features == []


def test_no_publisher(ros: NodeTestHarness, capfd: Log) -> None:
    system = PerceptionNodeHarness(ros)
    assert 'start the camera driver' in expect(system, capfd, 'no publisher', None)


def test_a_publisher_that_sends_nothing(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    capfd.readouterr()
    assert 'the log of its driver' in expect(system, capfd, 'silent', None)


def test_an_invalid_image_is_logged_once(ros: NodeTestHarness, capfd: Log) -> None:
    system = start(ros)
    for number in range(20):
        system.send(5, system.now_ns(), step=100)
        ros.wait_for(lambda number=number: system.node._cameras[0].statistics.images_bad > number)
    assert capfd.readouterr().err.count('step must be at least') == 1


def test_semi_planar_images_are_encoded(ros: NodeTestHarness) -> None:
    system = start(ros)
    # BT.601: red is Y 81, U 90, V 240.
    planes = np.concatenate([np.full(48 * 64, 81), np.tile((90, 240), 24 * 32)]).astype(np.uint8)
    fields = {'encoding': 'nv12', 'step': 64, 'data': planes.tobytes()}
    system.send(0, system.now_ns(), **fields)
    ros.wait_for(lambda: bool(system.features))
    assert system.reds()[0] >= 253
