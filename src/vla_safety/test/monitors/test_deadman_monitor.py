# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Deadman switch: nothing moves while it is released."""

import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate

HELD = DeadmanSettings(deadman=True, deadman_timeout_s=0.3)


def test_motion_needs_the_deadman_switch() -> None:
    harness = GateHarness(make_gate(deadman=HELD), deadman_held=False)
    harness.tick()
    assessment = harness.send()
    assert assessment is not None
    assert [v.check for v in assessment.refusals] == ['deadman']
    harness.deadman_held = True
    harness.tick()
    harness.start_moving()


@pytest.mark.parametrize('silent', [False, True])
def test_releasing_the_switch_stops_until_reset_with_the_switch_held(silent: bool) -> None:
    harness = GateHarness(make_gate(deadman=HELD))
    harness.tick()
    harness.start_moving()
    if silent:  # the switch is unplugged
        harness.gate.inputs.on_deadman = lambda held, now: None  # type: ignore[method-assign]
        harness.tick(14)
        assert harness.gate.state is GateState.ACTIVE
        harness.tick(3)
        del harness.gate.inputs.on_deadman
    harness.deadman_held = False
    harness.tick()
    assert (harness.gate.state, harness.gate.reason) == (GateState.STOPPED, 'deadman')
    harness.tick(40)
    assert harness.gate.is_still
    assert not harness.gate.reset(harness.now)[0]
    harness.deadman_held = True
    harness.tick()
    assert harness.gate.reset(harness.now)[0]


def test_the_switch_is_held_until_its_time_out() -> None:
    monitor = DeadmanMonitor(HELD)
    assert not monitor.status(TimePoint(0.0, 0.0))
    monitor.update(True, TimePoint(0.0, 0.0))
    assert monitor.status(TimePoint(0.3, 0.0))
    assert not monitor.status(TimePoint(0.31, 0.0))
    monitor.update(True, TimePoint(2.0, 0.0))
    monitor.update(False, TimePoint(2.1, 0.0))
    assert not monitor.status(TimePoint(2.1, 0.0))


def test_a_time_out_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match='deadman_timeout_s'):
        DeadmanSettings(deadman_timeout_s=0.0)
