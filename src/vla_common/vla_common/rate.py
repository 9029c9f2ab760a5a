# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The beat of the control loop."""

import time


class Pacer:
    """Wait for the next tick of a steady clock; missed ticks are left out, never made up for."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._next_s = time.monotonic() + period_s
        self._worst_late_s = 0.0

    def wait(self) -> None:
        """Sleep until the next tick."""
        delay_s = self._next_s - time.monotonic()
        if delay_s > 0:
            time.sleep(delay_s)
        now_s = time.monotonic()
        late_s = now_s - self._next_s
        self._worst_late_s = max(self._worst_late_s, late_s)
        self._next_s += self._period_s
        if late_s > self._period_s:
            self._next_s = now_s + self._period_s

    def take_worst_late_s(self) -> float:
        """Return how late the latest tick was since the last call."""
        worst_s, self._worst_late_s = self._worst_late_s, 0.0
        return worst_s
