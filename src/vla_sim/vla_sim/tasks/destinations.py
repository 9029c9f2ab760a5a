# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Criteria of destinations beside a landmark and at places of the table, independent of the policy.

Frame base_link, seen from the robot: x points away from it, y to its left.
"""

from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.scene_constants import direction

_NEXT_TO: Final = 'next_to'
#: Direction of each relation beside a landmark.
_DIRECTIONS: Final = {
    'left_of': 'left',
    'right_of': 'right',
    'in_front_of': 'back',
    'behind': 'forward',
}
BESIDE: Final = (_NEXT_TO, *_DIRECTIONS)
#: Largest distance of the centers for `next_to` and for the other relations [m].
_NEXT_TO_M: Final = 0.20
_BESIDE_M: Final = 0.25
#: Largest angle between the direction of a relation and that from landmark to object.
_MAX_ANGLE_RAD: Final = np.pi / 4
#: Lower and upper corner x, y of each place of the table [m].
PLACES_M: Final = {
    'center': ((0.42, -0.08), (0.58, 0.08)),
    'left_edge': ((0.20, 0.20), (0.80, 0.45)),
    'right_edge': ((0.20, -0.45), (0.80, -0.20)),
    'near_edge': ((0.20, -0.45), (0.40, 0.45)),
    'far_edge': ((0.60, -0.45), (0.80, 0.45)),
}


def is_beside(relation: str, offset_m: FloatArray) -> bool:
    """Return whether an object with an offset (2,) from a landmark has a relation of BESIDE."""
    distance_m = float(np.linalg.norm(offset_m))
    if relation == _NEXT_TO:
        return distance_m <= _NEXT_TO_M
    along_m = float(offset_m @ direction(_DIRECTIONS[relation]))
    return distance_m <= _BESIDE_M and bool(along_m >= np.cos(_MAX_ANGLE_RAD) * distance_m)


def is_at(place: str, position_m: FloatArray) -> bool:
    """Return whether a position (2,) is at a place of the table."""
    low, high = np.array(PLACES_M[place])
    return bool((low <= position_m).all() and (position_m <= high).all())
