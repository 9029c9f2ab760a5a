# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""RecordList of commands, classifications, policy states and events."""

import json
from pathlib import Path

from audit_samples import POLICY_STATE
from audit_samples import RecordList
from audit_samples import write_sample_log
import pytest
from vla_safety.audit.audit_reader import AuditReader
from vla_safety.audit.auditor import Auditor
from vla_safety.audit.redactor import Redactor
from vla_safety.gate.gate_events import GateEvent


def test_each_state_of_the_policy_is_recorded_once() -> None:
    records = RecordList()
    auditor = Auditor(records)
    auditor.record_command('pick up the red cube', ['/b', '/a', '/a'], is_stop=False)
    auditor.record_classification(
        command_id='c1', text='pick up the red cube', kind='task', reason=''
    )
    assert {'normalized_text', 'meaning'}.isdisjoint(records[-1])
    for confidence in (0.75, 0.8):
        auditor.record_policy_state(**{**POLICY_STATE, 'confidence': confidence})
    auditor.record_policy_state(**{**POLICY_STATE, 'state': 'succeeded'})
    auditor.record_events([GateEvent('stop', {'cause': 'stop_word'})])
    kinds = [record['kind'] for record in records]
    assert kinds == ['command', 'classification', 'policy_state', 'policy_state', 'stop']
    assert [record['n'] for record in records] == [1, 2, 3, 4, 5]
    assert records[0]['possible_senders'] == ['/a', '/b']
    assert records[0]['text'] == records[1]['text'] == 'pick up the red cube'
    assert records[2]['target'] == 'red cube'
    assert records[0]['time'].endswith('+00:00')


def test_redaction_leaves_a_salted_hash_only(tmp_path: Path) -> None:
    records = RecordList()
    text, reason = 'give my secret to Bob', 'cannot do "secret"'
    Auditor(records, Redactor(tmp_path)).record_command(text, ['/a'], is_stop=False)
    Auditor(records, Redactor(tmp_path)).record_classification(
        command_id='c1',
        text=text,
        kind='unsupported',
        reason=reason,
        normalized_text='give my secret',
        meaning='other: secret, towards Bob',
    )
    text_of_records = json.dumps(records)
    assert 'secret' not in text_of_records
    assert 'Bob' not in text_of_records
    assert (
        records[0]['text_hash']
        == records[1]['text_hash']
        == Redactor.existing_hash(tmp_path, text)
    )
    assert records[1]['normalized_text_hash'] == Redactor.existing_hash(tmp_path, 'give my secret')
    assert 'meaning_hash' in records[1]
    assert (tmp_path / 'audit.salt').stat().st_mode & 0o777 == 0o600
    other = tmp_path / 'other'
    assert Redactor(other).hash_of(text) != records[0]['text_hash']
    assert Redactor.existing_hash(tmp_path / 'none', text) == ''


def test_the_log_of_a_command_is_complete(tmp_path: Path) -> None:
    harness = write_sample_log(tmp_path)
    records = list(AuditReader([tmp_path]))
    chunks = [r for r in records if r['kind'] == 'chunk']
    outcomes = [r['outcome'] for r in chunks]
    assert outcomes == ['refused', *['accepted'] * 3, 'stopped']
    refused, accepted = chunks[:2]
    assert 'workspace' in refused['refused_by']
    value, limit, margin = refused['checks']['workspace']
    assert (value, limit, margin) == pytest.approx((0.7, 0.0, -0.7))
    value, limit, margin = accepted['checks']['linear_speed']
    assert limit - value == pytest.approx(margin)
    assert accepted['checks']['confidence'] == [0.9, 0.2, 0.7]
    motions = [r for r in records if r['kind'] == 'motion']
    assert [r['sequence'] for r in motions] == [r['sequence'] for r in chunks[1:4]]
    assert motions[-1]['end_m'] == pytest.approx(harness.robot.position.tolist(), abs=1e-5)
    assert sum(r['ticks'] for r in motions) == sum(c is not None for c in harness.commands)
    assert all(0 < r['peak_speed_m_s'] <= 0.5 for r in motions)
    states = [(r['before'], r['after'], r['reason']) for r in records if r['kind'] == 'state']
    assert states[0] == ('IDLE', 'ACTIVE', '')
    assert ('ACTIVE', 'STOPPED', 'stop_word') in states
    assert [r['success'] for r in records if r['kind'] in ('approve', 'reset')] == [False, True]


def test_a_command_with_an_id_is_recorded_with_it() -> None:
    records = RecordList()
    auditor = Auditor(records)
    auditor.record_command('stop', ['/a'], is_stop=True, command_id='c7')
    auditor.record_command('stop', ['/a'], is_stop=True)
    assert records[0]['command_id'] == 'c7'
    assert 'command_id' not in records[1]


def test_at_most_eight_possible_senders_are_kept() -> None:
    records = RecordList()
    Auditor(records).record_command('a', [f'/n{i}' for i in range(20)], is_stop=False)
    assert len(records[0]['possible_senders']) == 8
