# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rate at which messages arrive."""

_WINDOW_S = 2.0


class ArrivalRate:
    """
    Measure the rate of messages over windows of two seconds of the steady clock.

    The longest gap of a window does not count, so that one interruption is no low rate.
    """

    def __init__(self) -> None:
        self._start_s: float | None = None
        self._count = 0
        self._longest_gap_s = 0.0
        #: Time of the newest message; None before any.
        self.newest_s: float | None = None
        #: Rate in the newest complete window [Hz]; None before one.
        self.rate_hz: float | None = None

    def record(self, now_s: float) -> None:
        """Record a message; a silence of a whole window starts a new measurement."""
        gap_s = _WINDOW_S if self.newest_s is None else now_s - self.newest_s
        self.newest_s = now_s
        if gap_s >= _WINDOW_S or self._start_s is None:
            self.rate_hz = None
            self._begin(now_s)
            return
        self._count += 1
        self._longest_gap_s = max(self._longest_gap_s, gap_s)
        if now_s - self._start_s >= _WINDOW_S:
            rest_s = now_s - self._start_s - self._longest_gap_s
            # Two messages or more, because a gap is shorter than the window.
            self.rate_hz = (self._count - 1) / rest_s
            self._begin(now_s)

    def _begin(self, now_s: float) -> None:
        self._start_s, self._count, self._longest_gap_s = now_s, 0, 0.0
