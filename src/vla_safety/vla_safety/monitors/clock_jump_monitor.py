# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of jumps of the ROS clock and of gaps between ticks."""

from typing import NamedTuple

from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import WatchdogLimits

_MAX_GAP_TICKS = 5


class ClockCheck(NamedTuple):
    """What happened to the clocks since the last tick."""

    jumped: bool
    paused: bool


class ClockJumpMonitor:
    """Compare the ROS clock with the steady clock at every tick."""

    def __init__(self, limits: WatchdogLimits, period_s: float) -> None:
        self._max_step_s = limits.max_clock_step_s
        self._max_gap_s = _MAX_GAP_TICKS * period_s
        self._last: TimePoint | None = None

    def check(self, now: TimePoint) -> ClockCheck:
        """Return whether the ROS clock jumped and whether ticks paused since the last call."""
        last, self._last = self._last, now
        if last is None:
            return ClockCheck(jumped=False, paused=True)
        steady_s = now.steady_s - last.steady_s
        jump_s = abs(now.ros_s - last.ros_s - steady_s)
        # A /clock that stands still has not jumped: no new stamps arrive, and ages keep growing.
        jumped = jump_s > self._max_step_s and now.ros_s != last.ros_s
        return ClockCheck(jumped, paused=steady_s > self._max_gap_s)
