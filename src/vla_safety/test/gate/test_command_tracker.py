# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate remembers: clock, the robot, commands, approvals."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.command_tracker import CommandTracker
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.monitors.clock_monitor import ClockMonitor
from vla_safety.monitors.robot_state_tracker import RobotStateTracker
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample

SAMPLE = RobotSample(HOME, TOOL_DOWN, 1.0, 50_000_000_000, 'base_link')
NOW = TimePoint(7.0, 50.1)


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
def test_jumps_and_pauses(steady_s: float, ros_s: float, jumped: bool, paused: bool) -> None:
    clock = ClockMonitor(WatchdogLimits(), period_s=0.02)
    assert clock.check(TimePoint(1.0, 50.0)) == (False, True)
    assert clock.check(TimePoint(1.0 + steady_s, 50.0 + ros_s)) == (jumped, paused)


def test_the_robot_ages_on_the_steady_clock() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert tracker.age_s(NOW) == math.inf
    assert tracker.update(SAMPLE, NOW)
    assert tracker.age_s(NOW) == pytest.approx(0.1)
    assert tracker.age_s(TimePoint(8.0, 50.1)) == pytest.approx(1.1)
    tracker.clear()
    assert tracker.age_s(NOW) == math.inf


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
def test_a_robot_state_that_cannot_be_right_is_not_used(changes: dict[str, Any]) -> None:
    tracker = RobotStateTracker(WatchdogLimits(other_clock_s=40.0), 'base_link')
    assert not tracker.update(dataclasses.replace(SAMPLE, **changes), NOW)
    assert tracker.sample is None


def test_an_old_or_repeated_robot_state_does_not_look_fresh() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    assert tracker.update(SAMPLE, NOW)
    later = TimePoint(9.0, 52.1)
    assert not tracker.update(SAMPLE, later)
    assert not tracker.update(dataclasses.replace(SAMPLE, stamp_ns=49_000_000_000), later)
    assert tracker.age_s(later) == pytest.approx(2.1)


@pytest.mark.parametrize(
    ('state', 'command_id', 'ends'),
    [
        (PolicyState.EXECUTING, 'running', False),
        (PolicyState.EXECUTING, 'newer', False),
        (PolicyState.WAITING, 'running', False),
        (PolicyState.WAITING, 'newer', True),
        (PolicyState.WAITING, 'older', False),
        (PolicyState.SUCCEEDED, 'running', True),
        (PolicyState.SUCCEEDED, 'older', False),
        (PolicyState.FAILED, 'running', True),
        (PolicyState.REFUSED, 'newer', True),
        (PolicyState.IDLE, '', True),
    ],
)
def test_what_ends_a_running_command(state: PolicyState, command_id: str, ends: bool) -> None:
    tracker = CommandTracker()
    for seen in ('older', 'running'):
        tracker.record_accepted(seen)
    assert tracker.is_ended_by(state, command_id, 'running') == ends


@pytest.mark.parametrize(
    ('state', 'over'),
    [
        (PolicyState.IDLE, False),
        (PolicyState.WAITING, False),
        (PolicyState.EXECUTING, False),
        (PolicyState.SUCCEEDED, True),
        (PolicyState.REFUSED, True),
        (PolicyState.FAILED, True),
    ],
)
def test_which_states_end_a_command_for_good(state: PolicyState, over: bool) -> None:
    tracker = CommandTracker()
    tracker.record_policy_state(state, 'command')
    assert tracker.is_finished('command') == over
    assert tracker.policy_executes == (state in (PolicyState.WAITING, PolicyState.EXECUTING))


def test_memory_of_commands_is_bounded() -> None:
    tracker = CommandTracker()
    for number in range(10_000):
        tracker.finish(str(number))
    assert tracker.is_finished('9999')
    assert not tracker.is_finished('0')


def _approval(mode: str) -> ApprovalManager:
    return ApprovalManager(ApprovalSettings(approval=mode))


@pytest.mark.parametrize(
    ('mode', 'blocked'),
    [
        ('never', [False, False, False]),
        ('first_motion', [True, False, False]),
        ('every_command', [True, True, True]),
        ('on_low_confidence', [False, True, False]),
    ],
)
def test_who_must_be_asked(mode: str, blocked: list[bool]) -> None:
    approval, asked = _approval(mode), []
    for number, confidence in enumerate((0.9, 0.3, 0.8)):
        chunk = make_chunk(command_id=str(number), confidence=confidence)
        asked.append(approval.blocks(chunk, 0.0))
        assert approval.approve()[0] == asked[-1]
        assert not approval.blocks(chunk, 0.0)
    assert asked == blocked


def test_approval_is_for_the_command_that_waits() -> None:
    approval = _approval('every_command')
    assert approval.blocks(make_chunk(command_id='a'), 0.0)
    assert approval.blocks(make_chunk(command_id='b'), 1.0)
    approval.approve()
    assert approval.blocks(make_chunk(command_id='a'), 2.0)
    assert not approval.blocks(make_chunk(command_id='b'), 2.0)


def test_approval_times_out_once() -> None:
    approval = _approval('every_command')
    assert approval.expired(99.0) == ''
    assert approval.blocks(make_chunk(), 100.0)
    assert approval.blocks(make_chunk(), 129.0)
    assert approval.expired(129.9) == ''
    assert approval.expired(130.0) == 'command-1'
    assert approval.expired(131.0) == ''
    assert not approval.approve()[0]


def test_samples_keep_their_arrays() -> None:
    tracker = RobotStateTracker(WatchdogLimits(), 'base_link')
    tracker.update(SAMPLE, NOW)
    assert tracker.sample is not None
    np.testing.assert_array_equal(tracker.sample.position, HOME)
