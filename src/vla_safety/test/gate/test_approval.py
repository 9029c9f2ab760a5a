# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Dry runs, the deadman switch, approval by mode, and the gentle start."""

import itertools

import numpy as np
import pytest
from vla_safety.gate.approval import Oversight
from vla_safety.gate.approval import OversightSettings
from vla_safety.gate.gate_events import Decisions
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig

HELD = DeadmanSettings(deadman=True, deadman_timeout_s=0.3)
SLOW = np.array((0.1, 0.0, 0.0))


def _kinds(decisions: Decisions) -> set[str]:
    return {decision.kind for decision in decisions.take()}


def test_a_dry_run_does_everything_but_motion() -> None:
    rig = Rig(make_gate(oversight=OversightSettings(dry_run=True)))
    rig.tick()
    rig.run(3.0)
    assert not any(rig.commands)
    assert np.array_equal(rig.robot.position, HOME)
    assert rig.gate.state is GateState.ACTIVE  # a robot that stays is no fault here
    assert 'dry run' in rig.gate.message
    assert rig.gate.accepted == 15
    rig.send(way=np.array((0.0, 0.0, 1.0)))
    assert rig.gate.reason == 'workspace'
    decisions = rig.gate.decisions.take()
    assert {d.kind for d in decisions} >= {'chunk', 'state', 'motion'}
    assert not any(d.fields['sent'] for d in decisions if d.kind == 'motion')


def test_motion_needs_the_deadman_switch() -> None:
    rig = Rig(make_gate(deadman=HELD), deadman_held=False)
    rig.tick()
    verdict = rig.send()
    assert verdict is not None
    assert [v.check for v in verdict.refusals] == ['deadman']
    rig.deadman_held = True
    rig.tick()
    rig.start_moving()


@pytest.mark.parametrize('silent', [False, True])
def test_letting_go_stops_until_reset_with_the_switch_held(silent: bool) -> None:
    rig = Rig(make_gate(deadman=HELD))
    rig.tick()
    rig.start_moving()
    if silent:  # the switch is unplugged
        rig.gate.on_deadman = lambda held, now: None  # type: ignore[method-assign]
        rig.tick(14)
        assert rig.gate.state is GateState.ACTIVE
        rig.tick(3)
        del rig.gate.on_deadman
    rig.deadman_held = False
    rig.tick()
    assert (rig.gate.state, rig.gate.reason) == (GateState.STOPPED, 'deadman')
    rig.tick(40)
    assert rig.gate.is_still
    assert not rig.gate.reset(rig.now)[0]
    rig.deadman_held = True
    rig.tick()
    assert rig.gate.reset(rig.now)[0]


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
    oversight = Oversight(OversightSettings(approval=mode))
    chunks = [
        make_chunk(command_id=command_id, confidence=confidence)
        for command_id, confidence in (('a', 0.9), ('a', 0.9), ('b', 0.3), ('c', 0.9))
    ]
    for chunk, wait in zip(chunks, waits, strict=True):
        assert oversight.blocks(chunk, 0.0) is wait
        if wait:
            assert oversight.pending == chunk.command_id
            oversight.approve()


def test_confidence_that_drops_under_way_asks_before_it_goes_on() -> None:
    rig = Rig(make_gate(oversight=OversightSettings(approval='on_low_confidence')))
    rig.tick()
    rig.start_moving()
    rig.send(confidence=0.4)
    rig.tick(40)
    assert rig.gate.is_still
    assert rig.gate.reason == 'approval_pending'
    assert rig.gate.approve()[0]
    rig.send(confidence=0.4)
    rig.tick(10)
    assert not rig.gate.is_still
    assert _kinds(rig.gate.decisions) >= {'approve', 'chunk', 'state', 'motion'}


def test_the_allowed_speed_grows_when_motion_starts() -> None:
    timing = Timing(ramp_in_s=1.0, max_chunk_age_s=5.0, max_image_age_s=5.0)
    rig = Rig(make_gate(timing=timing))
    rig.tick()
    rig.send(way=np.array((0.4, 0.0, 0.0)))
    rig.tick(70)
    speeds = [
        float(np.linalg.norm(b.position - a.position)) / 0.02
        for a, b in itertools.pairwise(c for c in rig.commands if c is not None)
    ]
    for tick, speed in enumerate(speeds[:50]):
        assert speed <= 0.5 * (tick + 2) * 0.02 + 1e-6
    assert max(speeds) > 0.3  # the chunk's own is 0.25: what was lost at the start is made up
