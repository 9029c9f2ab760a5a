# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Records of the audit log as the part of an episode that the gate decides."""

from datetime import datetime
from datetime import UTC
from typing import Any

import numpy as np
from vla_bringup.episode.gate_record import read_gate_record

START_S = 1_700_000_000.0


def record(kind: str, after_s: float, **fields: Any) -> dict[str, Any]:
    time = datetime.fromtimestamp(START_S + after_s, UTC).isoformat(timespec='milliseconds')
    return {'kind': kind, 'time': time, **fields}


def chunk(sequence: int, outcome: str, margin: Any, **fields: Any) -> dict[str, Any]:
    checks = {'workspace': [0.1, 0.0, margin]}
    return record(
        'chunk', sequence, command_id='a', sequence=sequence, outcome=outcome, age_s=0.2,
        checks=checks, **fields,
    )  # fmt: skip


def test_the_smallest_margin_of_each_check_is_kept() -> None:
    records = [
        chunk(1, 'accepted', 0.3),
        chunk(2, 'accepted', 0.1, adjusted_by=['linear_jerk']),
        chunk(3, 'accepted', 0.2),
    ]
    gate = read_gate_record(records, 'a', START_S, 9.0)
    workspace, jerk = gate.checks
    assert (workspace.margin, workspace.sequence, workspace.chunks) == (0.1, 2, 3)
    assert (jerk.name, jerk.adjusted, jerk.chunks) == ('linear_jerk', 1, 0)
    assert gate.outcomes == {1: 'accepted', 2: 'accepted', 3: 'accepted'}
    assert gate.received_s == {1: 0.2, 2: 0.2, 3: 0.2}


def test_a_margin_that_is_not_a_number_counts_as_the_smallest() -> None:
    gate = read_gate_record([chunk(1, 'accepted', 0.3), chunk(2, 'refused', 'nan')], 'a', 0, 9)
    assert np.isnan(gate.checks[0].margin)
    assert gate.checks[0].sequence == 2


def test_equal_refusals_in_succession_are_counted() -> None:
    refused = {'refused_by': ['workspace'], 'messages': ['too far']}
    records = [chunk(n, 'refused', -0.1, **refused) for n in (1, 2, 3)]
    (refusal,) = read_gate_record(records, 'a', START_S, 9.0).refusals
    assert (refusal.reason, refusal.message, refusal.count) == ('workspace', 'too far', 3)
    assert refusal.time_s == 1.0


def test_other_commands_and_other_times_are_left_out() -> None:
    records = [
        record('stop', -1.0, cause='service', message='before'),
        {**chunk(1, 'accepted', 0.1), 'command_id': 'b'},
        record('stop', 2.0, cause='service', message='during'),
        record('stop', 99.0, cause='service', message='after'),
    ]
    gate = read_gate_record(records, 'a', START_S, 9.0)
    assert gate.outcomes == {}
    assert [refusal.message for refusal in gate.refusals] == ['during']


def test_without_a_command_id_no_chunk_belongs() -> None:
    records = [{**chunk(1, 'accepted', 0.1), 'command_id': ''}]
    assert read_gate_record(records, '', START_S, 9.0).outcomes == {}


def test_meaning_latency_and_workspace() -> None:
    limits = {'workspace_min_m': [0, -1, 0], 'workspace_max_m': [1, 1, 1]}
    records = [
        record('started', -5.0, limits=limits),
        record('classification', 0.1, command_id='a', command_kind='task', meaning='pick: cube'),
        record('motion', 1.0, command_id='a', sequence=4, latency_s=0.25),
        record('motion', 2.0, command_id='a', sequence=5, latency_s=-1.0),
    ]
    gate = read_gate_record(records, 'a', START_S, 9.0)
    assert (gate.command_kind, gate.meaning) == ('task', 'pick: cube')
    assert gate.motion_s == {4: 0.25}
    assert gate.workspace_m is not None
    assert gate.workspace_m.tolist() == [[0, -1, 0], [1, 1, 1]]
    assert gate.refusals == ()


def test_a_refusal_of_the_language_node_has_its_reason() -> None:
    records = [
        record('classification', 0.5, command_id='a', command_kind='unsupported', reason='pink')
    ]
    (refusal,) = read_gate_record(records, 'a', START_S, 9.0).refusals
    assert (refusal.source, refusal.reason, refusal.message) == ('language', 'unsupported', 'pink')
