# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sleep between two ticks, which a chunk that starts motion from rest ends early."""

from collections.abc import Callable
import math
import threading
import time


class TickSleep:
    """
    Sleep until the next tick, or until motion starts from rest.

    Two ticks that send a pose are never closer than a period: all limits are per period.

    Parameters
    ----------
    period_s
        Time between two ticks.
    clock, sleep
        Steady clock [s] and waiting function; replaced in tests.

    """

    def __init__(
        self,
        period_s: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._period_s, self._clock, self._sleep = period_s, clock, sleep
        self._start = threading.Event()
        self._sent_s = -math.inf

    def start(self) -> None:
        """End the sleep for a motion that starts from rest; any thread may call it."""
        self._start.set()

    def record_sent(self) -> None:
        """Record that the present tick sent a pose."""
        self._sent_s = self._clock()

    def __call__(self, duration_s: float) -> bool:
        """Sleep for `duration_s`; return True if motion starts and the tick is to be at once."""
        if not self._start.wait(duration_s):
            return False
        self._start.clear()
        if (left_s := self._sent_s + self._period_s - self._clock()) > 0:
            self._sleep(left_s)
        return True
