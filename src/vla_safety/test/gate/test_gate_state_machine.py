# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transitions of the gate, their reasons and events."""

import pytest
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.gate_state_machine import GateStateMachine
from vla_safety.monitors.watchdog import DegradationLevel


def _machine(*, dry_run: bool = False) -> tuple[GateStateMachine, GateEventRecorder]:
    events = GateEventRecorder()
    return GateStateMachine(events, dry_run=dry_run), events


def _transitions(events: GateEventRecorder) -> list[tuple[str, str, str]]:
    return [(e.fields['before'], e.fields['after'], e.fields['reason']) for e in events.take()]


def test_a_command_from_start_to_end() -> None:
    machine, events = _machine()
    machine.start(5.0)
    assert (machine.state, machine.is_running, machine.active_since_s) == (
        GateState.ACTIVE,
        True,
        5.0,
    )
    machine.follow(DegradationLevel.CHUNK_REMAINDER, 6.0)
    assert machine.level is DegradationLevel.CHUNK_REMAINDER
    machine.hold('chunk_stale', 'text', 7.0)
    machine.hold('chunk_stale', 'newer text', 8.0)
    assert (machine.state, machine.level) == (GateState.HOLD, DegradationLevel.HOLD)
    assert (machine.held_s(9.0), machine.message) == (2.0, 'newer text')
    machine.start(9.0)
    assert machine.state is GateState.HOLD
    machine.follow(DegradationLevel.FRESH, 10.0)
    assert (machine.active_since_s, machine.held_s(11.0)) == (10.0, 0.0)
    machine.end('', '')
    assert not machine.is_running
    assert _transitions(events) == [
        ('IDLE', 'ACTIVE', ''),
        ('ACTIVE', 'HOLD', 'chunk_stale'),
        ('HOLD', 'ACTIVE', ''),
        ('ACTIVE', 'IDLE', ''),
    ]


def test_a_new_reason_of_a_hold_is_an_event() -> None:
    machine, events = _machine()
    machine.start(0.0)
    machine.hold('chunk_stale', '', 1.0)
    machine.hold('state_stale', '', 2.0)
    assert _transitions(events)[-1] == ('HOLD', 'HOLD', 'state_stale')
    assert machine.held_s(3.0) == 2.0


def test_a_stop_stays_until_reset_with_its_first_cause() -> None:
    machine, _ = _machine()
    machine.stop('stop_word', 'first')
    machine.stop('deadman', 'second')
    machine.end('', 'the task ended')
    assert (machine.state, machine.level) == (GateState.STOPPED, DegradationLevel.STOP)
    assert (machine.reason, machine.message) == ('stop_word', 'first')
    assert list(machine.stop_causes) == ['stop_word', 'deadman']
    machine.reset('reset done')
    assert (machine.state, machine.reason, machine.message) == (GateState.IDLE, '', 'reset done')
    assert machine.stop_causes == {}


def test_the_time_of_standing_ends_with_the_start_of_motion() -> None:
    machine, _ = _machine()
    assert machine.stood_until_s(4.0) == 4.0
    machine.start(3.0)
    assert machine.stood_until_s(5.0) == 3.0
    machine.hold('chunk_stale', '', 6.0)
    assert machine.stood_until_s(7.0) == 7.0


@pytest.mark.parametrize('holding', [True, False])
def test_a_refusal_does_not_replace_the_reason_of_a_hold(holding: bool) -> None:
    machine, _ = _machine()
    machine.start(0.0)
    if holding:
        machine.hold('chunk_stale', 'text', 1.0)
    machine.show_refusal('workspace', 'outside')
    assert machine.reason == ('chunk_stale' if holding else 'workspace')


def test_a_dry_run_is_shown_while_active() -> None:
    machine, _ = _machine(dry_run=True)
    machine.start(0.0)
    assert 'dry run' in machine.message


def test_refused_ticks_are_shown_and_recorded_once() -> None:
    machine, events = _machine()
    machine.start(5.0)
    events.take()
    for _ in range(3):
        machine.show_tick_refusal('joints stay within their range')
    assert (machine.state, machine.reason) == (GateState.ACTIVE, 'joint_path')
    (event,) = events.take()
    assert (event.kind, event.fields['reason']) == ('tick_refused', 'joint_path')
    machine.start(6.0)
    assert machine.reason == ''
