# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outcome of a chunk by state, command, checks and approval."""

import pytest
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.chunk_admission import ChunkOutcome
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate


def _outcomes(harness: GateHarness) -> list[str]:
    events = harness.gate.events.take()
    return [event.fields['outcome'] for event in events if event.kind == 'chunk']


def test_a_valid_chunk_is_accepted_and_a_repeated_one_refused(harness: GateHarness) -> None:
    stamp_ns = harness.stamp_ns
    for _ in range(2):
        harness.send(stamp_ns=stamp_ns, sequence=1)
    assert _outcomes(harness) == [ChunkOutcome.ACCEPTED, ChunkOutcome.REFUSED]
    assert harness.gate.chunks.refusal is not None
    assert harness.gate.chunks.refusal.assessment.refusals[0].check == 'order'


def test_chunks_of_a_finished_command_are_over(harness: GateHarness) -> None:
    harness.gate.on_policy_state(PolicyState.FAILED, 'command-1')
    assert harness.send() is None
    harness.send(command_id='command-2')
    assert _outcomes(harness) == [ChunkOutcome.OVER, ChunkOutcome.ACCEPTED]


def test_a_chunk_waits_for_approval() -> None:
    harness = GateHarness(make_gate(approval=ApprovalSettings(approval='every_command')))
    harness.tick()
    assessment = harness.send()
    assert assessment is not None
    assert assessment.accepted
    harness.gate.approve()
    harness.send()
    assert _outcomes(harness) == [ChunkOutcome.PENDING, ChunkOutcome.ACCEPTED]


def test_a_chunk_during_a_latched_stop_finishes_its_command(harness: GateHarness) -> None:
    harness.gate.stop('stop_service', 'text')
    assert harness.send() is None
    assert harness.gate.reset(harness.now)[0]
    assert harness.send() is None
    assert _outcomes(harness) == [ChunkOutcome.STOPPED, ChunkOutcome.OVER]


@pytest.mark.parametrize(('age_s', 'alive'), [(0.1, True), (5.0, False)])
def test_a_policy_is_alive_if_its_chunks_have_a_valid_stamp(
    harness: GateHarness, age_s: float, alive: bool
) -> None:
    harness.gate.on_policy_state(PolicyState.EXECUTING, 'command-1')
    harness.gate.stop('chunk_stale', 'text')
    harness.send(age_s=age_s)
    assert harness.gate.reset(harness.now)[0] is alive
