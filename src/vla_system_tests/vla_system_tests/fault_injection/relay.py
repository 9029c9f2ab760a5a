# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of camera and clock: a relay of images and a source of /clock."""

import struct
import threading
import time

from rclpy.serialization import deserialize_message
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from vla_client.node_thread import NodeThread
from vla_common import qos
from vla_common.conversions import to_stamp

#: Topic on which the camera publishes; the relay republishes it as camera/image_raw.
SOURCE_TOPIC = 'fault_source/image_raw'
_CLOCK_PERIOD_S = 0.01
# A serialized message starts with a header of four bytes, then the stamp: sec, nanosec.
_STAMP = struct.Struct('<iI')
_STAMP_OFFSET = 4
_STAMP_END = _STAMP_OFFSET + _STAMP.size


class ImageFault:
    """
    Fault of a stream of serialized images.

    Parameters
    ----------
    period_s
        Shortest time between two images [s].
    frozen
        Whether the first image is repeated with new stamps.
    black
        Whether all pixels are black.
    unplugged
        Whether all images are lost.
    shift_s
        Time that is added to the stamps [s].

    """

    def __init__(
        self,
        *,
        period_s: float = 0.0,
        frozen: bool = False,
        black: bool = False,
        unplugged: bool = False,
        shift_s: float = 0.0,
    ) -> None:
        self._period_s, self._frozen, self._black = period_s, frozen, black
        self._unplugged, self._shift_s = unplugged, shift_s
        self._first = b''
        self._due_s = 0.0

    def apply(self, message: bytes, now_s: float) -> bytes | None:
        """Return the image that is passed on, or None."""
        if self._unplugged or now_s < self._due_s:
            return None
        self._due_s = now_s + self._period_s
        if not self._first:
            self._first = message
        if self._frozen:
            message = message[:_STAMP_END] + self._first[_STAMP_END:]
        if self._black:
            count = len(deserialize_message(message, Image).data)
            message = message[:-count] + bytes(count)
        return with_shifted_stamp(message, self._shift_s) if self._shift_s else message


def with_shifted_stamp(message: bytes, seconds: float) -> bytes:
    """Return a serialized message with `seconds` added to the stamp of its header."""
    sec, nanosec = _STAMP.unpack_from(message, _STAMP_OFFSET)
    stamp = _STAMP.pack(sec + round(seconds), nanosec)
    return message[:_STAMP_OFFSET] + stamp + message[_STAMP_END:]


class FaultRelay:
    """
    Republish images, and publish /clock where the system uses simulated time.

    Parameters
    ----------
    domain_id
        ROS domain.
    publishes_clock
        Whether /clock is published.

    """

    def __init__(self, domain_id: int, *, publishes_clock: bool) -> None:
        #: Current faults; any thread may change them.
        self.image_fault = ImageFault()
        self.clock_shift_s = 0.0
        self.clock_stands = False
        self._closing = threading.Event()
        self._thread = NodeThread('fault_relay', domain_id=domain_id)
        node = self._thread.node
        self._images = node.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
        node.create_subscription(Image, SOURCE_TOPIC, self._on_image, qos.SENSOR, raw=True)
        self._clock = node.create_publisher(Clock, '/clock', qos.BEST_EFFORT_LATEST)
        self._clock_thread = threading.Thread(target=self._publish_clock, name='fault clock')
        self._thread.start()
        if publishes_clock:
            self._clock_thread.start()

    def close(self) -> None:
        """End the threads and leave the graph."""
        self._closing.set()
        if self._clock_thread.is_alive():
            self._clock_thread.join()
        self._thread.close()

    def _on_image(self, message: bytes) -> None:
        image = self.image_fault.apply(message, time.monotonic())
        if image is not None:
            self._images.publish(image)

    def _publish_clock(self) -> None:
        offset_s = time.time() - time.monotonic()
        while not self._closing.is_set():
            if not self.clock_stands:
                now_s = time.monotonic() + offset_s + self.clock_shift_s
                self._clock.publish(Clock(clock=to_stamp(round(now_s * 1e9))))
            time.sleep(_CLOCK_PERIOD_S)
