# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Named QoS profiles, so that both ends of a topic use the same one."""

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy

#: Cameras and joint states: what sensor drivers send.
SENSOR = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
#: Pictures for people: an old one is worth nothing.
BEST_EFFORT_LATEST = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
#: Data of which only the newest matters and none may be lost on the way.
RELIABLE_LATEST = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
#: Standing facts: a late subscriber gets the newest one.
LATCHED = QoSProfile(
    depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
#: What `ros2 topic pub` sends.
COMMAND = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE)
