# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Publish images of your own camera; here a test pattern takes its place.

Start the system without the simulator
(`ros2 launch vla_bringup vla.launch.py use_sim:=false`), then run:
    python3 examples/camera_publisher.py
"""

import array

import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.runner import run_node

RATE_HZ = 30.0


class CameraPublisher(Node):
    """Publish rgb8 images on `camera/image_raw`."""

    def __init__(self) -> None:
        super().__init__('camera_publisher')
        self._images = self.create_publisher(Image, 'camera/image_raw', qos.SENSOR)
        self._count = 0
        self.create_timer(1 / RATE_HZ, self._publish)

    def _read_camera(self) -> np.ndarray:
        """Return an RGB image (height, width, 3); replace this method by your camera."""
        self._count += 1
        rows, columns = np.mgrid[0:480, 0:640]
        red = np.uint8(rows // 2)
        green = np.uint8(columns // 3)
        blue = np.uint8((rows + columns + 4 * self._count) % 256)
        return np.stack((red, green, blue), axis=-1)

    def _publish(self) -> None:
        # The time of the exposure: the safety node refuses motion that relies on old images.
        stamp = self.get_clock().now().to_msg()
        pixels = self._read_camera()
        height, width, channels = pixels.shape
        message = Image(height=height, width=width, encoding='rgb8', step=width * channels)
        message.header.stamp, message.header.frame_id = stamp, 'camera_optical_frame'
        message.data = array.array('B', pixels.tobytes())
        self._images.publish(message)


if __name__ == '__main__':
    run_node(CameraPublisher)
