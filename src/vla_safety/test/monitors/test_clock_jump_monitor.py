# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Jumps of the ROS clock and gaps between ticks."""

import pytest
from vla_common.clock import TimePoint
from vla_safety.monitors.clock_jump_monitor import ClockJumpMonitor
from vla_safety.monitors.watchdog import WatchdogLimits


@pytest.mark.parametrize(
    ('steady_s', 'ros_s', 'jumped', 'paused'),
    [
        (0.02, 0.02, False, False),
        (0.02, 0.0, False, False),  # /clock comes less often than ticks
        (5.0, 0.0, False, True),  # /clock stands and so did we
        (0.02, 0.51, False, False),
        (0.02, 0.53, True, False),
        (0.02, -10.0, True, False),
        (3.0, 3.0, False, True),
        (0.11, 0.11, False, True),
    ],
)
def test_jumps_and_pauses_are_detected(
    steady_s: float, ros_s: float, jumped: bool, paused: bool
) -> None:
    clock = ClockJumpMonitor(WatchdogLimits(), period_s=0.02)
    assert clock.check(TimePoint(1.0, 50.0)) == (False, True)
    assert clock.check(TimePoint(1.0 + steady_s, 50.0 + ros_s)) == (jumped, paused)
