# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Run your own perception; this one sends the mean colors of 12 x 16 image cells.

Start the system without its perception node
(`ros2 launch vla_bringup vla.launch.py perception:=false`), then run:
    python3 examples/perception_node.py
The shipped policy refuses features of another encoder: use it with a policy of your own.
"""

import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_common.conversions import to_array
from vla_common.runner import run_node
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import VisualFeatures

ROWS, COLS = 12, 16
DARK, BRIGHT = 8, 247


class ExamplePerception(Node):
    """Publish visual features for every image."""

    def __init__(self) -> None:
        super().__init__('perception_node')
        self._features = self.create_publisher(
            VisualFeatures, 'visual_features', qos.RELIABLE_LATEST
        )
        self.create_subscription(Image, 'camera/image_raw', self._on_image, qos.SENSOR)

    def _on_image(self, image: Image) -> None:
        if image.encoding != 'rgb8':
            self.get_logger().error(f'images must be rgb8; got {image.encoding}', once=True)
            return
        rows = np.frombuffer(image.data, np.uint8).reshape(image.height, image.step)
        pixels = rows[:, : 3 * image.width].reshape(image.height, image.width, 3)
        height, width = image.height // ROWS, image.width // COLS
        cells = pixels[: ROWS * height, : COLS * width].reshape(ROWS, height, COLS, width, 3)
        data = to_array(np.float32(cells.mean(axis=(1, 3)) / 255))
        message = VisualFeatures(image_width=image.width, image_height=image.height)
        # The stamp of the image: the age of what the policy uses counts from it.
        message.header, message.encoder_id = image.header, 'example_mean_colors'
        message.levels = [FeatureLevel(rows=ROWS, cols=COLS, channels=3, data=data)]
        message.dark_share = float((pixels.max(axis=-1) <= DARK).mean())
        message.bright_share = float((pixels.min(axis=-1) >= BRIGHT).mean())
        now_s = self.get_clock().now().nanoseconds * 1e-9
        message.latency_s = now_s - stamp_s(image.header.stamp)
        self._features.publish(message)


if __name__ == '__main__':
    run_node(ExamplePerception)
