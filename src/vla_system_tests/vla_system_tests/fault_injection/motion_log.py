# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""When the robot moved, by what it was told and by what was measured."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
import math
import threading

import numpy as np

# A step between two ticks of 20 ms; less is 1 mm/s and 5 mrad/s.
_STEP_M = 2e-5
_STEP_RAD = 1e-4
_REST_M_S = 5e-3
_TICK_S = 0.02
# Two poses whose stamps are further apart are not of two ticks in a row.
_GAP_S = 1.5 * _TICK_S
# A robot that is told nothing new for so long stands: between two images of a camera at 1 Hz it
# does for about 0.1 s.
_PAUSE_S = 0.06
_RUN_S = 0.3
_RUN_M = 0.005


@dataclass(frozen=True)
class Told:
    """One robot_action."""

    heard_s: float
    stamp_s: float
    position: tuple[float, ...]
    quaternion: tuple[float, ...]
    moves: bool


class MotionLog:
    """Remember commanded and measured motion; any thread may add and ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: deque[Told] = deque(maxlen=100_000)
        self._moved_s: deque[float] = deque(maxlen=100_000)
        self._measured_s = 0.0

    def add_action(
        self,
        heard_s: float,
        stamp_s: float,
        position: Sequence[float],
        quaternion: Sequence[float],
    ) -> None:
        """Note a commanded pose."""
        with self._lock:
            last = self._told[-1] if self._told else None
            moves = last is not None and (
                math.dist(position, last.position) > _STEP_M
                or _angle(quaternion, last.quaternion) > _STEP_RAD
            )
            self._told.append(Told(heard_s, stamp_s, tuple(position), tuple(quaternion), moves))

    def add_speed(self, heard_s: float, speed_m_s: float) -> None:
        """Note a measured speed."""
        with self._lock:
            self._measured_s = heard_s
            if speed_m_s > _REST_M_S:
                self._moved_s.append(heard_s)

    def is_running(self, now_s: float) -> bool:
        """Whether the commanded pose has been on its way for a moment."""
        with self._lock:
            recent = [told for told in self._told if now_s - told.heard_s < _RUN_S]
        return len(recent) > 5 and math.dist(recent[0].position, recent[-1].position) > _RUN_M

    def stamps_s(self) -> list[float]:
        """Return when the poses were commanded."""
        with self._lock:
            return [told.stamp_s for told in self._told]

    def speed_m_s(self) -> float:
        """Return the newest commanded speed; 0 before there is one."""
        with self._lock:
            if len(self._told) < 2:
                return 0.0
            return math.dist(self._told[-1].position, self._told[-2].position) / _TICK_S

    def last_told_s(self, since_s: float, until_s: float) -> float:
        """Return the time from `since_s` to the last commanded motion; 0 if there was none."""
        with self._lock:
            times = [t.heard_s for t in self._told if t.moves and since_s < t.heard_s <= until_s]
        return max(times, default=since_s) - since_s

    def first_rest_s(self, since_s: float, until_s: float) -> float | None:
        """Return the time from `since_s` to the first commanded standstill; None if none."""
        with self._lock:
            times = [t.heard_s for t in self._told if t.moves and since_s < t.heard_s <= until_s]
        for at_s, next_s in pairwise([since_s, *times, until_s]):
            if next_s - at_s > _PAUSE_S:
                return at_s - since_s
        return None

    def last_moved_s(self, since_s: float, until_s: float) -> float:
        """Return the time from `since_s` to the last measured motion; 0 if there was none."""
        with self._lock:
            times = [at for at in self._moved_s if since_s < at <= until_s]
        return max(times, default=since_s) - since_s

    def last_measured_s(self) -> float:
        """Return when a speed was measured last, moved or not; 0 if never."""
        with self._lock:
            return self._measured_s

    def top_speed_m_s(self) -> float:
        """Return the highest commanded speed from one tick to the next."""
        with self._lock:
            told = list(self._told)
        speeds = [
            math.dist(a.position, b.position) / _TICK_S
            for a, b in pairwise(told)
            if 0 < b.stamp_s - a.stamp_s < _GAP_S
        ]
        return max(speeds, default=0.0)

    def outside(self, low: Sequence[float], high: Sequence[float]) -> int:
        """Return how many commanded positions lie outside of a box."""
        with self._lock:
            told = np.array([t.position for t in self._told]).reshape(-1, 3)
        return int(((told < np.array(low) - 1e-6) | (told > np.array(high) + 1e-6)).any(1).sum())


def _angle(a: Sequence[float], b: Sequence[float]) -> float:
    # From the difference, not by arccos: that is blind to small angles.
    near = min(math.dist(a, b), math.dist(a, [-x for x in b]))
    return 4 * math.asin(min(1.0, near / 2))
