# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Named QoS profiles, used by publishers and subscriptions alike."""

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy

#: Cameras and joint states; compatible with all sensor drivers.
SENSOR = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
#: Images for viewers: only the latest one matters.
BEST_EFFORT_LATEST = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
#: Data of which only the latest matters, and which must not be lost.
RELIABLE_LATEST = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
#: State: late subscribers receive the latest message.
LATCHED = QoSProfile(
    depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
#: Default profile of `ros2 topic pub`.
COMMAND = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE)
