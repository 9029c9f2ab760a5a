# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""When a new chunk is planned: when goal or tool moved, or when the newest chunk is old."""

from dataclasses import dataclass

import numpy as np
from vla_common.arrays import FloatArray
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.chunk import EndEffectorState

#: Camera stamps jitter; without a tolerance, planning would often wait for one more image.
_JITTER_S = 0.01
#: Motion of target or destination after which the chunk leads to another place [m].
_GOAL_MOVED_M = 0.005
#: Distance of the tool from the path of the chunk after which the chunk starts elsewhere [m].
_OFF_PATH_M = 0.02


@dataclass(frozen=True)
class PlannedChunk:
    """
    What the newest chunk was planned for.

    Parameters
    ----------
    stamp_s
        Stamp of its image.
    path
        Position of the tool when it was planned, then those of its steps (K + 1, 3) [m].
    goal
        Goal that it leads to; None for a motion that does not depend on the image.

    """

    stamp_s: float
    path: FloatArray
    goal: GoalEstimate | None = None

    def is_outdated(
        self,
        stamp_s: float,
        state: EndEffectorState,
        goal: GoalEstimate | None,
        *,
        min_period_s: float,
        max_period_s: float,
    ) -> bool:
        """
        Return whether another chunk is due.

        Parameters
        ----------
        stamp_s
            Stamp of the newest image.
        state, goal
            Tool and goal at that time.
        min_period_s, max_period_s
            Times between two chunks if goal or tool moved, and if nothing did.

        """
        # Absolute difference: after the clock was set back, planning must continue.
        age_s = abs(stamp_s - self.stamp_s) + _JITTER_S
        if age_s >= max_period_s:
            return True
        has_moved = self._is_elsewhere(goal) or self._is_off_path(state.position)
        return age_s >= min_period_s and has_moved

    def _is_elsewhere(self, goal: GoalEstimate | None) -> bool:
        if goal is None or self.goal is None:
            return goal is not self.goal
        moved_m = (goal.target - self.goal.target, goal.destination - self.goal.destination)
        return any(float(np.linalg.norm(one)) > _GOAL_MOVED_M for one in moved_m)

    def _is_off_path(self, position: FloatArray) -> bool:
        """Return whether a position (3,) is not near any of the straight lines of the path."""
        start, way = self.path[:-1], np.diff(self.path, axis=0)
        length = np.maximum((way**2).sum(1), 1e-12)
        share = np.clip(((position - start) * way).sum(1) / length, 0.0, 1.0)
        distances_m = np.linalg.norm(start + share[:, None] * way - position, axis=1)
        return float(distances_m.min()) > _OFF_PATH_M
