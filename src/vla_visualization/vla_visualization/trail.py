# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Path that the tool has moved along."""

from collections import deque

import numpy as np
from vla_common.arrays import FloatArray
from vla_visualization.observations import TrailPoint

#: Age after which a position is no longer shown [s].
TRAIL_S = 6.0
_MIN_DISTANCE_M = 0.003
_MAX_POINTS = 200


class Trail:
    """Keep the measured positions of the last seconds; a tool at rest adds none."""

    def __init__(self) -> None:
        self._points: deque[tuple[FloatArray, float]] = deque(maxlen=_MAX_POINTS)

    def add(self, position_m: FloatArray, now_s: float) -> None:
        """Add a position (3,) of the tool at a time of the steady clock; ignore NaN."""
        if not np.isfinite(position_m).all():
            return
        last = self._points[-1][0] if self._points else None
        if last is None or np.linalg.norm(position_m - last) >= _MIN_DISTANCE_M:
            self._points.append((position_m, now_s))

    def points(self, now_s: float) -> tuple[TrailPoint, ...]:
        """Return the positions of the last `TRAIL_S`, the oldest first."""
        while self._points and now_s - self._points[0][1] > TRAIL_S:
            self._points.popleft()
        return tuple(TrailPoint(position, now_s - time_s) for position, time_s in self._points)
