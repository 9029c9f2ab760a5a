# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Kinds of obstacles."""

from enum import IntEnum


class Obstacle(IntEnum):
    """What a link may collide with."""

    TABLE = 1
    BOX = 2
    SELF = 3
