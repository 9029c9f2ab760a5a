# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""States and motion of the gate, tick by tick with simulated clocks."""

import dataclasses
import math

import numpy as np
import pytest
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits


def _state(harness: GateHarness) -> GateState:
    return harness.gate.state


def test_nothing_is_sent_before_the_first_chunk(harness: GateHarness) -> None:
    harness.tick(50)
    assert not any(harness.commands)
    assert _state(harness) is GateState.IDLE


def test_an_accepted_chunk_moves_the_robot(harness: GateHarness) -> None:
    harness.run(2.0)
    assert _state(harness) is GateState.ACTIVE
    assert (harness.gate.chunks.accepted, harness.gate.chunks.refused) == (10, 0)
    assert harness.robot.position[0] > HOME[0] + 0.1
    np.testing.assert_allclose(harness.robot.position[1:], HOME[1:], atol=1e-9)
    assert harness.gate.latency_s == pytest.approx(0.12, abs=0.01)


def test_a_refused_chunk_moves_nothing_and_its_reason_stays(harness: GateHarness) -> None:
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


def test_a_command_that_is_classified_as_no_task_ends(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_command_classified('command-1', is_task=False)
    assert (harness.gate.state, harness.gate.reason) == (GateState.IDLE, 'no_task')
    harness.tick(40)
    assert harness.gate.is_still


def test_a_refused_chunk_does_not_affect_the_running_one(harness: GateHarness) -> None:
    harness.start_moving()
    x = harness.robot.position[0]
    harness.send(confidence=math.nan)
    harness.tick(10)
    assert _state(harness) is GateState.ACTIVE
    assert harness.robot.position[0] > x + 0.005


def test_nothing_moves_without_the_robot_state() -> None:
    harness = GateHarness(state_alive=False)
    harness.tick()
    harness.send()
    harness.tick(10)
    assert not any(harness.commands)
    assert harness.gate.reason == 'state_unknown'


def test_the_terminating_step_is_reached_and_then_nothing_is_sent(harness: GateHarness) -> None:
    termination = np.zeros(16)
    termination[5:] = 0.9
    chunk = make_chunk(termination=termination, stamp_ns=harness.stamp_ns)
    harness.gate.on_chunk(chunk, harness.now)
    harness.tick(80)
    assert _state(harness) is GateState.IDLE
    assert harness.commands[-1] is None
    np.testing.assert_allclose(harness.robot.position, chunk.positions[5], atol=3e-3)
    assert harness.gate.message == 'the trajectory is complete'


RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


def test_success_ends_the_motion_and_later_chunks_are_ignored(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    assert _state(harness) is GateState.IDLE
    assert harness.tick_until_idle() <= RAMP_TICKS
    assert harness.send() is None
    assert harness.tick() is None
    assert harness.gate.chunks.refused == 0


def test_the_next_command_takes_over_during_motion(harness: GateHarness) -> None:
    harness.start_moving()
    harness.send(displacement=np.array((0.0, 0.1, 0.0)), command_id='command-2')
    assert harness.gate.command_id == 'command-2'
    harness.gate.on_policy_state(
        PolicyState.SUCCEEDED, 'command-1'
    )  # a late state of the former command
    harness.tick(30)
    assert _state(harness) is GateState.ACTIVE
    assert harness.robot.position[1] > 0.01


def test_a_refused_next_command_ends_the_running_one(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.on_policy_state(PolicyState.REFUSED, 'command-2')
    assert _state(harness) is GateState.IDLE


def test_motion_starts_at_the_measured_pose_of_a_moved_robot(harness: GateHarness) -> None:
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


def test_a_pose_measured_before_standstill_is_no_new_start(harness: GateHarness) -> None:
    old = harness.robot
    harness.start_moving()
    harness.run(0.4)
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    harness.state_alive = False
    harness.tick_until_idle()
    commanded = harness.robot.position
    assert np.linalg.norm(commanded - old.position) > 0.05
    late = dataclasses.replace(old, stamp_ns=harness.stamp_ns)  # from a slow driver
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


@pytest.mark.parametrize('position', [(0.1, 0.3, 0.3), (0.35, 0.0, 0.9), (0.35, 0.0, -0.1)])
def test_a_robot_outside_of_the_workspace_does_not_start(position: tuple[float, ...]) -> None:
    harness = GateHarness()
    harness.robot = RobotSample(np.array(position), TOOL_DOWN, 1.0, 0, 'base_link')
    harness.tick()
    harness.gate.on_chunk(make_chunk(stamp_ns=harness.stamp_ns), harness.now)
    assert harness.gate.reason == 'start_place'
    assert harness.tick() is None


def test_after_a_pause_motion_continues_from_standstill(harness: GateHarness) -> None:
    harness.start_moving()
    before = harness.robot.position.copy()
    harness.steady_s += 0.5
    harness.ros_s += 0.5
    harness.tick()
    step = float(np.linalg.norm(harness.robot.position - before))
    assert step <= 3.0 * 0.02**2 / 5 + 1e-9  # one tick of acceleration, smoothed over five


def test_rest_ends_with_a_chunk_and_returns_after_the_last_pose() -> None:
    harness = GateHarness()
    harness.tick(3)
    assert harness.gate.is_at_rest
    harness.send()
    assert not harness.gate.is_at_rest
    harness.tick(5)
    harness.gate.end('', '')
    assert not harness.gate.is_at_rest, 'it brakes'
    harness.tick_until_idle()
    assert harness.gate.is_at_rest
