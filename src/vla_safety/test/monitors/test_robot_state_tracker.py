# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Newest usable robot state and its age."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.monitors.robot_state_tracker import RobotStateTracker
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample

SAMPLE = RobotSample(HOME, TOOL_DOWN, 1.0, 50_000_000_000, 'base_link')


NOW = TimePoint(7.0, 50.1)


def test_the_age_grows_with_the_steady_clock() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert tracker.status(NOW) == math.inf
    assert tracker.update(SAMPLE, NOW)
    assert tracker.status(NOW) == pytest.approx(0.1)
    assert tracker.status(TimePoint(8.0, 50.1)) == pytest.approx(1.1)
    tracker.on_clock_jump()
    assert tracker.status(NOW) == math.inf


@pytest.mark.parametrize(
    'changes',
    [
        {'position': HOME * math.nan},
        {'position': HOME * 1e9},
        {'quaternion': TOOL_DOWN * 0.5},
        {'quaternion': TOOL_DOWN + math.inf},
        {'gripper': math.nan},
        {'frame_id': 'world'},
        {'stamp_ns': 50_200_000_000},
        {'stamp_ns': 0},
    ],
)
def test_invalid_robot_states_are_not_used(changes: dict[str, Any]) -> None:
    tracker = RobotStateTracker(WatchdogLimits(other_clock_s=40.0), 'base_link')
    assert not tracker.update(dataclasses.replace(SAMPLE, **changes), NOW)
    assert tracker.sample is None


def test_old_and_repeated_robot_states_do_not_lower_the_age() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert tracker.update(SAMPLE, NOW)
    later = TimePoint(9.0, 52.1)
    assert not tracker.update(SAMPLE, later)
    assert not tracker.update(dataclasses.replace(SAMPLE, stamp_ns=49_000_000_000), later)
    assert tracker.status(later) == pytest.approx(2.1)


def test_samples_keep_their_arrays() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    tracker.update(SAMPLE, NOW)
    assert tracker.sample is not None
    np.testing.assert_array_equal(tracker.sample.position, HOME)
