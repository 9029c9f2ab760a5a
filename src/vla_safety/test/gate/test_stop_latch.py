# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop, reset and approval, driven tick by tick with simulated clocks."""

import numpy as np
from vla_safety.gate.approval import OversightSettings
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_safety.types.limits import Limits

RAMP_TICKS = round(Limits().ramp_s / 0.02) + 1


def test_a_long_hold_latches_and_reset_needs_the_cause_gone() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=1.0)))
    rig.tick()
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-1')
    rig.start_moving()
    rig.tick(110)
    assert rig.gate.state is GateState.STOPPED
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
    rig.start_moving().tick(110)
    assert not rig.gate.reset(rig.now)[0]
    rig.gate.on_policy(PolicyState.IDLE, '')  # it was started anew
    assert rig.gate.reset(rig.now)[0]


def test_reset_waits_for_the_robots_state() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=0.5)))
    rig.tick()
    rig.start_moving()
    rig.state_alive = False
    rig.tick(70)
    assert rig.gate.reason == 'state_stale'
    assert not rig.gate.reset(rig.now)[0]
    rig.state_alive = True
    rig.tick()
    assert rig.gate.reset(rig.now)[0]


def test_a_stop_brakes_within_the_ramp_and_then_is_silent(rig: Rig) -> None:
    rig.start_moving()
    rig.gate.stop('stop_service', 'asked')
    assert rig.gate.state is GateState.STOPPED
    assert rig.tick_until_silent() <= RAMP_TICKS
    x = rig.robot.position.copy()
    rig.run(1.0, command_id='command-2')
    assert np.array_equal(rig.robot.position, x)
    assert rig.gate.state is GateState.STOPPED


def test_reset_waits_for_standstill_and_never_starts_motion(rig: Rig) -> None:
    rig.gate.on_policy(PolicyState.EXECUTING, 'command-3')
    rig.start_moving()
    rig.gate.stop('stop_service', 'asked')
    success, message = rig.gate.reset(rig.now)
    assert not success
    assert 'standstill' in message
    rig.tick_until_silent()
    rig.send(command_id='command-2')
    assert rig.gate.reset(rig.now)[0]
    assert rig.gate.state is GateState.IDLE
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
    assert rig.gate.state is GateState.STOPPED
    assert rig.gate.reason == 'stop_service'


def test_approval_comes_before_motion() -> None:
    rig = Rig(make_gate(oversight=OversightSettings(approval='every_command')))
    rig.tick()
    rig.run(0.5)
    assert not any(rig.commands)
    assert rig.gate.reason == 'approval_pending'
    assert rig.gate.approve()[0]
    rig.start_moving()


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
