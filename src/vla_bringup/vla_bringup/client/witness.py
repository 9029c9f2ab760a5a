# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sees and hears what goes on in the running system."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
import json
import time
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.health import Level
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus


@dataclass
class ImageCount:
    """Which images were sent and which arrived, by their stamps."""

    sent_ns: set[int] = field(default_factory=set)
    received_ns: set[int] = field(default_factory=set)

    def totals(self) -> dict[str, int]:
        """Return the counts of the time from the first to the last image that arrived."""
        if not self.received_ns:
            return {'sent': len(self.sent_ns), 'received': 0}
        first, last = min(self.received_ns), max(self.received_ns)
        sent = {stamp for stamp in self.sent_ns if first <= stamp <= last}
        # An image may arrive though its camera_info was lost.
        return {'sent': len(sent | self.received_ns), 'received': len(self.received_ns)}


class Witness(Node):
    """A node that remembers the newest of everything; it moves nothing but by a command."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('demo', **kwargs)
        self.policy: PolicyStatus | None = None
        self.safety: SafetyStatus | None = None
        self.verdict: dict[str, Any] = {}
        self.camera: Image | None = None
        self.overlay: Image | None = None
        self.images = ImageCount()
        self.latencies_s: list[float] = []
        #: What each node says of itself: level and message, by its name.
        self.health: dict[str, tuple[Level, str]] = {}
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self)
        for kind, topic, callback, profile in (
            (PolicyStatus, 'policy_status', self._on_policy, qos.LATCHED),
            (SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
            (String, 'sim_node/verdict', self._on_verdict, qos.RELIABLE_LATEST),
            (Image, 'camera/image_raw', self._on_camera, qos.SENSOR),
            (CameraInfo, 'camera/camera_info', self._on_camera_info, qos.SENSOR),
            (Image, 'attention_overlay', self._on_overlay, qos.BEST_EFFORT_LATEST),
            (DiagnosticArray, '/diagnostics', self._on_diagnostics, qos.COMMAND),
        ):
            self.create_subscription(kind, topic, callback, profile)
        self._commands = self.create_publisher(String, 'natural_language_command', qos.COMMAND)

    @property
    def listeners(self) -> int:
        """Return how many hear commands."""
        return int(self._commands.get_subscription_count())

    def say(self, command: str) -> None:
        """Send a command, and count latencies and images from now on."""
        self.latencies_s.clear()
        self.images = ImageCount()
        self._commands.publish(String(data=command))

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Listen until `condition` holds; False if it does not within `timeout_s`."""
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                return False
            self._executor.spin_once(timeout_sec=0.05)
        return True

    def close(self) -> None:
        """Leave the graph."""
        self._executor.shutdown()
        self.destroy_node()

    def _on_policy(self, message: PolicyStatus) -> None:
        self.policy = message

    def _on_safety(self, message: SafetyStatus) -> None:
        self.safety = message
        new = not self.latencies_s or self.latencies_s[-1] != message.latency_s
        if message.latency_s >= 0 and message.state == SafetyStatus.ACTIVE and new:
            self.latencies_s.append(message.latency_s)

    def _on_verdict(self, message: String) -> None:
        self.verdict = json.loads(message.data)

    def _on_camera(self, message: Image) -> None:
        self.camera = message
        self.images.received_ns.add(stamp_ns(message.header.stamp))

    def _on_camera_info(self, message: CameraInfo) -> None:
        self.images.sent_ns.add(stamp_ns(message.header.stamp))

    def _on_overlay(self, message: Image) -> None:
        self.overlay = message

    def _on_diagnostics(self, message: DiagnosticArray) -> None:
        for status in message.status:
            self.health[status.name] = Level(status.level[0]), status.message
