# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Count and rate of frames."""

from collections import deque
import threading

#: Time over which rates are measured.
WINDOW_S = 4.0
# A camera has stopped after this time and after this number of its periods without a frame.
_MIN_SILENCE_S, _SILENT_PERIODS = 1.5, 2.5


class FrameCounter:
    """Count frames in callbacks, and measure their rate; times are arguments."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: deque[tuple[float, int]] = deque()
        self._total = 0

    @property
    def total(self) -> int:
        """Return the number of frames so far."""
        return self._total

    def add(self, time_s: float, count: int = 1) -> None:
        """Count frames."""
        with self._lock:
            self._total += count
            self._frames.append((time_s, count))
            self._forget(time_s)

    def recent(self, time_s: float) -> int:
        """Return the number of frames in the latest `WINDOW_S`."""
        with self._lock:
            self._forget(time_s)
            return sum(count for _, count in self._frames)

    def span_s(self, time_s: float) -> float:
        """Return the age of the first frame in the latest `WINDOW_S`; 0 without one."""
        with self._lock:
            self._forget(time_s)
            return time_s - self._frames[0][0] if self._frames else 0.0

    def rate_hz(self, time_s: float) -> float:
        """Return the mean rate in the latest `WINDOW_S`; 0 if the frames have stopped."""
        with self._lock:
            self._forget(time_s)
            frames = list(self._frames)
        if not frames:
            return 0.0
        (first_s, first), last_s = frames[0], frames[-1][0]
        if last_s <= first_s:
            return 1 / max(time_s - last_s, 1 / WINDOW_S)
        rate_hz = (sum(count for _, count in frames) - first) / (last_s - first_s)
        has_stopped = time_s - last_s > max(_MIN_SILENCE_S, _SILENT_PERIODS / rate_hz)
        return 0.0 if has_stopped else rate_hz

    def _forget(self, time_s: float) -> None:
        while self._frames and time_s - self._frames[0][0] > WINDOW_S:
            self._frames.popleft()
