# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A reset needs standstill and causes that are gone."""

from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.gate_harness import GateHarness


def test_without_a_stop_nothing_is_reset(harness: GateHarness) -> None:
    assert harness.gate.reset(harness.now) == (True, 'nothing to reset: no stop is latched')


def test_a_braking_robot_is_not_reset(harness: GateHarness) -> None:
    harness.start_moving()
    harness.gate.stop('stop_service', 'stop')
    success, message = harness.gate.reset(harness.now)
    assert not success
    assert 'the robot is braking' in message
    harness.tick_until_idle()
    assert harness.gate.reset(harness.now)[0]
    assert harness.gate.state is GateState.IDLE


def test_a_cause_that_is_still_there_is_named(harness: GateHarness) -> None:
    harness.gate.stop('language_stale', 'no heartbeat')
    harness.language_alive = False
    harness.tick(100)
    success, message = harness.gate.reset(harness.now)
    assert not success
    assert message == 'reset needs the cause gone; it is still there: no heartbeat'
    assert harness.gate.state is GateState.STOPPED
    harness.language_alive = True
    harness.tick()
    assert harness.gate.reset(harness.now)[0]
