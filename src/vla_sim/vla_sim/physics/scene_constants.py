# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Positions and sizes that scene, expert and success check share."""

from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.tasks import PUSH_DISTANCE_M  # noqa: F401 - one of these numbers

Range = tuple[float, float]

COLORS: Final[dict[str, tuple[float, float, float]]] = {
    'red': (0.82, 0.07, 0.07),
    'green': (0.06, 0.55, 0.14),
    'blue': (0.08, 0.20, 0.82),
    'yellow': (0.95, 0.84, 0.08),
    'orange': (0.97, 0.42, 0.02),
    'purple': (0.46, 0.10, 0.62),
    'white': (0.96, 0.96, 0.96),
    'black': (0.05, 0.05, 0.05),
}
OBJECT_SHAPES: Final = ('cube', 'cylinder', 'sphere')
RECEPTACLE_SHAPES: Final = ('bowl', 'plate')

# From the view of the robot, in base_link.
DIRECTIONS: Final[dict[str, tuple[float, float]]] = {
    'left': (0.0, 1.0),
    'right': (0.0, -1.0),
    'forward': (1.0, 0.0),
    'back': (-1.0, 0.0),
}

WORKSPACE_X_M: Final[Range] = (0.32, 0.66)
WORKSPACE_Y_M: Final[Range] = (-0.27, 0.27)
# Area for the start of the approach of a push and for the end of the push.
REACH_X_M: Final[Range] = (0.29, 0.76)
REACH_Y_M: Final[Range] = (-0.40, 0.40)
REACH_M: Final = 0.78

HOME_POSITION_M: Final = (0.35, 0.0, 0.30)
HOME_YAW_RAD: Final = 0.0

# Half width of a cube, radius of cylinder and sphere, before the size jitter.
OBJECT_RADIUS_M: Final[dict[str, float]] = {'cube': 0.022, 'cylinder': 0.022, 'sphere': 0.024}
CYLINDER_HALF_HEIGHT_M: Final = 0.025
RECEPTACLE_RADIUS_M: Final[dict[str, float]] = {'bowl': 0.065, 'plate': 0.070}
BOWL_HEIGHT_M: Final = 0.038
PLATE_RIM_M: Final = 0.012
# Height of the floor of a receptacle above the table.
FLOOR_M: Final = 0.006
# Radii of the floors of receptacles.
FLOOR_RADIUS_M: Final[dict[str, float]] = {'bowl': 0.046, 'plate': 0.056}

FINGER_TRAVEL_M: Final = 0.04
CONTROL_PERIOD_S: Final = 0.02

IMAGE_WIDTH_PX: Final = 640
IMAGE_HEIGHT_PX: Final = 480
CAMERA_POSITION_M: Final = (1.12, 0.0, 0.66)
CAMERA_TARGET_M: Final = (0.44, 0.0, 0.055)
CAMERA_FOV_Y_DEG: Final = 42.0


def height_m(shape: str, radius_m: float) -> float:
    """Return the height of the centre of an object above the table."""
    return (
        CYLINDER_HALF_HEIGHT_M * radius_m / OBJECT_RADIUS_M[shape]
        if shape == 'cylinder'
        else radius_m
    )


def direction(name: str) -> FloatArray:
    """Return the unit vector (2,) of a named direction in base_link."""
    if name not in DIRECTIONS:
        raise ValueError(f'direction must be one of {sorted(DIRECTIONS)}, got {name!r}')
    return np.array(DIRECTIONS[name])
