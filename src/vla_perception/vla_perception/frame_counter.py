# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Count camera frames and notice lost ones; the caller gives the time."""

import threading


class FrameCounter:
    """Count frames in callbacks, and their rate between two questions."""

    def __init__(self, start_s: float) -> None:
        self._lock = threading.Lock()
        self._total = 0
        self._asked_total = 0
        self._asked_s = start_s

    @property
    def total(self) -> int:
        """Frames counted so far."""
        return self._total

    def add(self) -> None:
        """Count one frame."""
        with self._lock:
            self._total += 1

    def rate_hz(self, time_s: float) -> float:
        """Return the mean rate since the last question."""
        with self._lock:
            count, duration_s = self._total - self._asked_total, time_s - self._asked_s
            self._asked_total, self._asked_s = self._total, time_s
        return count / duration_s if duration_s > 0 else 0.0
