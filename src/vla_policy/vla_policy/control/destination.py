# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Point to which an object is brought, relative to a landmark that is tracked."""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import FloatArray
from vla_policy.control.task_state import GoalEstimate


@dataclass(frozen=True)
class Destination:
    """
    Destination of a command, in base_link.

    Parameters
    ----------
    name
        For people: "green bowl" or "left of the green bowl"; empty for none.
    offset_m
        From the landmark to the point (x, y) at which an object is put down.
    point_m
        Named place of the table (x, y), which replaces the landmark.
    push_m
        Length of a push towards the landmark, which replaces the offset; 0 for another task.
    surface_m
        Height of the surface at the destination above the floor of a receptacle.

    """

    name: str = ''
    offset_m: tuple[float, float] = (0.0, 0.0)
    point_m: tuple[float, float] | None = None
    push_m: float = 0.0
    surface_m: float = 0.0

    def locate(self, goal: GoalEstimate) -> GoalEstimate:
        """Return a goal with this destination; `goal` has that of the landmark."""
        if self.point_m is not None:
            return replace(
                goal, destination=np.array(self.point_m), spread_m=(goal.spread_m[0], 0.0)
            )
        if self.push_m:
            return replace(goal, destination=_towards(goal, self.push_m))
        return replace(goal, destination=goal.destination + self.offset_m)


def _towards(goal: GoalEstimate, length_m: float) -> FloatArray:
    """Return the point (2,) in `length_m` from the target towards the landmark."""
    way = goal.destination - goal.target
    # Points that coincide have no direction; the target then stays where it is.
    point: FloatArray = goal.target + length_m / max(float(np.linalg.norm(way)), 1e-6) * way
    return point
