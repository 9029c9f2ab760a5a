# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Count and rate of received frames."""

import threading


class FrameCounter:
    """Count frames in callbacks, and measure their rate; times are arguments."""

    def __init__(self, start_s: float) -> None:
        self._lock = threading.Lock()
        self._total = 0
        self._measured_total = 0
        self._measured_s = start_s

    @property
    def total(self) -> int:
        """Return the number of frames so far."""
        return self._total

    def add(self) -> None:
        """Count one frame."""
        with self._lock:
            self._total += 1

    def take_rate_hz(self, time_s: float) -> float:
        """Return the mean rate since the last call."""
        with self._lock:
            count, duration_s = self._total - self._measured_total, time_s - self._measured_s
            self._measured_total, self._measured_s = self._total, time_s
        return count / duration_s if duration_s > 0 else 0.0
