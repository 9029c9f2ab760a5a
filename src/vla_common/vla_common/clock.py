# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Times on the two clocks of a node."""

from typing import NamedTuple


class TimePoint(NamedTuple):
    """
    One moment on two clocks.

    The steady clock measures durations; it never jumps. The ROS clock measures ages of message
    stamps; it follows the system time or a simulation.
    """

    steady_s: float
    ros_s: float
