# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Dry runs, the deadman switch, approval by mode, and the gentle start."""

import itertools

import numpy as np
import pytest
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate

HELD = DeadmanSettings(deadman=True, deadman_timeout_s=0.3)
SLOW = np.array((0.1, 0.0, 0.0))


def _kinds(events: GateEventRecorder) -> set[str]:
    return {event.kind for event in events.take()}


def test_a_dry_run_does_everything_but_motion() -> None:
    harness = GateHarness(make_gate(approval=ApprovalSettings(dry_run=True)))
    harness.tick()
    harness.run(3.0)
    assert not any(harness.commands)
    assert np.array_equal(harness.robot.position, HOME)
    assert harness.gate.state is GateState.ACTIVE  # a robot that stays is no fault here
    assert 'dry run' in harness.gate.message
    assert harness.gate.chunks.accepted == 15
    harness.send(displacement=np.array((0.0, 0.0, 1.0)))
    assert harness.gate.reason == 'workspace'
    events = harness.gate.events.take()
    assert {d.kind for d in events} >= {'chunk', 'state', 'motion'}
    assert not any(d.fields['sent'] for d in events if d.kind == 'motion')


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
def test_letting_go_stops_until_reset_with_the_switch_held(silent: bool) -> None:
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


@pytest.mark.parametrize(
    ('mode', 'waits'),
    [
        ('never', [False, False, False, False]),
        ('first_motion', [True, False, False, False]),
        ('every_command', [True, False, True, True]),
        ('on_low_confidence', [False, False, True, False]),
    ],
)
def test_who_waits_for_approval(mode: str, waits: list[bool]) -> None:
    approval = ApprovalManager(ApprovalSettings(approval=mode))
    chunks = [
        make_chunk(command_id=command_id, confidence=confidence)
        for command_id, confidence in (('a', 0.9), ('a', 0.9), ('b', 0.3), ('c', 0.9))
    ]
    for chunk, wait in zip(chunks, waits, strict=True):
        assert approval.blocks(chunk, 0.0) is wait
        if wait:
            assert approval.pending == chunk.command_id
            approval.approve()


def test_confidence_that_drops_under_way_asks_before_it_goes_on() -> None:
    harness = GateHarness(make_gate(approval=ApprovalSettings(approval='on_low_confidence')))
    harness.tick()
    harness.start_moving()
    harness.send(confidence=0.4)
    harness.tick(40)
    assert harness.gate.is_still
    assert harness.gate.reason == 'approval_pending'
    assert harness.gate.approve()[0]
    harness.send(confidence=0.4)
    harness.tick(10)
    assert not harness.gate.is_still
    assert _kinds(harness.gate.events) >= {'approve', 'chunk', 'state', 'motion'}


def test_the_allowed_speed_grows_when_motion_starts() -> None:
    watchdog = WatchdogLimits(ramp_in_s=1.0, max_chunk_age_s=5.0, max_image_age_s=5.0)
    harness = GateHarness(make_gate(watchdog=watchdog))
    harness.tick()
    harness.send(displacement=np.array((0.4, 0.0, 0.0)))
    harness.tick(70)
    speeds = [
        float(np.linalg.norm(b.position - a.position)) / 0.02
        for a, b in itertools.pairwise(c for c in harness.commands if c is not None)
    ]
    for tick, speed in enumerate(speeds[:50]):
        assert speed <= 0.5 * (tick + 2) * 0.02 + 1e-6
    assert max(speeds) > 0.3  # the chunk's own is 0.25: what was lost at the start is made up
