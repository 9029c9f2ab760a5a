# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

import math

import numpy as np
import pytest
from vla_common.testing import ros
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose

__all__ = ['ros']


@pytest.fixture
def camera() -> CameraModel:
    """Return a camera opposite the robot, pointed at the table."""
    focal = 240 / math.tan(math.radians(21))
    matrix = np.array([[focal, 0, 319.5], [0, focal, 239.5], [0, 0, 1]])
    pose = CameraPose.look_at((1.12, 0.0, 0.62), (0.47, 0.0, 0.0))
    return CameraModel(CameraIntrinsics(640, 480, matrix, np.zeros(0)), pose)
