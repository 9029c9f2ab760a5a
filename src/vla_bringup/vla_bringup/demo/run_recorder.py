# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Images, latencies and the task result of a demo run."""

from dataclasses import dataclass
from dataclasses import field
import json
import threading
from typing import Any

import numpy as np
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vla_bringup.demo.recording import Pixels
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_interfaces.msg import SafetyStatus


@dataclass
class ImageCount:
    """Stamps of images that were sent and that were received."""

    sent_ns: set[int] = field(default_factory=set)
    received_ns: set[int] = field(default_factory=set)

    def totals(self) -> dict[str, int]:
        """Return the counts from the first to the last received image."""
        if not self.received_ns:
            return {'sent': len(self.sent_ns), 'received': 0}
        first, last = min(self.received_ns), max(self.received_ns)
        sent = {stamp for stamp in self.sent_ns if first <= stamp <= last}
        # An image may arrive although its camera_info was lost.
        return {'sent': len(sent | self.received_ns), 'received': len(self.received_ns)}


class RunRecorder:
    """
    Record a run through the node of a client; any thread may read.

    Parameters
    ----------
    client
        Client whose node subscribes.

    """

    def __init__(self, client: VlaClient) -> None:
        #: Newest images and newest task result of the simulator.
        self.camera: Image | None = None
        self.overlay: Image | None = None
        self.task_result: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._images = ImageCount()
        self._latencies_s: list[float] = []
        for kind, topic, callback, profile in (
            (String, 'sim_node/task_result', self._on_task_result, qos.RELIABLE_LATEST),
            (Image, 'camera/image_raw', self._on_camera, qos.SENSOR),
            (CameraInfo, 'camera/camera_info', self._on_camera_info, qos.SENSOR),
            (Image, 'attention_overlay', self._on_overlay, qos.BEST_EFFORT_LATEST),
        ):
            client.subscribe(kind, topic, callback, profile)
        client.on_safety_status(self._on_safety)

    def restart(self) -> None:
        """Discard latencies and image counts, at the start of a command."""
        with self._lock:
            self._latencies_s.clear()
            self._images = ImageCount()

    @property
    def latencies_s(self) -> list[float]:
        """Return the times from images to motion since the last restart."""
        with self._lock:
            return list(self._latencies_s)

    def image_totals(self) -> dict[str, int]:
        """Return the numbers of sent and received images since the last restart."""
        with self._lock:
            return self._images.totals()

    def _on_safety(self, message: SafetyStatus) -> None:
        with self._lock:
            new = not self._latencies_s or self._latencies_s[-1] != message.latency_s
            if message.latency_s >= 0 and message.state == SafetyStatus.ACTIVE and new:
                self._latencies_s.append(message.latency_s)

    def _on_task_result(self, message: String) -> None:
        self.task_result = json.loads(message.data)

    def _on_camera(self, message: Image) -> None:
        self.camera = message
        with self._lock:
            self._images.received_ns.add(stamp_ns(message.header.stamp))

    def _on_camera_info(self, message: CameraInfo) -> None:
        with self._lock:
            self._images.sent_ns.add(stamp_ns(message.header.stamp))

    def _on_overlay(self, message: Image) -> None:
        self.overlay = message


def to_pixels(message: Image) -> Pixels:
    """Return the RGB image (height, width, 3) of an rgb8 message without row padding."""
    pixels = np.frombuffer(message.data, np.uint8)
    return pixels.reshape(message.height, message.width, 3)
