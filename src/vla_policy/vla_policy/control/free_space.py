# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Free places on the table, and the points where an object can be put down.

Frame base_link (REP-103), seen from the robot: x points away from it, y to its left.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_common.command_meaning import Relation
from vla_policy.control.detections import Detection

BoolArray = NDArray[np.bool_]

#: Largest distance from the center of an object to its outline, by shape [m].
RADIUS_M: Final = {
    'cube': 0.034,
    'cylinder': 0.025,
    'sphere': 0.027,
    'bowl': 0.069,
    'plate': 0.074,
}
#: Space around the center of a released object: the open fingers and an error of 1 cm [m].
MIN_SPACE_M: Final = 0.065
#: Space that is preferred: positions of detected objects may be wrong by more.
PREFERRED_SPACE_M: Final = 0.075
#: Half width of the path of the closed gripper and a pushed object, with an error of 1 cm [m].
_LANE_M: Final = 0.045
#: Area in which the arm can put an object down and the camera detects it [m].
_AREA_X_M: Final = (0.28, 0.75)
_AREA_Y_M: Final = (-0.39, 0.39)
_AREA_RADIUS_M: Final = 0.77
#: Area of the start and the end of a push [m].
_PUSH_X_M: Final = (0.27, 0.74)
_PUSH_Y_M: Final = (-0.39, 0.39)
#: Largest distance from the landmark, for NEXT_TO and for the other relations [m].
_NEXT_TO_M: Final = 0.17
_BESIDE_M: Final = 0.22
_STEP_M: Final = 0.01
_ROUNDING_M: Final = 1e-6
#: Largest angle to the direction of a relation, and its cost as distance [rad, m/rad].
_MAX_ANGLE_RAD: Final = np.deg2rad(35)
_COST_M_RAD: Final = 0.12
#: Angle of each relation from the x axis [rad].
_ANGLES_RAD: Final = {
    Relation.BEHIND: 0.0,
    Relation.LEFT_OF: np.pi / 2,
    Relation.IN_FRONT_OF: np.pi,
    Relation.RIGHT_OF: -np.pi / 2,
}
#: Corners of the area of each named place, between which an object is put down [m].
_PLACES_M: Final = {
    'center': ((0.43, -0.07), (0.57, 0.07)),
    'left_edge': ((0.38, 0.22), (0.62, 0.34)),
    'right_edge': ((0.38, -0.34), (0.62, -0.22)),
    'near_edge': ((0.29, -0.22), (0.37, 0.22)),
    'far_edge': ((0.63, -0.22), (0.70, 0.22)),
}


def points_beside(landmark: Detection, relation: Relation) -> FloatArray:
    """Return points (N, 2) [m] with a relation of BESIDE to a landmark, the best one first."""
    nearest_m = RADIUS_M[landmark.kind] + MIN_SPACE_M + _ROUNDING_M
    farthest_m = _NEXT_TO_M if relation is Relation.NEXT_TO else _BESIDE_M
    distances_m = np.arange(nearest_m, farthest_m, _STEP_M)  # (D,)
    if relation is Relation.NEXT_TO:
        angles = np.arange(0, 2 * np.pi, np.deg2rad(15))
        costs_m = np.zeros(len(angles))
    else:
        offsets = np.linspace(-_MAX_ANGLE_RAD, _MAX_ANGLE_RAD, 7)
        angles, costs_m = _ANGLES_RAD[relation] + offsets, _COST_M_RAD * np.abs(offsets)
    directions = np.stack([np.cos(angles), np.sin(angles)], -1)  # (A, 2)
    points = landmark.position + distances_m[:, None, None] * directions  # (D, A, 2)
    costs = distances_m[:, None] + costs_m + 0.1 * _STEP_M * _distance_to_middle(points)
    return points.reshape(-1, 2)[np.argsort(costs, axis=None, kind='stable')]


def points_at(place: str) -> FloatArray:
    """Return points (N, 2) [m] at a named place of the table, the best one first."""
    low, high = np.array(_PLACES_M[place])
    axes = (np.arange(a, b + _STEP_M / 2, _STEP_M) for a, b in zip(low, high, strict=True))
    points = np.stack(np.meshgrid(*axes, indexing='ij'), -1).reshape(-1, 2)
    costs = np.linalg.norm(points - (low + high) / 2, axis=-1)
    return points[np.argsort(costs, kind='stable')]


def is_in_reach(points: FloatArray) -> BoolArray:
    """Return for points (..., 2) whether the arm can put an object down there."""
    return _is_within(points, _AREA_X_M, _AREA_Y_M)


def is_push_in_reach(points: FloatArray) -> BoolArray:
    """Return for points (..., 2) whether a push can begin or end there."""
    return _is_within(points, _PUSH_X_M, _PUSH_Y_M)


def objects_at(
    point: FloatArray, detections: Sequence[Detection], space_m: float = MIN_SPACE_M
) -> tuple[Detection, ...]:
    """Return the objects that leave too little space to release another one at a point (2,)."""
    return tuple(d for d in detections if d.distance_m(point) < RADIUS_M[d.kind] + space_m)


def objects_along(
    start: FloatArray, end: FloatArray, detections: Sequence[Detection]
) -> tuple[Detection, ...]:
    """Return the objects in the way of a push from `start` to `end`, both (2,)."""
    way = end - start
    found = []
    for detection in detections:
        offset = np.subtract(detection.position, start)
        share = float(np.clip(offset @ way / max(float(way @ way), 1e-9), 0.0, 1.0))
        if np.linalg.norm(offset - share * way) < RADIUS_M[detection.kind] + _LANE_M:
            found.append(detection)
    return tuple(found)


def _is_within(
    points: FloatArray, x_m: tuple[float, float], y_m: tuple[float, float]
) -> BoolArray:
    x, y = points[..., 0], points[..., 1]
    is_on_table = (x_m[0] <= x) & (x <= x_m[1]) & (y_m[0] <= y) & (y <= y_m[1])
    within: BoolArray = is_on_table & (np.hypot(x, y) <= _AREA_RADIUS_M)
    return within


def _distance_to_middle(points: FloatArray) -> FloatArray:
    """Return the distance (...) [m] of points (..., 2) from the middle of the area."""
    middle = np.mean([_AREA_X_M, _AREA_Y_M], axis=1)
    distance: FloatArray = np.linalg.norm(points - middle, axis=-1)
    return distance
