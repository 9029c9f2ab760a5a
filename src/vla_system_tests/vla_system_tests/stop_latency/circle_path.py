# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Circular path of the robot, and chunks along it."""

import math
from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_safety.testing.sample_messages import STEP_DURATION_S

_CENTER_M: Final = np.array((0.5, 0.0, 0.3))
_RADIUS_M: Final = 0.15
_STEPS: Final = 16
# Time from a commanded pose to the chunk that starts at it.
_CHUNK_DELAY_S: Final = 0.03


def position_on_circle(angle_rad: float) -> FloatArray:
    """Return the position (3,) at an angle [m]."""
    return _CENTER_M + _RADIUS_M * np.array((math.cos(angle_rad), math.sin(angle_rad), 0.0))


def chunk_positions(position: FloatArray, speed_m_s: float, image_age_s: float) -> FloatArray:
    """
    Return the positions (n, 3) of the steps of a chunk along the circle [m].

    Parameters
    ----------
    position
        Position of the robot (3,) [m].
    speed_m_s
        Speed of the robot.
    image_age_s
        Age of the image of the chunk.

    """
    offset = position - _CENTER_M
    angle = math.atan2(offset[1], offset[0])
    times_s = STEP_DURATION_S * np.arange(1, _STEPS + 1) - image_age_s + _CHUNK_DELAY_S
    return np.array([position_on_circle(angle + speed_m_s / _RADIUS_M * t) for t in times_s])
