# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit files: size, age, interrupted lines, fsync, directory."""

import os
from pathlib import Path
import time

import pytest
from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_file import PATTERN
from vla_safety.audit.audit_reader import AuditReader


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


def test_old_files_are_deleted_by_age_and_total_size(tmp_path: Path) -> None:
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


def test_a_line_that_a_full_disk_cuts_is_removed(
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
def test_lines_are_forced_onto_the_disk_as_configured(
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
        file.sync()
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
