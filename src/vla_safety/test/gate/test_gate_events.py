# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Events of the gate: chunks, executed motion, limited buffer."""

import numpy as np
import pytest
from vla_safety.checks.check_context import Margin
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Target
from vla_safety.types.chunk import Violation


def _target(x_m: float) -> Target:
    return Target(HOME + (x_m, 0.0, 0.0), TOOL_DOWN, 1.0)


def test_events_are_taken_once_and_the_oldest_are_dropped() -> None:
    events = GateEventRecorder()
    for number in range(1005):
        events.record('stop', number=number)
    taken = events.take()
    assert [taken[0].fields, taken[-1].fields] == [{'number': 5}, {'number': 1004}]
    assert events.take() == []


def test_a_refused_chunk_has_its_checks_and_the_first_messages() -> None:
    events = GateEventRecorder()
    refusals = tuple(Violation('workspace', i, 0.1, 0.0, f'text {i}') for i in range(5))
    margins = {'workspace': Margin(0.1, 0.0, -0.1)}
    chunk = make_chunk(command_id='x' * 200, sequence=4)
    events.record_chunk('refused', chunk, 0.2, ChunkAssessment(chunk, refusals, margins=margins))
    (event,) = events.take()
    assert event.kind == 'chunk'
    assert event.fields['outcome'] == 'refused'
    assert event.fields['command_id'] == 'x' * 128
    assert (event.fields['sequence'], event.fields['steps'], event.fields['age_s']) == (4, 16, 0.2)
    assert event.fields['refused_by'] == ['workspace']
    assert event.fields['messages'] == ['text 0', 'text 1', 'text 2']
    assert event.fields['checks'] == margins


def test_a_chunk_that_was_not_checked_has_no_checks() -> None:
    events = GateEventRecorder()
    events.record_chunk('over', make_chunk(), 0.2, None)
    (event,) = events.take()
    assert 'checks' not in event.fields


@pytest.mark.parametrize('dry_run', [True, False])
def test_the_motion_of_a_chunk_is_summed_up_when_the_next_one_starts(dry_run: bool) -> None:
    events = GateEventRecorder(dry_run=dry_run)
    events.record_tick(_target(9.0), 9.0, 9.0)  # before the first chunk
    events.record_start(make_chunk(sequence=1, plan_latency_s=0.05), gate_latency_s=0.06)
    for x_m, speed_m_s in ((0.0, 0.1), (0.02, 0.3), (0.05, 0.2)):
        events.record_tick(_target(x_m), speed_m_s, 0.12)
    events.record_start(make_chunk(sequence=2))
    (event,) = events.take()
    assert event.kind == 'motion'
    assert (event.fields['sequence'], event.fields['ticks']) == (1, 3)
    assert event.fields['path_length_m'] == pytest.approx(0.05)
    assert event.fields['peak_speed_m_s'] == 0.3
    latencies_s = [event.fields[f'{name}latency_s'] for name in ('plan_', 'gate_', '')]
    assert latencies_s == [0.05, 0.06, 0.12]
    assert event.fields['sent'] is not dry_run
    np.testing.assert_array_equal(event.fields['start_m'], HOME)
    np.testing.assert_allclose(event.fields['end_m'], HOME + (0.05, 0.0, 0.0))


def test_a_chunk_without_motion_is_no_event() -> None:
    events = GateEventRecorder()
    events.record_start(make_chunk())
    events.record_end()
    events.record_end()
    assert events.take() == []
