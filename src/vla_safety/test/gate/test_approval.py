# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Approval of commands: modes, time-out, dry run, approval in a running gate."""

from typing import Any

import numpy as np
import pytest
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate


@pytest.mark.parametrize(
    ('mode', 'waits'),
    [
        ('never', [False, False, False, False]),
        ('first_motion', [True, False, False, False]),
        ('every_command', [True, False, True, True]),
        ('on_low_confidence', [False, False, True, False]),
    ],
)
def test_commands_that_wait_for_approval_by_mode(mode: str, waits: list[bool]) -> None:
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


def _manager(mode: str) -> ApprovalManager:
    return ApprovalManager(ApprovalSettings(approval=mode))


@pytest.mark.parametrize(
    ('mode', 'blocked'),
    [
        ('never', [False, False, False]),
        ('first_motion', [True, False, False]),
        ('every_command', [True, True, True]),
        ('on_low_confidence', [False, True, False]),
    ],
)
def test_each_command_is_approved_separately(mode: str, blocked: list[bool]) -> None:
    approval, blocked_now = _manager(mode), []
    for number, confidence in enumerate((0.9, 0.3, 0.8)):
        chunk = make_chunk(command_id=str(number), confidence=confidence)
        blocked_now.append(approval.blocks(chunk, 0.0))
        assert approval.approve()[0] == blocked_now[-1]
        assert not approval.blocks(chunk, 0.0)
    assert blocked_now == blocked


def test_only_the_newest_waiting_command_is_approved() -> None:
    approval = _manager('every_command')
    assert approval.blocks(make_chunk(command_id='a'), 0.0)
    assert approval.blocks(make_chunk(command_id='b'), 1.0)
    approval.approve()
    assert approval.blocks(make_chunk(command_id='a'), 2.0)
    assert not approval.blocks(make_chunk(command_id='b'), 2.0)


def test_approval_expires_once() -> None:
    approval = _manager('every_command')
    assert approval.expired(99.0) == ''
    assert approval.blocks(make_chunk(), 100.0)
    assert approval.blocks(make_chunk(), 129.0)
    assert approval.expired(129.9) == ''
    assert approval.expired(130.0) == 'command-1'
    assert approval.expired(131.0) == ''
    assert not approval.approve()[0]


def test_nothing_moves_before_approval() -> None:
    harness = GateHarness(make_gate(approval=ApprovalSettings(approval='every_command')))
    harness.tick()
    harness.run(0.5)
    assert not any(harness.commands)
    assert harness.gate.reason == 'approval_pending'
    assert harness.gate.approve()[0]
    harness.start_moving()


def test_a_command_without_approval_in_time_is_refused() -> None:
    settings = ApprovalSettings(approval='every_command', approval_timeout_s=0.5)
    harness = GateHarness(make_gate(approval=settings))
    harness.tick()
    harness.run(1.0)
    assert harness.gate.reason == 'approval_timeout'
    assert not harness.gate.approve()[0]
    assert harness.send() is None


def test_a_stop_finishes_a_waiting_command() -> None:
    harness = GateHarness(make_gate(approval=ApprovalSettings(approval='every_command')))
    harness.tick()
    harness.send()
    harness.gate.stop('stop_service', 'the service was called')
    assert not harness.gate.approve()[0]
    assert harness.gate.reset(harness.now)[0]
    assert harness.send() is None


def _kinds(events: GateEventRecorder) -> set[str]:
    return {event.kind for event in events.take()}


def test_low_confidence_during_motion_waits_for_approval() -> None:
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


def test_a_dry_run_sends_no_motion() -> None:
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


@pytest.mark.parametrize(
    ('changes', 'part'), [({'approval': 'always'}, 'approval must be one of')]
)
def test_invalid_values_are_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        ApprovalSettings(**changes)
