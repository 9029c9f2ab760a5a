# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rate at which messages arrive."""

_WINDOW_S = 2.0


class ArrivalRate:
    """Measure the rate of messages over windows of two seconds of the steady clock."""

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._count = 0
        #: Time of the newest message; None before any.
        self.newest_s: float | None = None
        #: Rate in the newest complete window [Hz]; None before one.
        self.rate_hz: float | None = None

    def record(self, now_s: float) -> None:
        """Record a message; a silence of a whole window starts a new measurement."""
        silent = self.newest_s is None or now_s - self.newest_s >= _WINDOW_S
        self.newest_s = now_s
        if silent or self._start_s is None:
            self._start_s, self._count, self.rate_hz = now_s, 0, None
            return
        self._count += 1
        if now_s - self._start_s >= _WINDOW_S:
            self.rate_hz = self._count / (now_s - self._start_s)
            self._start_s, self._count = now_s, 0
