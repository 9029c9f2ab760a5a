# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop and reset of the gate, tick by tick with simulated clocks."""

import numpy as np
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate
from vla_safety.types.limits import Limits


def test_a_long_hold_latches_until_its_cause_is_gone() -> None:
    harness = GateHarness(make_gate(watchdog=WatchdogLimits(hold_timeout_s=1.0)))
    harness.tick()
    harness.gate.on_policy_state(PolicyState.EXECUTING, 'command-1')
    harness.start_moving()
    harness.tick(110)
    assert harness.gate.state is GateState.STOPPED
    assert harness.gate.reason == 'chunk_stale'
    assert 'call reset' in harness.gate.message
    success, message = harness.gate.reset(harness.now)
    assert not success
    assert 'still there' in message
    harness.send(age_s=2.0)  # the policy is alive, the camera is not
    assert not harness.gate.reset(harness.now)[0]
    harness.send()
    assert harness.gate.reset(harness.now)[0]


def test_reset_is_possible_once_a_silent_policy_no_longer_executes() -> None:
    harness = GateHarness(make_gate(watchdog=WatchdogLimits(hold_timeout_s=1.0)))
    harness.tick()
    harness.gate.on_policy_state(PolicyState.EXECUTING, 'command-1')
    harness.start_moving().tick(110)
    assert not harness.gate.reset(harness.now)[0]
    harness.gate.on_policy_state(PolicyState.IDLE, '')  # it was restarted
    assert harness.gate.reset(harness.now)[0]


def test_reset_needs_the_robot_state() -> None:
    harness = GateHarness(make_gate(watchdog=WatchdogLimits(hold_timeout_s=0.5)))
    harness.tick()
    harness.start_moving()
    harness.state_alive = False
    harness.tick(70)
    assert harness.gate.reason == 'state_stale'
    assert not harness.gate.reset(harness.now)[0]
    harness.state_alive = True
    harness.tick()
    assert harness.gate.reset(harness.now)[0]


RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


def test_a_stop_brakes_within_the_ramp_and_then_sends_nothing(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.stop('stop_service', 'the service was called')
    assert harness.gate.state is GateState.STOPPED
    assert harness.tick_until_idle() <= RAMP_TICKS
    x = harness.robot.position.copy()
    harness.run(1.0, command_id='command-2')
    assert np.array_equal(harness.robot.position, x)
    assert harness.gate.state is GateState.STOPPED


def test_reset_needs_standstill_and_never_starts_motion(harness: GateHarness) -> None:
    harness.gate.on_policy_state(PolicyState.EXECUTING, 'command-3')
    harness.start_moving()
    harness.gate.stop('stop_service', 'the service was called')
    success, message = harness.gate.reset(harness.now)
    assert not success
    assert 'standstill' in message
    harness.tick_until_idle()
    harness.send(command_id='command-2')
    assert harness.gate.reset(harness.now)[0]
    assert harness.gate.state is GateState.IDLE
    for command_id in ('command-1', 'command-2', 'command-3'):
        assert harness.send(command_id=command_id) is None
        assert harness.tick() is None
    harness.send(command_id='command-4')
    assert harness.tick() is not None


def test_every_cause_of_a_stop_is_kept(harness: GateHarness) -> None:
    harness.gate.stop('stop_word', 'a command was a stop word')
    harness.gate.stop('stop_service', 'the service was called')
    assert harness.gate.reason == 'stop_word'
    assert list(harness.gate.states.stop_causes) == ['stop_word', 'stop_service']
    assert harness.gate.reset(harness.now)[0]
    assert harness.gate.states.stop_causes == {}
    assert 'nothing to reset' in harness.gate.reset(harness.now)[1]


def test_an_ended_task_does_not_clear_a_latched_stop(harness: GateHarness) -> None:
    harness.gate.stop('stop_service', 'the service was called')
    harness.gate.end('deactivated', 'the node was deactivated')
    harness.gate.on_policy_state(PolicyState.SUCCEEDED, 'command-1')
    assert harness.gate.state is GateState.STOPPED
    assert harness.gate.reason == 'stop_service'
