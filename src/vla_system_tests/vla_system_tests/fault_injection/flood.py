# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Flood the graph with chunks and features that are none, and with large messages of no use."""

import math
import signal
import threading
from typing import Final

from geometry_msgs.msg import Pose
import rclpy
from rclpy.node import Node
from std_msgs.msg import UInt8MultiArray
from vla_common import qos
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import VisualFeatures

FLOOD_NODE: Final = 'flood'
_LARGE_B = 1_000_000
_SMALL_PER_LARGE = 50


def main() -> None:
    """Join the graph, and from SIGUSR1 on send until killed."""
    # Before anybody can know of this process. A mask would not do: the threads of a library that
    # was imported before it do not have it, and one of them would take the signal and end all.
    begin = threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: begin.set())
    rclpy.init()
    node = Node(FLOOD_NODE)
    chunks = node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    features = node.create_publisher(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
    large = node.create_publisher(UInt8MultiArray, 'flood', qos.SENSOR)
    chunk = ActionChunk(step_duration_s=math.nan, poses=[Pose()] * 64, gripper=[math.inf] * 64)
    burst = UInt8MultiArray(data=bytes(_LARGE_B))
    begin.wait()
    while rclpy.ok():
        for _ in range(_SMALL_PER_LARGE):
            chunks.publish(chunk)
            features.publish(VisualFeatures())
        large.publish(burst)


if __name__ == '__main__':
    main()
