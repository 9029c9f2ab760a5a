# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Flood the graph with malformed features, with large messages, and with malformed chunks."""

from contextlib import suppress
import math
import signal
import sys
import threading
from typing import Final

from geometry_msgs.msg import Pose
import rclpy
from rclpy.exceptions import InvalidHandle
from rclpy.node import Node
from std_msgs.msg import UInt8MultiArray
from vla_common import qos
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import VisualFeatures

FLOOD_NODE: Final = 'flood'
#: Argument of the process that sends chunks too.
CHUNKS_ARGUMENT: Final = '--chunks'
_LARGE_MESSAGE_B: Final = 1_000_000
_MESSAGES_PER_LARGE_MESSAGE: Final = 50


def malformed_chunk_message() -> ActionChunk:
    """Return a chunk with NaN and infinity, and with more steps than allowed."""
    return ActionChunk(step_duration_s=math.nan, poses=[Pose()] * 64, gripper=[math.inf] * 64)


def main() -> None:
    """Join the graph, and publish from SIGUSR1 on until SIGINT."""
    # Installed first: the node on the graph announces that the process can take the signal. A
    # signal mask does not work, because threads of libraries that are already imported lack it.
    begin = threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: begin.set())
    rclpy.init()
    node = Node(FLOOD_NODE)
    features = node.create_publisher(VisualFeatures, 'visual_features', qos.RELIABLE_LATEST)
    large = node.create_publisher(UInt8MultiArray, 'flood', qos.SENSOR)
    chunk = malformed_chunk_message()
    burst = UInt8MultiArray(data=bytes(_LARGE_MESSAGE_B))
    begin.wait()
    chunks = None
    if CHUNKS_ARGUMENT in sys.argv:
        # Not before the flood: a second publisher of chunks is a fault of its own.
        chunks = node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    with suppress(InvalidHandle, RuntimeError):
        while rclpy.ok():
            for _ in range(_MESSAGES_PER_LARGE_MESSAGE):
                if chunks is not None:
                    chunks.publish(chunk)
                features.publish(VisualFeatures())
            large.publish(burst)
    node.destroy_node()


if __name__ == '__main__':
    main()
