# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Perception node with publishers of images and subscribers of its outputs."""

from typing import Any

import cv2
from diagnostic_msgs.msg import DiagnosticArray
import numpy as np
from rclpy.parameter import Parameter
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.arrays import Float32Array
from vla_common.conversions import to_stamp
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import VisualFeatures
from vla_perception.perception_node import PerceptionNode


class MeanColorEncoder:
    """Encode an image as its mean color."""

    encoder_id = 'mean_v1'

    def encode(self, image: Float32Array) -> list[Float32Array]:
        return [image.mean((1, 2)).reshape(1, 1, 3)]


class PerceptionNodeHarness:
    """Perception node with publishers of images and subscribers of its outputs."""

    def __init__(self, ros: NodeTestHarness, injected: bool = True, **parameters: Any) -> None:
        self.ros = ros
        # A tuple is a type with a value, which is needed for an empty array.
        overrides = [
            Parameter(name, *value) if isinstance(value, tuple) else Parameter(name, value=value)
            for name, value in parameters.items()
        ]
        self.node = ros.add(
            PerceptionNode(
                MeanColorEncoder() if injected else None,
                context=ros.context,
                parameter_overrides=overrides,
            )
        )
        self.features = ros.collect(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')

    def connect(self) -> None:
        """Wait until the node receives images and its features are received."""
        self.raw = self.ros.publisher(Image, 'camera/image_raw', qos.SENSOR)
        self.compressed = self.ros.publisher(
            CompressedImage, 'camera/image_raw/compressed', qos.SENSOR
        )
        count = self.ros.node.count_publishers
        self.ros.wait_for(lambda: self.node.is_active and count('visual_features') > 0)

    def now_ns(self) -> int:
        return int(self.node.get_clock().now().nanoseconds)

    def send(self, red: int, stamp_ns: int, **changes: Any) -> None:
        pixels = np.zeros((48, 64, 3), np.uint8)
        pixels[..., 0] = red
        message = Image(height=48, width=64, encoding='rgb8', step=192, data=pixels.tobytes())
        message.header.stamp = to_stamp(stamp_ns)
        message.header.frame_id = 'camera_optical_frame'
        for name, value in changes.items():
            setattr(message, name, value)
        self.raw.publish(message)

    def send_compressed(self, red: int, stamp_ns: int) -> None:
        data = cv2.imencode('.png', np.full((48, 64, 3), (0, 0, red), np.uint8))[1].tobytes()
        message = CompressedImage(format='png', data=data)
        message.header.stamp = to_stamp(stamp_ns)
        self.compressed.publish(message)

    def reds(self) -> list[int]:
        return [round(255 * message.levels[0].data[0]) for message in self.features]

    def status(self) -> str:
        """Return level and message of the latest status."""
        own = [s for m in self.diagnostics for s in m.status if s.name == 'perception_node']
        return f'{own[-1].level[0]} {own[-1].message}' if own else ''

    def value(self, key: str) -> str:
        own = [s for m in self.diagnostics for s in m.status if s.name == 'perception_node']
        return {v.key: v.value for v in own[-1].values}.get(key, '') if own else ''

    def received(self) -> int:
        return int(self.value('images_received') or 0)
