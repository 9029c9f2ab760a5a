# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fixed rate of a loop on a steady clock."""

from collections.abc import Callable
import time


class SteadyRate:
    """
    Wait for evenly spaced deadlines.

    A short delay does not shift the deadlines. After a long one, the missed deadlines are skipped
    and the next deadline is one period later.

    Parameters
    ----------
    period_s
        Time between two deadlines.
    max_catch_up
        How many missed deadlines are made up for without waiting; after a longer delay, all missed
        deadlines are skipped.
    clock, sleep
        Steady clock [s] and waiting function. If the function returns True, it was woken: the
        deadline is then, and the next ones are evenly spaced from it.

    """

    def __init__(
        self,
        period_s: float,
        *,
        max_catch_up: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], bool | None] = time.sleep,
    ) -> None:
        #: Time between two deadlines [s]; a change applies from the next deadline on.
        self.period_s = period_s
        self._max_catch_up = max_catch_up
        self._clock, self._sleep = clock, sleep
        self._due_s = clock() + period_s
        self._max_delay_s = 0.0
        #: Number of deadlines that were skipped.
        self.skipped = 0

    def wait(self) -> None:
        """Sleep until the next deadline; return at once if it has passed."""
        remaining_s = self._due_s - self._clock()
        if remaining_s > 0 and self._sleep(remaining_s):
            self._due_s = self._clock()
        now_s = self._clock()
        delay_s = now_s - self._due_s
        self._max_delay_s = max(self._max_delay_s, delay_s)
        if delay_s > (self._max_catch_up + 1) * self.period_s:
            self.skipped += int(delay_s / self.period_s)
            self._due_s = now_s
        self._due_s += self.period_s

    def take_max_delay_s(self) -> float:
        """Return the longest delay behind a deadline since the last call."""
        delay_s, self._max_delay_s = self._max_delay_s, 0.0
        return delay_s
