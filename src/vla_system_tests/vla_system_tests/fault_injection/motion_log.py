# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Log of the commanded and the measured motion of the robot."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
import math
import threading

import numpy as np

# Motion between two ticks of 20 ms; these steps are 1 mm/s and 5 mrad/s.
_MIN_STEP_M = 2e-5
_MIN_STEP_RAD = 1e-4
#: Largest measured speed that counts as at rest [m/s].
_MAX_REST_M_S = 5e-3
_TICK_S = 0.02
# Poses whose stamps differ by more are not from consecutive ticks.
_MAX_TICK_S = 1.5 * _TICK_S
# A pose that is constant for this time is a standstill: with a camera at 1 Hz the robot stands for
# about 0.1 s between two images.
_MIN_STANDSTILL_S = 0.06
# Time and distance from which on the robot counts as moving.
_MOVING_S = 0.3
_MOVING_M = 0.005


@dataclass(frozen=True)
class CommandedPose:
    """One message of robot_action."""

    received_s: float
    stamp_s: float
    position: tuple[float, ...]
    quaternion: tuple[float, ...]
    moves: bool


class MotionLog:
    """Store commanded and measured motion; any thread may write and read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._poses: deque[CommandedPose] = deque(maxlen=100_000)
        self._moved_s: deque[float] = deque(maxlen=100_000)
        self._positions: deque[tuple[float, tuple[float, ...]]] = deque(maxlen=100_000)
        self._measured_s = 0.0

    def add_action(
        self,
        received_s: float,
        stamp_s: float,
        position: Sequence[float],
        quaternion: Sequence[float],
    ) -> None:
        """Store a commanded pose."""
        with self._lock:
            last = self._poses[-1] if self._poses else None
            moves = last is not None and (
                math.dist(position, last.position) > _MIN_STEP_M
                or _angle(quaternion, last.quaternion) > _MIN_STEP_RAD
            )
            self._poses.append(
                CommandedPose(received_s, stamp_s, tuple(position), tuple(quaternion), moves)
            )

    def add_speed(self, received_s: float, speed_m_s: float) -> None:
        """Store a measured speed."""
        with self._lock:
            self._measured_s = received_s
            if speed_m_s > _MAX_REST_M_S:
                self._moved_s.append(received_s)

    def add_position(self, received_s: float, position: Sequence[float]) -> None:
        """Store a measured position of the tool."""
        with self._lock:
            self._positions.append((received_s, tuple(position)))

    def distance_m(self, since_s: float, until_s: float) -> float | None:
        """Return the largest distance of the tool from where it was; None if that is unknown."""
        with self._lock:
            positions = list(self._positions)
        before = [position for at, position in positions if at <= since_s]
        if not before:
            return None
        moved = [math.dist(p, before[-1]) for at, p in positions if since_s < at <= until_s]
        return max(moved, default=0.0)

    def is_moving(self, now_s: float) -> bool:
        """Whether the commanded pose has moved for a moment."""
        with self._lock:
            recent = [pose for pose in self._poses if now_s - pose.received_s < _MOVING_S]
        return len(recent) > 5 and math.dist(recent[0].position, recent[-1].position) > _MOVING_M

    def stamps_s(self) -> list[float]:
        """Return the stamps of the commanded poses."""
        with self._lock:
            return [pose.stamp_s for pose in self._poses]

    def speed_m_s(self) -> float:
        """Return the newest commanded speed; 0 before there is one."""
        with self._lock:
            if len(self._poses) < 2:
                return 0.0
            return math.dist(self._poses[-1].position, self._poses[-2].position) / _TICK_S

    def last_commanded_motion_s(self, since_s: float, until_s: float) -> float:
        """Return the time from `since_s` to the last commanded motion; 0 if there is none."""
        return max(self._commanded_motion_s(since_s, until_s), default=since_s) - since_s

    def first_standstill_s(self, since_s: float, until_s: float) -> float | None:
        """Return the time from `since_s` to the first commanded standstill; None if none."""
        times = self._commanded_motion_s(since_s, until_s)
        for at_s, next_s in pairwise([since_s, *times, until_s]):
            if next_s - at_s > _MIN_STANDSTILL_S:
                return at_s - since_s
        return None

    def last_measured_motion_s(self, since_s: float, until_s: float) -> float:
        """Return the time from `since_s` to the last measured motion; 0 if there is none."""
        with self._lock:
            times = [at for at in self._moved_s if since_s < at <= until_s]
        return max(times, default=since_s) - since_s

    def last_measurement_s(self) -> float:
        """Return the time of the last measured speed; 0 if there is none."""
        with self._lock:
            return self._measured_s

    def max_speed_m_s(self) -> float:
        """Return the highest commanded speed between consecutive ticks."""
        with self._lock:
            poses = list(self._poses)
        speeds = [
            math.dist(a.position, b.position) / _TICK_S
            for a, b in pairwise(poses)
            if 0 < b.stamp_s - a.stamp_s < _MAX_TICK_S
        ]
        return max(speeds, default=0.0)

    def count_outside(self, low: Sequence[float], high: Sequence[float]) -> int:
        """Return the number of commanded positions outside of a box."""
        with self._lock:
            positions = np.array([pose.position for pose in self._poses]).reshape(-1, 3)
        below, above = positions < np.array(low) - 1e-6, positions > np.array(high) + 1e-6
        return int((below | above).any(1).sum())

    def _commanded_motion_s(self, since_s: float, until_s: float) -> list[float]:
        with self._lock:
            return [
                pose.received_s
                for pose in self._poses
                if pose.moves and since_s < pose.received_s <= until_s
            ]


def _angle(a: Sequence[float], b: Sequence[float]) -> float:
    # From the difference: arccos is inaccurate for small angles.
    distance = min(math.dist(a, b), math.dist(a, [-x for x in b]))
    return 4 * math.asin(min(1.0, distance / 2))
