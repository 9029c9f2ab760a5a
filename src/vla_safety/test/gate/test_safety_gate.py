# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gate's states, driven tick by tick with simulated clocks."""

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


def _state(harness: GateHarness) -> GateState:
    return harness.gate.state


def test_nothing_is_sent_before_the_first_chunk(harness: GateHarness) -> None:
    harness.tick(50)
    assert not any(harness.commands)
    assert _state(harness) is GateState.IDLE


def test_a_chunk_moves_the_robot_along_it(harness: GateHarness) -> None:
    harness.run(2.0)
    assert _state(harness) is GateState.ACTIVE
    assert (harness.gate.chunks.accepted, harness.gate.chunks.refused) == (10, 0)
    assert harness.robot.position[0] > HOME[0] + 0.1
    np.testing.assert_allclose(harness.robot.position[1:], HOME[1:], atol=1e-9)
    assert harness.gate.latency_s == pytest.approx(0.12, abs=0.01)


def test_a_late_first_chunk_is_played_from_its_start() -> None:
    harness = GateHarness(make_gate(watchdog=WatchdogLimits(ramp_in_s=0.0)))
    harness.tick()
    assessment = harness.send(
        displacement=np.array((0.40, 0.0, 0.0)), age_s=0.9
    )  # 0.225 m ahead by its stamp
    assert assessment is not None
    assert assessment.accepted
    harness.tick(15)
    speeds = [
        np.linalg.norm(b.position - a.position) / 0.02
        for a, b in itertools.pairwise(c for c in harness.commands if c is not None)
    ]
    assert 0.2 < max(speeds) < 0.3


def test_a_refused_chunk_moves_nothing_and_the_reason_stays(harness: GateHarness) -> None:
    harness.send(displacement=np.array((0.0, 0.0, 1.0)))
    harness.tick(10)
    assert not any(harness.commands)
    assert harness.gate.reason == 'workspace'
    assert harness.gate.chunks.refused == 1
    assert harness.gate.chunks.refusal is not None
    harness.send()
    assert harness.gate.reason == ''


def test_a_command_that_is_no_task_moves_nothing(harness: GateHarness) -> None:
    harness.gate.on_command_classified('command-1', is_task=False)
    harness.gate.on_command_classified('command-2', is_task=True)
    assessment = harness.send()
    assert assessment is not None
    assert [v.check for v in assessment.refusals] == ['no_task']
    assert harness.tick() is None
    harness.send(command_id='command-2')
    assert harness.tick() is not None


def test_a_command_found_to_be_no_task_ends(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_command_classified('command-1', is_task=False)
    assert (harness.gate.state, harness.gate.reason) == (GateState.IDLE, 'no_task')
    harness.tick(40)
    assert harness.gate.is_still


def test_a_refused_chunk_does_not_disturb_the_one_that_plays(harness: GateHarness) -> None:
    harness.start_moving()
    x = harness.robot.position[0]
    harness.send(confidence=math.nan)
    harness.tick(10)
    assert _state(harness) is GateState.ACTIVE
    assert harness.robot.position[0] > x + 0.005


def test_without_the_robots_state_nothing_moves() -> None:
    harness = GateHarness(state_alive=False)
    harness.tick()
    harness.send()
    harness.tick(10)
    assert not any(harness.commands)
    assert harness.gate.reason == 'state_unknown'


def test_the_end_of_the_task_is_reached_and_then_silent(harness: GateHarness) -> None:
    termination = np.zeros(16)
    termination[5:] = 0.9
    chunk = make_chunk(termination=termination, stamp_ns=harness.stamp_ns)
    harness.gate.on_chunk(chunk, harness.now)
    harness.tick(80)
    assert _state(harness) is GateState.IDLE
    assert harness.commands[-1] is None
    np.testing.assert_allclose(harness.robot.position, chunk.positions[5], atol=3e-3)
    assert harness.gate.message == 'the plan came to its end'


@pytest.mark.parametrize(
    ('changes', 'reason', 'timeout_s'),
    [({}, 'chunk_stale', 1.0), ({'age_s': 0.6}, 'image_stale', 0.6)],
)
def test_a_dead_policy_means_standstill_at_the_time_out(
    harness: GateHarness, changes: dict[str, Any], reason: str, timeout_s: float
) -> None:
    harness.run(0.4, **changes)
    assessment = harness.send(displacement=np.array((0.28, 0.0, 0.0)), **changes)
    assert assessment is not None
    assert assessment.accepted
    sent_s = harness.steady_s
    while not harness.gate.is_still or harness.steady_s == sent_s:
        harness.tick()
    assert timeout_s - 0.05 <= harness.steady_s - sent_s <= timeout_s + 1e-6
    assert _state(harness) is GateState.HOLD
    assert harness.gate.reason == reason
    assert harness.gate.states.level is DegradationLevel.HOLD


def test_the_rest_of_a_chunk_is_a_rung_of_its_own(harness: GateHarness) -> None:
    harness.send()
    harness.tick(15)
    rungs = [harness.gate.states.level]
    harness.tick(15)
    assert [*rungs, harness.gate.states.level] == [
        DegradationLevel.FRESH,
        DegradationLevel.CHUNK_REMAINDER,
    ]
    assert _state(harness) is GateState.ACTIVE


def test_hold_sends_the_pose_on_and_a_fresh_chunk_ends_it(harness: GateHarness) -> None:
    harness.start_moving()
    harness.tick(100)
    assert _state(harness) is GateState.HOLD
    first, second = harness.tick(), harness.tick()
    assert first is not None
    assert second is not None
    assert np.array_equal(first.position, second.position)
    harness.send()
    harness.tick(20)
    assert _state(harness) is GateState.ACTIVE
    assert not harness.gate.is_still


def test_hold_does_not_flicker_while_an_input_ages(harness: GateHarness) -> None:
    harness.start_moving()
    states = []
    for _ in range(80):
        harness.tick()
        states.append(harness.gate.state)
    first_hold = states.index(GateState.HOLD)
    assert set(states[first_hold:]) == {GateState.HOLD}


def test_a_silent_robot_holds_and_its_return_goes_on(harness: GateHarness) -> None:
    harness.start_moving()
    harness.state_alive = False
    harness.run(0.5)
    assert harness.gate.reason == 'state_stale'
    harness.tick(20)
    assert harness.gate.is_still
    harness.state_alive = True
    harness.run(0.3)
    assert _state(harness) is GateState.ACTIVE


def test_a_robot_state_that_comes_late_does_not_end_a_hold(harness: GateHarness) -> None:
    harness.start_moving()
    harness.state_alive = False
    harness.run(0.6)
    harness.tick(15)
    assert _state(harness) is GateState.HOLD
    for _ in range(10):  # fresh enough for a chunk, but not to brake in time
        late = dataclasses.replace(harness.robot, stamp_ns=harness.stamp_ns - 400_000_000)
        assert harness.gate.inputs.on_robot_state(late, harness.now)
        assessment = harness.send()
        assert assessment is not None
        assert assessment.accepted
        harness.tick()
        assert _state(harness) is GateState.HOLD
    assert harness.gate.is_still


def test_success_ends_the_motion_and_late_chunks_are_no_refusals(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    assert _state(harness) is GateState.IDLE
    assert harness.tick_until_idle() <= RAMP_TICKS
    assert harness.send() is None
    assert harness.tick() is None
    assert harness.gate.chunks.refused == 0


def test_the_next_command_takes_over_in_motion(harness: GateHarness) -> None:
    harness.start_moving()
    harness.send(displacement=np.array((0.0, 0.1, 0.0)), command_id='command-2')
    assert harness.gate.command_id == 'command-2'
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')  # late word about the old one
    harness.tick(30)
    assert _state(harness) is GateState.ACTIVE
    assert harness.robot.position[1] > 0.01


def test_a_refused_next_command_ends_the_one_under_way(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.REFUSED, 'command-2')
    assert _state(harness) is GateState.IDLE


def test_a_robot_that_does_not_follow_is_held() -> None:
    harness = GateHarness(make_gate(Limits(max_tracking_error_m=0.03)))
    harness.tick()
    harness.robot_follows = False
    harness.run(1.0)
    assert _state(harness) is GateState.HOLD
    assert harness.gate.reason == 'tracking_error'
    assert 'max_tracking_error_m' in harness.gate.message
    commanded = harness.commands[-1]
    assert commanded is not None
    for off_m, state in ((0.02, GateState.HOLD), (0.014, GateState.ACTIVE)):
        place = commanded.position - (off_m, 0.0, 0.0)
        harness.robot = RobotSample(place, TOOL_DOWN, 1.0, harness.stamp_ns, 'base_link')
        harness.send()
        harness.tick()
        assert _state(harness) is state


def test_motion_starts_where_someone_put_the_robot(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    harness.tick_until_idle()
    put = np.array((0.6, 0.2, 0.2))
    harness.robot = RobotSample(put, TOOL_DOWN, 0.3, 0, 'base_link')
    harness.tick(30)
    harness.send(command_id='command-2')
    command = harness.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, put, atol=1e-3)


def test_a_pose_from_before_the_standstill_is_no_new_start(harness: GateHarness) -> None:
    old = harness.robot
    harness.start_moving()
    harness.run(0.4)
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    harness.state_alive = False
    harness.tick_until_idle()
    commanded = harness.robot.position
    assert np.linalg.norm(commanded - old.position) > 0.05
    late = dataclasses.replace(old, stamp_ns=harness.stamp_ns)  # by a camera or a slow driver
    assert harness.gate.inputs.on_robot_state(late, harness.now)
    harness.send(command_id='command-2', displacement=np.zeros(3))
    command = harness.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, commanded, atol=1e-3)


def test_a_servo_error_is_no_new_start(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    harness.tick_until_idle()
    commanded = harness.robot.position
    harness.robot = RobotSample(commanded - (0, 0, 0.01), TOOL_DOWN, 1.0, 0, 'base_link')
    harness.tick(30)
    harness.send(command_id='command-2', displacement=np.zeros(3))
    command = harness.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, commanded, atol=1e-3)


@pytest.mark.parametrize('place', [(0.1, 0.3, 0.3), (0.35, 0.0, 0.9), (0.35, 0.0, -0.1)])
def test_a_robot_outside_of_the_workspace_does_not_start(place: tuple[float, ...]) -> None:
    harness = GateHarness()
    harness.robot = RobotSample(np.array(place), TOOL_DOWN, 1.0, 0, 'base_link')
    harness.tick()
    harness.gate.on_chunk(make_chunk(stamp_ns=harness.stamp_ns), harness.now)
    assert harness.gate.reason == 'start_place'
    assert harness.tick() is None


@pytest.mark.parametrize('jump_s', [-10.0, 3600.0])
def test_a_jump_of_the_clock_holds_until_chunks_of_the_new_time(
    harness: GateHarness, jump_s: float
) -> None:
    harness.start_moving()
    harness.ros_s += jump_s
    harness.tick()
    assert _state(harness) is GateState.HOLD
    assert harness.gate.reason == 'clock_jump'
    harness.run(0.5)
    assert _state(harness) is GateState.ACTIVE


def test_a_clock_that_stands_is_stale_not_fresh(harness: GateHarness) -> None:
    harness.start_moving()
    for _ in range(60):
        harness.ros_s -= harness.period_s
        harness.tick()
        harness.send()
    assert _state(harness) is GateState.HOLD
    assert harness.gate.is_still


def test_a_process_that_was_frozen_goes_on_from_standstill(harness: GateHarness) -> None:
    harness.start_moving()
    before = harness.robot.position.copy()
    harness.steady_s += 0.5
    harness.ros_s += 0.5
    harness.tick()
    step = float(np.linalg.norm(harness.robot.position - before))
    assert step <= 3.0 * 0.02**2 / 5 + 1e-9  # one tick of acceleration, smoothed over five


def test_the_ages_of_what_is_missing_are_infinite(harness: GateHarness) -> None:
    ages = harness.gate.inputs.ages(harness.now)
    assert (ages.image_age_s, ages.chunk_age_s) == (math.inf, math.inf)
    assert ages.state_age_s == pytest.approx(0.0)


def test_time_outs_too_short_to_brake_are_refused() -> None:
    with pytest.raises(ValueError, match='max_state_age_s must be above'):
        make_gate(watchdog=WatchdogLimits(max_state_age_s=0.2))
