# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion of the camera of a scene."""

from dataclasses import replace
import math

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.mjcf import camera_axes
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Point3


def move_camera(look: Appearance, shift_m: FloatArray, turn_rad: FloatArray) -> Appearance:
    """
    Return an appearance whose camera is moved and turned.

    Parameters
    ----------
    look
        Appearance with the camera before the motion.
    shift_m
        Translation (3,) in base_link.
    turn_rad
        Rotation vector (3,) in base_link, about the position of the camera.

    """
    position = np.array(look.camera_position_m) + shift_m
    right, _, back = camera_axes(look) @ _rotation(turn_rad).T
    distance = np.linalg.norm(np.subtract(look.camera_target_m, look.camera_position_m))
    moved = replace(
        look,
        camera_position_m=_point(position),
        camera_target_m=_point(position - distance * back),
        camera_roll_rad=0.0,
    )
    upright = camera_axes(moved)
    return replace(
        moved, camera_roll_rad=math.atan2(float(right @ upright[1]), float(right @ upright[0]))
    )


def random_direction(rng: np.random.Generator) -> FloatArray:
    """Return a random unit vector (3,)."""
    vector = rng.standard_normal(3)
    unit: FloatArray = vector / np.linalg.norm(vector)
    return unit


def _rotation(vector_rad: FloatArray) -> FloatArray:
    """Return the matrix (3, 3) of a rotation vector (3,)."""
    quaternion, matrix = np.zeros(4), np.zeros(9)
    angle = float(np.linalg.norm(vector_rad))
    axis = np.asarray(vector_rad, float) / max(angle, 1e-12)
    mujoco.mju_axisAngle2Quat(quaternion, axis, angle)
    mujoco.mju_quat2Mat(matrix, quaternion)
    return matrix.reshape(3, 3)


def _point(vector: FloatArray) -> Point3:
    x, y, z = vector.tolist()
    return x, y, z
