# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion of the camera of a scene."""

from dataclasses import replace
import math

import numpy as np
from vla_common.arrays import FloatArray
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
    aim = np.subtract(look.camera_target_m, look.camera_position_m)
    forward = aim / np.linalg.norm(aim)
    roll = float(turn_rad @ forward)
    tilt = turn_rad - roll * forward
    # The rotation vector without its part along the optical axis turns the aim (Rodrigues).
    angle = float(np.linalg.norm(tilt))
    turned = math.cos(angle) * aim + np.sinc(angle / math.pi) * np.cross(tilt, aim)
    return replace(
        look,
        camera_position_m=_point(position),
        camera_target_m=_point(position + turned),
        # The roll of an appearance is about the axis that points backwards.
        camera_roll_rad=look.camera_roll_rad - roll,
    )


def random_direction(rng: np.random.Generator) -> FloatArray:
    """Return a random unit vector (3,)."""
    vector = rng.standard_normal(3)
    unit: FloatArray = vector / np.linalg.norm(vector)
    return unit


def _point(vector: FloatArray) -> Point3:
    x, y, z = vector.tolist()
    return x, y, z
