# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Log of the measured position of the end effector."""

from collections import deque
from collections.abc import Sequence
import math
import threading

#: Largest change of the position that counts as at rest [m].
_REST_M = 5e-5
# Fewer positions in the period of rest are no evidence: the simulator sends 50 a second.
_MIN_POSITIONS = 20


class PositionLog:
    """Store positions; any thread may write and read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._positions: deque[tuple[float, tuple[float, ...]]] = deque(maxlen=10_000)

    def add(self, stamp_s: float, position: Sequence[float]) -> None:
        """Store a position with its time of measurement: on a loaded machine it arrives late."""
        with self._lock:
            self._positions.append((stamp_s, tuple(position)))

    def is_at_rest(self, since_s: float) -> bool:
        """Whether many positions were measured since a time, and all are the same."""
        with self._lock:
            count = sum(at >= since_s for at, _ in self._positions)
        return count >= _MIN_POSITIONS and self.travel_m(since_s) < _REST_M

    def travel_m(self, since_s: float, until_s: float = math.inf) -> float:
        """Return the largest distance from the first position of a period; -1 without any."""
        with self._lock:
            positions = [place for at, place in self._positions if since_s <= at <= until_s]
        return max((math.dist(place, positions[0]) for place in positions), default=-1.0)
