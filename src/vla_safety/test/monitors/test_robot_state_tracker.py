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


def _feed(tracker: RobotStateTracker, rate_hz: float, duration_s: float, **changes: Any) -> float:
    """Send robot states at a rate; return the time of the newest one."""
    for i in range(int(duration_s * rate_hz) + 1):
        now = TimePoint(10.0 + i / rate_hz, 60.0 + i / rate_hz)
        sample = dataclasses.replace(SAMPLE, stamp_ns=round(now.ros_s * 1e9))
        tracker.update(dataclasses.replace(sample, **changes), now)
    return now.steady_s


def _problem(tracker: RobotStateTracker, steady_s: float) -> str:
    fault = tracker.problem(TimePoint(steady_s, steady_s + 50.0))
    return fault.reason if fault else ''


@pytest.mark.parametrize(('rate_hz', 'reason'), [(50.0, ''), (11.0, ''), (4.0, 'state_rate')])
def test_a_low_rate_is_a_fault(rate_hz: float, reason: str) -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    now_s = _feed(tracker, rate_hz, 5.0)
    assert _problem(tracker, now_s + 0.01) == reason
    if reason:
        fault = tracker.fault(TimePoint(now_s, now_s + 50.0))
        assert fault is not None
        assert '10 Hz or more' in fault.message
        assert 'arrives at 4.0 Hz' in fault.message
        assert tracker.rate_hz == pytest.approx(4.0)
    # A driver that fell silent has no rate.
    assert _problem(tracker, now_s + 2.0) == 'state_stale'


def test_no_minimum_rate_reports_none() -> None:
    tracker = RobotStateTracker(WatchdogLimits(min_state_rate_hz=0.0), 'base_link')
    assert _problem(tracker, _feed(tracker, 4.0, 5.0)) == ''


def test_a_fault_is_reported_for_a_second_and_counted() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    now_s = _feed(tracker, 50.0, 2.0, frame_id='/base_link')
    assert _problem(tracker, now_s + 1.0) == 'state_frame'
    assert tracker.rejected == 101
    assert _problem(tracker, now_s + 1.1) == 'state_stale'


def test_a_valid_stamp_ends_the_fault_of_a_stamp_at_once() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    tracker.update(dataclasses.replace(SAMPLE, stamp_ns=60_000_000_000), NOW)
    assert _problem(tracker, NOW.steady_s) == 'state_stamp_future'
    assert tracker.update(SAMPLE, NOW)
    assert _problem(tracker, NOW.steady_s) == ''


def test_an_old_stamp_is_kept_and_named() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert tracker.update(dataclasses.replace(SAMPLE, stamp_ns=45_100_000_000), NOW)
    assert tracker.status(NOW) == pytest.approx(5.0)
    assert _problem(tracker, NOW.steady_s) == 'state_stamp_past'


def test_only_a_lasting_repetition_of_a_stamp_is_a_fault() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    tracker.update(SAMPLE, NOW)
    assert not tracker.update(SAMPLE, TimePoint(7.05, 50.15))
    assert _problem(tracker, 7.05) == ''
    assert not tracker.update(SAMPLE, TimePoint(7.2, 50.3))
    assert _problem(tracker, 7.2) == 'state_stamp_repeated'


def test_a_robot_state_that_never_arrives_is_reported_after_two_seconds() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert _problem(tracker, 5.0) == ''
    assert _problem(tracker, 7.0) == 'state_unknown'
