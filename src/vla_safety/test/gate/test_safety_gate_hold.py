# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Hold: inputs that time out, tracking error, clock jumps."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits


def _state(harness: GateHarness) -> GateState:
    return harness.gate.state


@pytest.mark.parametrize(
    ('changes', 'reason', 'timeout_s'),
    [({}, 'chunk_stale', 1.0), ({'age_s': 0.6}, 'image_stale', 0.6)],
)
def test_the_robot_stands_at_the_time_out_of_a_silent_policy(
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


def test_a_hold_because_chunks_are_refused_has_the_reason_of_the_refusal(
    harness: GateHarness,
) -> None:
    harness.start_moving()
    outside = np.tile((0.35, 0.0, 2.0), (16, 1))
    for _ in range(12):
        harness.send(positions=outside)
        harness.tick(5)
    assert _state(harness) is GateState.HOLD
    assert harness.gate.is_still
    assert harness.gate.reason == 'workspace'
    assert harness.gate.message.startswith('newer chunks are refused: positions must be within')
    assert 'Check the policy' not in harness.gate.message
    ages = harness.gate.inputs.ages(harness.now)
    assert ages.received_chunk_age_s == pytest.approx(0.1)
    assert ages.chunk_age_s > 1.0
    # A policy that falls silent after that is the cause of the hold.
    harness.tick(55)
    assert harness.gate.reason == 'chunk_stale'
    harness.send()
    harness.tick(20)
    assert _state(harness) is GateState.ACTIVE


@pytest.mark.parametrize('sends_refused_chunks', [False, True])
def test_refused_chunks_do_not_delay_the_hold(
    harness: GateHarness, *, sends_refused_chunks: bool
) -> None:
    harness.start_moving()
    started_s = harness.steady_s
    while _state(harness) is GateState.ACTIVE:
        if sends_refused_chunks:
            harness.send(positions=np.tile((0.35, 0.0, 2.0), (16, 1)))
        harness.tick()
    assert 0.5 < harness.steady_s - started_s < 1.0
    assert (harness.gate.chunks.refused > 20) == sends_refused_chunks


def test_the_remainder_of_a_chunk_is_a_level_of_its_own(harness: GateHarness) -> None:
    harness.send()
    harness.tick(15)
    levels = [harness.gate.states.level]
    harness.tick(15)
    assert [*levels, harness.gate.states.level] == [
        DegradationLevel.FRESH,
        DegradationLevel.CHUNK_REMAINDER,
    ]
    assert _state(harness) is GateState.ACTIVE


def test_hold_repeats_the_pose_until_a_fresh_chunk(harness: GateHarness) -> None:
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


def test_hold_does_not_end_while_an_input_ages(harness: GateHarness) -> None:
    harness.start_moving()
    states = []
    for _ in range(80):
        harness.tick()
        states.append(harness.gate.state)
    first_hold = states.index(GateState.HOLD)
    assert set(states[first_hold:]) == {GateState.HOLD}


def test_a_lost_robot_state_holds_until_it_returns(harness: GateHarness) -> None:
    harness.start_moving()
    harness.state_alive = False
    harness.run(0.5)
    assert harness.gate.reason == 'state_stale'
    harness.tick(20)
    assert harness.gate.is_still
    harness.state_alive = True
    harness.run(0.3)
    assert _state(harness) is GateState.ACTIVE


def test_a_delayed_robot_state_does_not_end_a_hold(harness: GateHarness) -> None:
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


def test_a_robot_that_does_not_follow_leads_to_hold() -> None:
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
        position = commanded.position - (off_m, 0.0, 0.0)
        harness.robot = RobotSample(position, TOOL_DOWN, 1.0, harness.stamp_ns, 'base_link')
        harness.send()
        harness.tick()
        assert _state(harness) is state


@pytest.mark.parametrize('jump_s', [-10.0, 3600.0])
def test_a_clock_jump_holds_until_a_chunk_stamped_after_it(
    harness: GateHarness, jump_s: float
) -> None:
    harness.start_moving()
    harness.ros_s += jump_s
    harness.tick()
    assert _state(harness) is GateState.HOLD
    assert harness.gate.reason == 'clock_jump'
    harness.run(0.5)
    assert _state(harness) is GateState.ACTIVE


def test_inputs_age_while_the_ros_clock_stands_still(harness: GateHarness) -> None:
    harness.start_moving()
    for _ in range(60):
        harness.ros_s -= harness.period_s
        harness.tick()
        harness.send()
    assert _state(harness) is GateState.HOLD
    assert harness.gate.is_still
