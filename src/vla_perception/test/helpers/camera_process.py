# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera driver in a process of its own: camera_process.py RELIABILITY WIDTH HEIGHT RATE_HZ."""

from array import array
import sys
import time

import rclpy
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import Image


def main() -> None:
    """Publish until the process is killed."""
    reliability, width, height, rate_hz = sys.argv[1], *map(int, sys.argv[2:5])
    rclpy.init()
    node = Node('camera_driver')
    profile = QoSProfile(depth=10, reliability=ReliabilityPolicy[reliability.upper()])
    publisher = node.create_publisher(Image, 'camera/image_raw', profile)
    data = array('B', bytes(range(256)) * (3 * width * height // 256))
    image = Image(width=width, height=height, step=3 * width, encoding='rgb8', data=data)
    due_s, count = time.monotonic(), 0
    while True:
        count += 1
        image.header.stamp = node.get_clock().now().to_msg()
        image.data[0] = count % 256
        publisher.publish(image)
        due_s += 1 / rate_hz
        time.sleep(max(0.0, due_s - time.monotonic()))


if __name__ == '__main__':
    main()
