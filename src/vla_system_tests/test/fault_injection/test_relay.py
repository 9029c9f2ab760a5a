# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of images and of the clock."""

import numpy as np
import pytest
from rclpy.serialization import deserialize_message
from rclpy.serialization import serialize_message
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_common.conversions import to_array
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_system_tests.fault_injection.relay import FaultRelay
from vla_system_tests.fault_injection.relay import ImageFault
from vla_system_tests.fault_injection.relay import SOURCE_TOPIC


def image_message(at_s: float, value: int) -> Image:
    message = Image(height=2, width=3, step=9, encoding='rgb8')
    message.header.stamp = to_stamp(round(at_s * 1e9))
    message.header.frame_id = 'camera_optical_frame'
    message.data = to_array(np.full(18, value, np.uint8))
    return message


def image(at_s: float, value: int) -> bytes:
    return bytes(serialize_message(image_message(at_s, value)))


@pytest.mark.parametrize(
    ('fault', 'expected'),
    [
        (ImageFault(), [(1.5, 10), (1.6, 20), (2.6, 30)]),
        (ImageFault(unplugged=True), []),
        (ImageFault(frozen=True), [(1.5, 10), (1.6, 10), (2.6, 10)]),
        (ImageFault(black=True), [(1.5, 0), (1.6, 0), (2.6, 0)]),
        (ImageFault(period_s=1.0), [(1.5, 10), (2.6, 30)]),
        (ImageFault(shift_s=3600.0), [(3601.5, 10), (3601.6, 20), (3602.6, 30)]),
    ],
)
def test_image_fault_changes_pixels_stamps_or_rate(
    fault: ImageFault, expected: list[tuple[float, int]]
) -> None:
    sent = [(1.5, 10), (1.6, 20), (2.6, 30)]
    passed = [fault.apply(image(at_s, value), at_s) for at_s, value in sent]
    received = [deserialize_message(one, Image) for one in passed if one is not None]
    assert [(stamp_s(m.header.stamp), m.data[17]) for m in received] == pytest.approx(expected)
    formats = {(m.encoding, m.header.frame_id) for m in received}
    assert formats <= {('rgb8', 'camera_optical_frame')}


def test_relay_passes_images_on_until_the_camera_is_unplugged() -> None:
    domain_id = free_domain_id()
    relay = FaultRelay(domain_id, publishes_clock=False)
    received: list[Image] = []
    try:
        with VlaClient('test_relay', domain_id=domain_id) as client:
            client.subscribe(Image, 'camera/image_raw', received.append, qos.SENSOR)
            source = client.run_on_executor(
                lambda: client.node.create_publisher(Image, SOURCE_TOPIC, qos.SENSOR)
            )

            def is_received() -> bool:
                source.publish(image_message(1.5, 10))
                return bool(received)

            assert client.wait_for(is_received, 10.0)
            assert received[0].data[0] == 10
            relay.image_fault = ImageFault(unplugged=True)
            client.wait_for(lambda: False, 0.3)
            received.clear()
            assert not client.wait_for(is_received, 0.5)
    finally:
        relay.close()


def test_clock_can_jump_and_stand_still() -> None:
    domain_id = free_domain_id()
    relay = FaultRelay(domain_id, publishes_clock=True)
    times_s: list[float] = []
    try:
        with VlaClient('test_relay', domain_id=domain_id) as client:
            client.subscribe(
                Clock, '/clock', lambda m: times_s.append(stamp_s(m.clock)), qos.BEST_EFFORT_LATEST
            )
            assert client.wait_for(lambda: len(times_s) > 3, 10.0)
            before_s = times_s[-1]
            relay.clock_shift_s = 3600.0
            assert client.wait_for(lambda: times_s[-1] > before_s + 3500.0, 5.0)
            relay.clock_stands = True
            client.wait_for(lambda: False, 0.3)
            count = len(times_s)
            assert not client.wait_for(lambda: len(times_s) > count, 0.3)
    finally:
        relay.close()
