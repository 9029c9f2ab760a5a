# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gate's states, driven tick by tick with simulated clocks."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from vla_safety.chunk import RobotSample
from vla_safety.gate import GateState
from vla_safety.journal import PolicyState
from vla_safety.limits import Limits
from vla_safety.oversight import OversightSettings
from vla_safety.testing import HOME
from vla_safety.testing import make_chunk
from vla_safety.testing import make_gate
from vla_safety.testing import Rig
from vla_safety.testing import TOOL_DOWN
from vla_safety.watchdog import Rung
from vla_safety.watchdog import Timing

RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


@pytest.fixture
def rig() -> Rig:
    """Return a gate that has seen the robot."""
    rig = Rig()
    rig.tick()
    return rig


def _state(rig: Rig) -> GateState:
    return rig.gate.state


def _moving(rig: Rig) -> Rig:
    rig.run(0.4)
    assert _state(rig) is GateState.ACTIVE
    assert not rig.gate.is_still
    return rig


def _ticks_until_silent(rig: Rig) -> int:
    count = 0
    while rig.tick() is not None:
        count += 1
        assert count < 1000
    return count


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


def test_a_refused_chunk_moves_nothing_and_the_reason_stays(rig: Rig) -> None:
    rig.send(way=np.array((0.0, 0.0, 1.0)))
    rig.tick(10)
    assert not any(rig.commands)
    assert rig.gate.reason == 'workspace'
    assert rig.gate.refused == 1
    assert rig.gate.refusal is not None
    rig.send()
    assert rig.gate.reason == ''


def test_a_refused_chunk_does_not_disturb_the_one_that_plays(rig: Rig) -> None:
    _moving(rig)
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


@pytest.mark.parametrize(('changes', 'reason', 'timeout_s'), [
    ({}, 'chunk_stale', 1.0),
    ({'age_s': 0.6}, 'image_stale', 0.6),
])
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
    _moving(rig)
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
    _moving(rig)
    states = []
    for _ in range(80):
        rig.tick()
        states.append(rig.gate.state)
    first_hold = states.index(GateState.HOLD)
    assert set(states[first_hold:]) == {GateState.HOLD}


def test_a_silent_robot_holds_and_its_return_goes_on(rig: Rig) -> None:
    _moving(rig)
    rig.state_alive = False
    rig.run(0.5)
    assert rig.gate.reason == 'state_stale'
    rig.tick(20)
    assert rig.gate.is_still
    rig.state_alive = True
    rig.run(0.3)
    assert _state(rig) is GateState.ACTIVE


def test_a_robot_state_that_comes_late_does_not_end_a_hold(rig: Rig) -> None:
    _moving(rig)
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


def test_a_long_hold_latches_and_reset_needs_the_cause_gone() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=1.0)))
    rig.tick()
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-1')
    _moving(rig)
    rig.tick(110)
    assert _state(rig) is GateState.STOPPED
    assert rig.gate.reason == 'chunk_stale'
    assert 'call reset' in rig.gate.message
    success, message = rig.gate.reset(rig.now)
    assert not success
    assert 'still there' in message
    rig.send(age_s=2.0)  # the policy is alive, the camera is not
    assert not rig.gate.reset(rig.now)[0]
    rig.send()
    assert rig.gate.reset(rig.now)[0]


def test_reset_after_a_dead_policy_works_once_it_no_longer_executes() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=1.0)))
    rig.tick()
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-1')
    _moving(rig).tick(110)
    assert not rig.gate.reset(rig.now)[0]
    rig.gate.on_policy(PolicyState.IDLE, '')  # it was started anew
    assert rig.gate.reset(rig.now)[0]


def test_reset_waits_for_the_robots_state() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=0.5)))
    rig.tick()
    _moving(rig)
    rig.state_alive = False
    rig.tick(70)
    assert rig.gate.reason == 'state_stale'
    assert not rig.gate.reset(rig.now)[0]
    rig.state_alive = True
    rig.tick()
    assert rig.gate.reset(rig.now)[0]


def test_a_stop_brakes_within_the_ramp_and_then_is_silent(rig: Rig) -> None:
    _moving(rig)
    rig.gate.stop('stop_service', 'asked')
    assert _state(rig) is GateState.STOPPED
    assert _ticks_until_silent(rig) <= RAMP_TICKS
    x = rig.robot.position.copy()
    rig.run(1.0, command_id='command-2')
    assert np.array_equal(rig.robot.position, x)
    assert _state(rig) is GateState.STOPPED


def test_reset_waits_for_standstill_and_never_starts_motion(rig: Rig) -> None:
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-3')
    _moving(rig)
    rig.gate.stop('stop_service', 'asked')
    success, message = rig.gate.reset(rig.now)
    assert not success
    assert 'standstill' in message
    _ticks_until_silent(rig)
    rig.send(command_id='command-2')
    assert rig.gate.reset(rig.now)[0]
    assert _state(rig) is GateState.IDLE
    for command_id in ('command-1', 'command-2', 'command-3'):
        assert rig.send(command_id=command_id) is None
        assert rig.tick() is None
    rig.send(command_id='command-4')
    assert rig.tick() is not None


def test_every_cause_of_a_stop_is_kept(rig: Rig) -> None:
    rig.gate.stop('stop_word', 'a command said so')
    rig.gate.stop('stop_service', 'asked')
    assert rig.gate.reason == 'stop_word'
    assert list(rig.gate.stop_causes) == ['stop_word', 'stop_service']
    assert rig.gate.reset(rig.now)[0]
    assert rig.gate.stop_causes == {}
    assert 'nothing to reset' in rig.gate.reset(rig.now)[1]


def test_an_ended_task_leaves_a_latched_stop_alone(rig: Rig) -> None:
    rig.gate.stop('stop_service', 'asked')
    rig.gate.end('deactivated', 'the node was deactivated')
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    assert _state(rig) is GateState.STOPPED
    assert rig.gate.reason == 'stop_service'


def test_success_ends_the_motion_and_late_chunks_are_no_refusals(rig: Rig) -> None:
    _moving(rig)
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    assert _state(rig) is GateState.IDLE
    assert _ticks_until_silent(rig) <= RAMP_TICKS
    assert rig.send() is None
    assert rig.tick() is None
    assert rig.gate.refused == 0


def test_the_next_command_takes_over_in_motion(rig: Rig) -> None:
    _moving(rig)
    rig.send(way=np.array((0.0, 0.1, 0.0)), command_id='command-2')
    assert rig.gate.command_id == 'command-2'
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')  # late word about the old one
    rig.tick(30)
    assert _state(rig) is GateState.ACTIVE
    assert rig.robot.position[1] > 0.01


def test_a_refused_next_command_ends_the_one_under_way(rig: Rig) -> None:
    _moving(rig)
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
    _moving(rig)
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    _ticks_until_silent(rig)
    put = np.array((0.6, 0.2, 0.2))
    rig.robot = RobotSample(put, TOOL_DOWN, 0.3, 0, 'base_link')
    rig.tick()
    rig.send(command_id='command-2')
    command = rig.tick()
    assert command is not None
    np.testing.assert_allclose(command.position, put, atol=1e-3)


def test_a_servo_error_is_no_new_start(rig: Rig) -> None:
    _moving(rig)
    rig.gate.on_policy(PolicyState.SUCCEEDED, 'command-1')
    _ticks_until_silent(rig)
    commanded = rig.robot.position
    rig.robot = RobotSample(commanded - (0, 0, 0.01), TOOL_DOWN, 1.0, 0, 'base_link')
    rig.tick()
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
    _moving(rig)
    rig.ros_s += jump_s
    rig.tick()
    assert _state(rig) is GateState.HOLD
    assert rig.gate.reason == 'clock_jump'
    rig.run(0.5)
    assert _state(rig) is GateState.ACTIVE


def test_a_clock_that_stands_is_stale_not_fresh(rig: Rig) -> None:
    _moving(rig)
    for _ in range(60):
        rig.ros_s -= rig.period_s
        rig.tick()
        rig.send()
    assert _state(rig) is GateState.HOLD
    assert rig.gate.is_still


def test_a_process_that_was_frozen_goes_on_from_standstill(rig: Rig) -> None:
    _moving(rig)
    before = rig.robot.position.copy()
    rig.steady_s += 0.5
    rig.ros_s += 0.5
    rig.tick()
    step = float(np.linalg.norm(rig.robot.position - before))
    assert step <= 3.0 * 0.02**2 / 5 + 1e-9  # one tick of acceleration, smoothed over five


def test_approval_comes_before_motion() -> None:
    rig = Rig(make_gate(oversight=OversightSettings(approval='every_command')))
    rig.tick()
    rig.run(0.5)
    assert not any(rig.commands)
    assert rig.gate.reason == 'approval_pending'
    assert rig.gate.approve()[0]
    _moving(rig)


def test_approval_that_does_not_come_refuses_the_command() -> None:
    settings = OversightSettings(approval='every_command', approval_timeout_s=0.5)
    rig = Rig(make_gate(oversight=settings))
    rig.tick()
    rig.run(1.0)
    assert rig.gate.reason == 'approval_timeout'
    assert not rig.gate.approve()[0]
    assert rig.send() is None


def test_a_stop_voids_a_command_that_waits() -> None:
    rig = Rig(make_gate(oversight=OversightSettings(approval='every_command')))
    rig.tick()
    rig.send()
    rig.gate.stop('stop_service', 'asked')
    assert not rig.gate.approve()[0]
    assert rig.gate.reset(rig.now)[0]
    assert rig.send() is None


def test_the_ages_of_what_is_missing_are_infinite(rig: Rig) -> None:
    ages = rig.gate.ages(rig.now)
    assert (ages.image_s, ages.chunk_s) == (math.inf, math.inf)
    assert ages.state_s == pytest.approx(0.0)


def test_time_outs_too_short_to_brake_are_refused() -> None:
    with pytest.raises(ValueError, match='max_state_age_s must be above'):
        make_gate(timing=Timing(max_state_age_s=0.2))
