# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What can be read from the world at one moment."""

from dataclasses import dataclass

import mujoco
import numpy as np
from vla_common.rotation import Array


@dataclass(frozen=True)
class RobotState:
    """The tool, in base_link."""

    position_m: Array  # (3,)
    quaternion_xyzw: Array  # (4,)
    linear_m_s: Array  # (3,)
    angular_rad_s: Array  # (3,)
    opening: float  # 0 closed .. 1 open


@dataclass(frozen=True)
class ObjectPose:
    """A thing on the table, in base_link; `position_m` is a body's centre or a dish's foot."""

    position_m: Array  # (3,)
    quaternion_xyzw: Array  # (4,)
    speed_m_s: float


@dataclass(frozen=True)
class Snapshot:
    """Physics and controller at one moment."""

    state: Array
    joints_rad: Array
    finger_m: float
    target: tuple[Array, Array, float]


def rotation_matrix(quaternion_xyzw: Array) -> Array:
    """Return the matrix (3, 3) of a quaternion (4,)."""
    matrix = np.zeros(9)
    mujoco.mju_quat2Mat(matrix, np.asarray(quaternion_xyzw, dtype=float)[[3, 0, 1, 2]])
    return matrix.reshape(3, 3)
