# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A steady rate for a loop."""

from collections.abc import Callable
import time


class Ticker:
    """Wait for the next of evenly spaced deadlines; after a long stall, begin anew."""

    def __init__(
        self,
        period_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._period_s, self._clock, self._sleep = period_s, clock, sleep
        self._due_s = clock()
        #: Deadlines that were given up.
        self.missed = 0

    def wait(self) -> None:
        """Sleep until the next deadline, or return at once where it has passed."""
        self._due_s += self._period_s
        now_s = self._clock()
        late = int((now_s - self._due_s) / self._period_s)
        if late > 10:
            self.missed += late
            self._due_s = now_s
        if self._due_s > now_s:
            self._sleep(self._due_s - now_s)
