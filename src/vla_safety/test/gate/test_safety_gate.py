# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gate's states, driven tick by tick with simulated clocks."""

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.watchdog import Rung
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


def _state(rig: Rig) -> GateState:
    return rig.gate.state


def test_nothing_is_sent_before_the_first_chunk(rig: Rig) -> None:
    rig.tick(50)
    assert not any(rig.commands)
    assert _state(rig) is GateState.IDLE


def test_a_chunk_moves_the_robot_along_it(rig: Rig) -> None:
    rig.run(2.0)
    assert _state(rig) is GateState.ACTIVE
    assert (rig.gate.accepted, rig.gate.refused) == (10, 0)
    assert rig.robot.position[0] > HOME[0] + 0.1
    np.testing.assert_allclose(rig.robot.position[1:], HOME[1:], atol=1e-9)
    assert rig.gate.latency_s == pytest.approx(0.12, abs=0.01)


def test_a_late_first_chunk_is_played_from_its_start() -> None:
    rig = Rig(make_gate(timing=Timing(ramp_in_s=0.0)))
    rig.tick()
    verdict = rig.send(way=np.array((0.40, 0.0, 0.0)), age_s=0.9)  # 0.225 m ahead by its stamp
    assert verdict is not None
    assert verdict.accepted
    rig.tick(15)
    speeds = [
        np.linalg.norm(b.position - a.position) / 0.02
        for a, b in itertools.pairwise(c for c in rig.commands if c is not None)
    ]
    assert 0.2 < max(speeds) < 0.3


def test_a_refused_chunk_moves_nothing_and_the_reason_stays(rig: Rig) -> None:
    rig.send(way=np.array((0.0, 0.0, 1.0)))
    rig.tick(10)
    assert not any(rig.commands)
    assert rig.gate.reason == 'workspace'
    assert rig.gate.refused == 1
    assert rig.gate.refusal is not None
    rig.send()
    assert rig.gate.reason == ''


def test_a_command_that_is_no_task_moves_nothing(rig: Rig) -> None:
    rig.gate.on_read('command-1', is_task=False)
    rig.gate.on_read('command-2', is_task=True)
    verdict = rig.send()
    assert verdict is not None
    assert [v.check for v in verdict.refusals] == ['no_task']
    assert rig.tick() is None
    rig.send(command_id='command-2')
    assert rig.tick() is not None


def test_a_command_found_to_be_no_task_ends(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.on_read('command-1', is_task=False)
    assert (rig.gate.state, rig.gate.reason) == (GateState.IDLE, 'no_task')
    rig.tick(40)
    assert rig.gate.is_still


def test_a_refused_chunk_does_not_disturb_the_one_that_plays(rig: Rig) -> None:
    rig.start_moving()
    x = rig.robot.position[0]
    rig.send(confidence=math.nan)
    rig.tick(10)
    assert _state(rig) is GateState.ACTIVE
    assert rig.robot.position[0] > x + 0.005


def test_without_the_robots_state_nothing_moves() -> None:
    rig = Rig(state_alive=False)
    rig.tick()
    rig.send()
    rig.tick(10)
    assert not any(rig.commands)
    assert rig.gate.reason == 'state_unknown'


def test_the_end_of_the_task_is_reached_and_then_silent(rig: Rig) -> None:
    termination = np.zeros(16)
    termination[5:] = 0.9
    chunk = make_chunk(termination=termination, stamp_ns=rig.stamp_ns)
    rig.gate.on_chunk(chunk, rig.now)
    rig.tick(80)
    assert _state(rig) is GateState.IDLE
    assert rig.commands[-1] is None
    np.testing.assert_allclose(rig.robot.position, chunk.positions[5], atol=3e-3)
    assert rig.gate.message == 'the plan came to its end'


@pytest.mark.parametrize(
    ('changes', 'reason', 'timeout_s'),
    [({}, 'chunk_stale', 1.0), ({'age_s': 0.6}, 'image_stale', 0.6)],
)
def test_a_dead_policy_means_standstill_at_the_time_out(
    rig: Rig, changes: dict[str, Any], reason: str, timeout_s: float
) -> None:
    rig.run(0.4, **changes)
    verdict = rig.send(way=np.array((0.28, 0.0, 0.0)), **changes)
    assert verdict is not None
    assert verdict.accepted
    sent_s = rig.steady_s
    while not rig.gate.is_still or rig.steady_s == sent_s:
        rig.tick()
    assert timeout_s - 0.05 <= rig.steady_s - sent_s <= timeout_s + 1e-6
    assert _state(rig) is GateState.HOLD
    assert rig.gate.reason == reason
    assert rig.gate.rung is Rung.HOLD


def test_the_rest_of_a_chunk_is_a_rung_of_its_own(rig: Rig) -> None:
    rig.send()
    rig.tick(15)
    rungs = [rig.gate.rung]
    rig.tick(15)
    assert [*rungs, rig.gate.rung] == [Rung.FRESH, Rung.REST]
    assert _state(rig) is GateState.ACTIVE


def test_hold_sends_the_pose_on_and_a_fresh_chunk_ends_it(rig: Rig) -> None:
    rig.start_moving()
    rig.tick(100)
    assert _state(rig) is GateState.HOLD
    first, second = rig.tick(), rig.tick()
    assert first is not None
    assert second is not None
    assert np.array_equal(first.position, second.position)
    rig.send()
    rig.tick(20)
    assert _state(rig) is GateState.ACTIVE
    assert not rig.gate.is_still


def test_hold_does_not_flicker_while_an_input_ages(rig: Rig) -> None:
    rig.start_moving()
    states = []
    for _ in range(80):
        rig.tick()
        states.append(rig.gate.state)
    first_hold = states.index(GateState.HOLD)
    assert set(states[first_hold:]) == {GateState.HOLD}


def test_a_silent_robot_holds_and_its_return_goes_on(rig: Rig) -> None:
    rig.start_moving()
    rig.state_alive = False
    rig.run(0.5)
    assert rig.gate.reason == 'state_stale'
    rig.tick(20)
    assert rig.gate.is_still
    rig.state_alive = True
    rig.run(0.3)
    assert _state(rig) is GateState.ACTIVE


def test_a_robot_state_that_comes_late_does_not_end_a_hold(rig: Rig) -> None:
    rig.start_moving()
    rig.state_alive = False
    rig.run(0.6)
    rig.tick(15)
    assert _state(rig) is GateState.HOLD
    for _ in range(10):  # fresh enough for a chunk, but not to brake in time
        late = dataclasses.replace(rig.robot, stamp_ns=rig.stamp_ns - 400_000_000)
        assert rig.gate.on_state(late, rig.now)
        verdict = rig.send()
        assert verdict is not None
        assert verdict.accepted
        rig.tick()
        assert _state(rig) is GateState.HOLD
    assert rig.gate.is_still


def test_success_ends_the_motion_and_late_chunks_are_no_refusals(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    assert _state(rig) is GateState.IDLE
    assert rig.tick_until_silent() <= RAMP_TICKS
    assert rig.send() is None
    assert rig.tick() is None
    assert rig.gate.refused == 0


def test_the_next_command_takes_over_in_motion(rig: Rig) -> None:
    rig.start_moving()
    rig.send(way=np.array((0.0, 0.1, 0.0)), command_id='command-2')
    assert rig.gate.command_id == 'command-2'
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')  # late word about the old one
    rig.tick(30)
    assert _state(rig) is GateState.ACTIVE
    assert rig.robot.position[1] > 0.01


def test_a_refused_next_command_ends_the_one_under_way(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.on_policy(PolicyState.REFUSED, 'command-2')
    assert _state(rig) is GateState.IDLE


def test_a_robot_that_does_not_follow_is_held() -> None:
    rig = Rig(make_gate(Limits(max_tracking_error_m=0.03)))
    rig.tick()
    rig.robot_follows = False
    rig.run(1.0)
    assert _state(rig) is GateState.HOLD
    assert rig.gate.reason == 'tracking_error'
    assert 'max_tracking_error_m' in rig.gate.message
    commanded = rig.commands[-1]
    assert commanded is not None
    for off_m, state in ((0.02, GateState.HOLD), (0.014, GateState.ACTIVE)):
        place = commanded.position - (off_m, 0.0, 0.0)
        rig.robot = RobotSample(place, TOOL_DOWN, 1.0, rig.stamp_ns, 'base_link')
        rig.send()
        rig.tick()
        assert _state(rig) is state


def test_motion_starts_where_someone_put_the_robot(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    rig.tick_until_silent()
    put = np.array((0.6, 0.2, 0.2))
    rig.robot = RobotSample(put, TOOL_DOWN, 0.3, 0, 'base_link')
    rig.tick(30)
    rig.send(command_id='command-2')
    command = rig.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, put, atol=1e-3)


def test_a_pose_from_before_the_standstill_is_no_new_start(rig: Rig) -> None:
    old = rig.robot
    rig.start_moving()
    rig.run(0.4)
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    rig.state_alive = False
    rig.tick_until_silent()
    commanded = rig.robot.position
    assert np.linalg.norm(commanded - old.position) > 0.05
    late = dataclasses.replace(old, stamp_ns=rig.stamp_ns)  # by a camera or a slow driver
    assert rig.gate.on_state(late, rig.now)
    rig.send(command_id='command-2', way=np.zeros(3))
    command = rig.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, commanded, atol=1e-3)


def test_a_servo_error_is_no_new_start(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    rig.tick_until_silent()
    commanded = rig.robot.position
    rig.robot = RobotSample(commanded - (0, 0, 0.01), TOOL_DOWN, 1.0, 0, 'base_link')
    rig.tick(30)
    rig.send(command_id='command-2', way=np.zeros(3))
    command = rig.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, commanded, atol=1e-3)


@pytest.mark.parametrize('place', [(0.1, 0.3, 0.3), (0.35, 0.0, 0.9), (0.35, 0.0, -0.1)])
def test_a_robot_outside_of_the_workspace_does_not_start(place: tuple[float, ...]) -> None:
    rig = Rig()
    rig.robot = RobotSample(np.array(place), TOOL_DOWN, 1.0, 0, 'base_link')
    rig.tick()
    rig.gate.on_chunk(make_chunk(stamp_ns=rig.stamp_ns), rig.now)
    assert rig.gate.reason == 'start_place'
    assert rig.tick() is None


@pytest.mark.parametrize('jump_s', [-10.0, 3600.0])
def test_a_jump_of_the_clock_holds_until_chunks_of_the_new_time(rig: Rig, jump_s: float) -> None:
    rig.start_moving()
    rig.ros_s += jump_s
    rig.tick()
    assert _state(rig) is GateState.HOLD
    assert rig.gate.reason == 'clock_jump'
    rig.run(0.5)
    assert _state(rig) is GateState.ACTIVE


def test_a_clock_that_stands_is_stale_not_fresh(rig: Rig) -> None:
    rig.start_moving()
    for _ in range(60):
        rig.ros_s -= rig.period_s
        rig.tick()
        rig.send()
    assert _state(rig) is GateState.HOLD
    assert rig.gate.is_still


def test_a_process_that_was_frozen_goes_on_from_standstill(rig: Rig) -> None:
    rig.start_moving()
    before = rig.robot.position.copy()
    rig.steady_s += 0.5
    rig.ros_s += 0.5
    rig.tick()
    step = float(np.linalg.norm(rig.robot.position - before))
    assert step <= 3.0 * 0.02**2 / 5 + 1e-9  # one tick of acceleration, smoothed over five


def test_the_ages_of_what_is_missing_are_infinite(rig: Rig) -> None:
    ages = rig.gate.ages(rig.now)
    assert (ages.image_s, ages.chunk_s) == (math.inf, math.inf)
    assert ages.state_s == pytest.approx(0.0)


def test_time_outs_too_short_to_brake_are_refused() -> None:
    with pytest.raises(ValueError, match='max_state_age_s must be above'):
        make_gate(timing=Timing(max_state_age_s=0.2))
