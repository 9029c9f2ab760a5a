# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The audit log: files, records, a disk that refuses, redaction, and reading it all again."""

from collections.abc import Callable
import errno
import json
import math
import os
from pathlib import Path
import time
from typing import Any

import numpy as np
import pytest
from vla_safety.audit import audit_cli
from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_file import PATTERN
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.audit_log import to_json_line
from vla_safety.audit.audit_reader import AuditReader
from vla_safety.audit.auditor import Auditor
from vla_safety.audit.redactor import Redactor
from vla_safety.gate.gate_events import GateEvent
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate

UNDERSTOOD = {
    'command_id': 'c1',
    'state': 'executing',
    'task': 'pick',
    'target': 'red cube',
    'destination': '',
    'reason': '',
    'confidence': 0.75,
}


class Records(list[dict[str, Any]]):
    """A sink that keeps everything."""

    put = list.append


def _until(done: Callable[[], bool], timeout_s: float = 20.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < end_s
        time.sleep(0.01)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(PATTERN))


def test_lines_go_to_private_files_of_limited_size(tmp_path: Path) -> None:
    file = AuditFile(AuditSettings(audit_max_file_mb=0.001), tmp_path / 'deep', 'robot')
    for number in range(45):
        file.write((b'{"kind":"stop","n":%d}' % number).ljust(95))
    file.close()
    files = _files(tmp_path / 'deep')
    assert len(files) == 5
    assert all(path.stat().st_size <= 1000 for path in files)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    assert [record['n'] for record in AuditReader([tmp_path / 'deep'])] == list(range(45))


def test_old_files_and_too_many_are_deleted(tmp_path: Path) -> None:
    settings = AuditSettings(audit_max_file_mb=0.001, audit_keep_mb=0.01, audit_keep_days=1.0)
    for name, age_days in (('audit-old.jsonl', 2.0), ('audit-young.jsonl', 0.5)):
        (tmp_path / name).write_bytes(b'x' * 100)
        changed_s = time.time() - age_days * 86400
        os.utime(tmp_path / name, (changed_s, changed_s))
    (tmp_path / 'other.txt').write_bytes(b'x' * 100_000)
    file = AuditFile(settings, tmp_path, 'robot')
    file.write(b'a' * 900)
    assert not (tmp_path / 'audit-old.jsonl').exists()
    assert (tmp_path / 'audit-young.jsonl').exists()
    for _ in range(30):
        file.write(b'a' * 900)
    file.close()
    assert 8 <= len(_files(tmp_path)) <= 11
    assert (tmp_path / 'other.txt').exists()


def test_a_line_that_a_full_disk_cuts_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = AuditFile(AuditSettings(), tmp_path, 'robot')
    file.write(b'{"kind":"a"}')
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, 'write', lambda fd, data: write(fd, data[:5]))
        with pytest.raises(OSError, match='only 5 of 13'):
            file.write(b'{"kind":"b"}')
    file.write(b'{"kind":"c"}')
    file.close()
    assert _files(tmp_path)[0].read_bytes() == b'{"kind":"a"}\n{"kind":"c"}\n'


@pytest.mark.parametrize(('policy', 'count'), [('never', 0), ('interval', 1), ('always', 3)])
def test_lines_are_forced_onto_the_disk_as_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: str, count: int
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, 'fsync', synced.append)
    # The steady clock counts from when the machine was started, just now.
    monkeypatch.setattr(time, 'monotonic', lambda: 5.0)
    settings = AuditSettings(audit_fsync=policy, audit_fsync_interval_s=3600.0)
    file = AuditFile(settings, tmp_path, 'robot')
    for _ in range(3):
        file.write(b'{}')
    assert len(synced) == count
    file.close()
    assert len(synced) == count + (policy == 'interval')


def test_keeping_less_than_one_file_is_refused() -> None:
    with pytest.raises(ValueError, match='audit_keep_mb must be at least'):
        AuditSettings(audit_max_file_mb=10.0, audit_keep_mb=1.0)


def test_the_directory_is_the_given_one_or_that_of_ros(monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit_directory('/some/where') == Path('/some/where')
    monkeypatch.setenv('ROS_LOG_DIR', '/logs')
    assert audit_directory() == Path('/logs/vla_audit')
    monkeypatch.delenv('ROS_LOG_DIR')
    monkeypatch.setenv('ROS_HOME', '/ros')
    assert audit_directory() == Path('/ros/log/vla_audit')


def test_a_record_is_strict_json_whatever_it_holds() -> None:
    line = to_json_line(
        {
            'a': math.nan,
            'b': -math.inf,
            'c': np.array((1.0, 1 / 3)),
            'd': np.int64(7),
            'e': np.float32(0.1),
            'f': 'x' * 5000,
            'g': '\ud800 \n"',
            'h': None,
            'i': True,
            'j': {'k': (1, 2.5)},
        }
    )
    assert b'\n' not in line
    record = json.loads(line, parse_constant=pytest.fail)
    assert record['a'] == 'nan'
    assert record['b'] == '-inf'
    assert record['c'] == [1.0, 0.333333]
    assert record['d'] == 7
    assert record['e'] == 0.1
    assert len(record['f']) == 1024
    assert record['g'] == '? \n"'
    assert (record['h'], record['i'], record['j']) == (None, True, {'k': [1, 2.5]})


class FullDisk(AuditFile):
    """A file that can be written only while `full` is False."""

    full = True

    def write(self, line: bytes) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, 'No space left on device', 'audit')
        super().write(line)


def test_a_full_disk_is_told_and_nothing_is_lost_while_memory_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_safety.audit.audit_log._RETRY_S', 0.02)
    monkeypatch.setattr('vla_safety.audit.audit_log._MAX_WAITING', 50)
    file = FullDisk(AuditSettings(), tmp_path, 'robot')
    log = AuditLog(file)
    start_s = time.monotonic()
    for number in range(60):
        log.put({'kind': 'stop', 'n': number})
    assert time.monotonic() - start_s < 1.0
    _until(lambda: bool(log.problem))
    assert 'No space left' in log.problem
    assert 'Free the disk' in log.problem
    assert (log.written, log.waiting, log.lost) == (0, 50, 10)
    file.full = False
    _until(lambda: log.waiting == 0 and not log.problem)
    log.put({'kind': 'stop', 'n': 60})
    log.close()
    records = list(AuditReader([tmp_path]))
    assert [r['n'] for r in records if r['kind'] == 'stop'] == [*range(50), 60]
    assert [r['records'] for r in records if r['kind'] == 'lost'] == [10]


def test_closing_does_not_wait_for_a_full_disk(tmp_path: Path) -> None:
    log = AuditLog(FullDisk(AuditSettings(), tmp_path, 'robot'))
    log.put({'kind': 'stop'})
    _until(lambda: bool(log.problem))
    start_s = time.monotonic()
    log.close()
    assert time.monotonic() - start_s < 5.0


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('in the way')
    log = AuditLog(AuditFile(AuditSettings(), tmp_path / 'file' / 'below', 'robot'))
    log.put({'kind': 'stop'})
    _until(lambda: bool(log.problem))
    assert 'audit_directory' in log.problem
    log.close()


def test_what_was_said_and_understood_is_noted_once() -> None:
    records = Records()
    auditor = Auditor(records)
    auditor.record_command('pick up the red cube', ['/b', '/a', '/a'], is_stop=False)
    auditor.record_classification(
        command_id='c1', text='pick up the red cube', kind='task', reason=''
    )
    assert 'normalized_text' not in records[-1]
    for confidence in (0.75, 0.8):
        auditor.record_policy_state(**{**UNDERSTOOD, 'confidence': confidence})
    auditor.record_policy_state(**{**UNDERSTOOD, 'state': 'succeeded'})
    auditor.record_events([GateEvent('stop', {'cause': 'stop_word'})])
    kinds = [record['kind'] for record in records]
    assert kinds == ['asked', 'read', 'understood', 'understood', 'stop']
    assert [record['n'] for record in records] == [1, 2, 3, 4, 5]
    assert records[0]['asked_by'] == ['/a', '/b']
    assert records[0]['text'] == records[1]['text'] == 'pick up the red cube'
    assert records[2]['target'] == 'red cube'
    assert records[0]['time'].endswith('+00:00')


def test_redaction_leaves_a_salted_hash_only(tmp_path: Path) -> None:
    records = Records()
    text, reason = 'give my secret to Bob', 'cannot do "secret"'
    Auditor(records, Redactor(tmp_path)).record_command(text, ['/a'], is_stop=False)
    Auditor(records, Redactor(tmp_path)).record_classification(
        command_id='c1',
        text=text,
        kind='unsupported',
        reason=reason,
        normalized_text='give my secret',
    )
    said = json.dumps(records)
    assert 'secret' not in said
    assert 'Bob' not in said
    assert (
        records[0]['text_hash']
        == records[1]['text_hash']
        == Redactor.existing_hash(tmp_path, text)
    )
    assert records[1]['normalized_text_hash'] == Redactor.existing_hash(tmp_path, 'give my secret')
    assert (tmp_path / 'audit.salt').stat().st_mode & 0o777 == 0o600
    other = tmp_path / 'other'
    assert Redactor(other).hash_of(text) != records[0]['text_hash']
    assert Redactor.existing_hash(tmp_path / 'none', text) == ''


def test_redaction_works_without_a_disk(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('in the way')
    redactor = Redactor(tmp_path / 'file')
    assert redactor.hash_of('a') == redactor.hash_of('a') != redactor.hash_of('b')


def _story(folder: Path, *, redactor: Redactor | None = None) -> GateHarness:
    """Write what a robot goes through: a refusal, motion, approval, a stop and a reset."""
    log = AuditLog(AuditFile(AuditSettings(), folder, 'robot'))
    auditor, harness = Auditor(log, redactor), GateHarness(make_gate())
    auditor.record_start(dry_run=False, limits={})
    auditor.record_command('pick up the red cube', ['/terminal'], is_stop=False)
    auditor.record_classification(
        command_id='command-1',
        text='pick up the red cube',
        kind='task',
        reason='',
        normalized_text='pick up the red block',
    )
    auditor.record_policy_state(**{**UNDERSTOOD, 'command_id': 'command-1'})
    harness.tick()
    harness.send(displacement=np.array((0.0, 0.0, 1.0)))
    harness.run(0.5)
    harness.gate.approve()
    harness.gate.stop('stop_word', 'a command said to stop')
    harness.tick(40)
    harness.send()
    harness.gate.reset(harness.now)
    auditor.record_events(harness.gate.events.take())
    log.close()
    return harness


def test_the_log_tells_the_whole_story(tmp_path: Path) -> None:
    harness = _story(tmp_path)
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


def test_the_reader_counts_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / 'audit-a.jsonl').write_bytes(
        b'{"kind":"stop","cause":"x"}\n\xff\xfe\n[1]\n{"kind":3}\n{"kind":"st'
    )
    reader = AuditReader([tmp_path])
    assert [record['kind'] for record in reader] == ['stop']
    assert reader.bad_lines == 4


def test_people_can_read_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _story(tmp_path)
    assert audit_cli.main([str(tmp_path), '--margins']) == 0
    shown = capsys.readouterr().out
    for part in (
        "'pick up the red cube', by one of /terminal",
        'pick, red cube, confidence 0.75',
        '#0 refused, refused by workspace',
        '#1 accepted, closest to a limit:',
        'linear_speed           0.0938 of 0.5, margin 0.406',
        'm/s, to [',
        'ACTIVE -> STOPPED stop_word',
        'no: no command waits',
        'yes: the stop was reset',
        'motion is sent',
        '0 unreadable lines',
        ", read as 'pick up the red block'",
    ):
        assert part in shown, part


@pytest.mark.parametrize(
    ('options', 'kinds'),
    [
        (['--refused'], {'chunk'}),
        (['--kind', 'stop', '--kind', 'reset'], {'stop', 'reset'}),
        (['--command-id', 'command-1', '--kind', 'read'], {'read'}),
        (['--text', 'pick up the red cube'], {'asked', 'read'}),
        (['--text', 'something else'], set()),
        (['--since', '2999'], set()),
    ],
)
def test_the_log_can_be_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], kinds: set[str]
) -> None:
    for redactor in (None, Redactor(tmp_path / 'redacted')):
        folder = tmp_path / ('redacted' if redactor else 'plain')
        _story(folder, redactor=redactor)
        assert audit_cli.main([str(folder), '--json', *options]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert {json.loads(line)['kind'] for line in lines} == kinds


def test_a_missing_log_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_cli.main([str(tmp_path / 'none')]) == 1
    assert 'not found' in capsys.readouterr().err
