# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of camera and clock: images on their way, and a /clock, that misbehave on demand."""

import struct
import threading
import time

from rclpy.serialization import deserialize_message
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from vla_bringup.client.companion import Companion
from vla_common import qos
from vla_common.conversions import to_stamp

#: Where the camera publishes, for the relay to pass it on as camera/image_raw.
SOURCE = 'fault_source/image_raw'
_CLOCK_PERIOD_S = 0.01
# A serialized message begins with four bytes of its own, then the header's stamp: sec, nanosec.
_STAMP = struct.Struct('<iI')
_STAMP_AT = 4
_BEHIND_STAMP = _STAMP_AT + _STAMP.size


class ImageFault:
    """What happens to serialized images, in the order that they come."""

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
        self._kept = b''
        self._due_s = 0.0

    def apply(self, message: bytes, now_s: float) -> bytes | None:
        """Return what arrives of an image, or None."""
        if self._unplugged or now_s < self._due_s:
            return None
        self._due_s = now_s + self._period_s
        if not self._kept:
            self._kept = message
        if self._frozen:
            message = message[:_BEHIND_STAMP] + self._kept[_BEHIND_STAMP:]
        if self._black:
            count = len(deserialize_message(message, Image).data)
            message = message[:-count] + bytes(count)
        return shifted(message, self._shift_s) if self._shift_s else message


def shifted(message: bytes, seconds: float) -> bytes:
    """Return a serialized message with a header whose stamp is `seconds` later."""
    sec, nanosec = _STAMP.unpack_from(message, _STAMP_AT)
    stamp = _STAMP.pack(sec + round(seconds), nanosec)
    return message[:_STAMP_AT] + stamp + message[_BEHIND_STAMP:]


class Relay(Companion):
    """Pass images on, and tell the time where the system takes it from /clock."""

    def __init__(self, domain_id: int, *, tells_time: bool) -> None:
        super().__init__('fault_relay', domain_id)
        #: Changed by any thread.
        self.image_fault = ImageFault()
        self.clock_shift_s = 0.0
        self.clock_stands = False
        node = self._node
        self._images = node.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
        node.create_subscription(Image, SOURCE, self._on_image, qos.SENSOR, raw=True)
        self._clock = node.create_publisher(Clock, '/clock', qos.BEST_EFFORT_LATEST)
        self._teller = threading.Thread(target=self._tell_time, name='fault clock')
        self.start()
        if tells_time:
            self._teller.start()

    def close(self) -> None:
        """Leave the graph."""
        self._closing.set()
        if self._teller.is_alive():
            self._teller.join()
        super().close()

    def _on_image(self, message: bytes) -> None:
        image = self.image_fault.apply(message, time.monotonic())
        if image is not None:
            self._images.publish(image)

    def _tell_time(self) -> None:
        ahead_s = time.time() - time.monotonic()
        while not self._closing.is_set():
            if not self.clock_stands:
                now_s = time.monotonic() + ahead_s + self.clock_shift_s
                self._clock.publish(Clock(clock=to_stamp(round(now_s * 1e9))))
            time.sleep(_CLOCK_PERIOD_S)
