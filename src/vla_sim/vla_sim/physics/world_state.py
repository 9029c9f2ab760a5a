# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State of the world at one time."""

from dataclasses import dataclass

import mujoco
import numpy as np
from vla_common.arrays import FloatArray


@dataclass(frozen=True)
class RobotState:
    """State of the tool in base_link."""

    position_m: FloatArray  # (3,)
    quaternion_xyzw: FloatArray  # (4,)
    linear_m_s: FloatArray  # (3,)
    angular_rad_s: FloatArray  # (3,)
    opening: float  # 0 closed .. 1 open


@dataclass(frozen=True)
class ObjectPose:
    """Pose in base_link; `position_m` is the centre of an object or the foot of a receptacle."""

    position_m: FloatArray  # (3,)
    quaternion_xyzw: FloatArray  # (4,)
    speed_m_s: float


@dataclass(frozen=True)
class Snapshot:
    """State of physics and arm control at one time."""

    state: FloatArray
    joints_rad: FloatArray
    gripper_position: float  # [m, rad]
    target: tuple[FloatArray, FloatArray, float]


def rotation_matrix(quaternion_xyzw: FloatArray) -> FloatArray:
    """Return the matrix (3, 3) of a quaternion (4,)."""
    matrix = np.zeros(9)
    mujoco.mju_quat2Mat(matrix, np.asarray(quaternion_xyzw, dtype=float)[[3, 0, 1, 2]])
    return matrix.reshape(3, 3)
