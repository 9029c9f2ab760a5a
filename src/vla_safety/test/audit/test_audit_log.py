# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit log: JSON lines, a disk that cannot be written, closing."""

from collections.abc import Callable
import errno
import json
import math
from pathlib import Path
import threading
import time

import numpy as np
import pytest
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.audit_log import to_json_line
from vla_safety.audit.audit_reader import AuditReader


def test_any_record_is_one_line_of_strict_json() -> None:
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


def _until(done: Callable[[], bool], timeout_s: float = 20.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < end_s
        time.sleep(0.01)


class FullDiskFile(AuditFile):
    """A file that can be written only while `full` is False."""

    full = True

    def write(self, line: bytes) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, 'No space left on device', 'audit')
        super().write(line)


def test_records_wait_in_memory_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_safety.audit.audit_log._RETRY_S', 0.02)
    monkeypatch.setattr('vla_safety.audit.audit_log._MAX_WAITING', 50)
    file = FullDiskFile(AuditSettings(), tmp_path, 'robot')
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
    log = AuditLog(FullDiskFile(AuditSettings(), tmp_path, 'robot'))
    log.put({'kind': 'stop'})
    _until(lambda: bool(log.problem))
    start_s = time.monotonic()
    log.close()
    assert time.monotonic() - start_s < 5.0


def test_a_directory_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('in the way')
    log = AuditLog(AuditFile(AuditSettings(), tmp_path / 'file' / 'below', 'robot'))
    log.put({'kind': 'stop'})
    _until(lambda: bool(log.problem))
    assert 'audit_directory' in log.problem
    log.close()


def test_lines_are_written_while_the_disk_does_not_complete_fsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed then loses none of them."""
    fsync_began, disk_is_free = threading.Event(), threading.Event()

    def fsync(_: int) -> None:
        fsync_began.set()
        disk_is_free.wait(20.0)

    monkeypatch.setattr('vla_safety.audit.audit_file.os.fsync', fsync)
    log = AuditLog(AuditFile(AuditSettings(audit_fsync='interval'), tmp_path, 'robot'))
    log.put({'kind': 'stop', 'n': 1})
    assert fsync_began.wait(20.0)
    log.put({'kind': 'stop', 'n': 2})
    _until(lambda: log.written == 2)
    assert [record['n'] for record in AuditReader([tmp_path])] == [1, 2]
    start_s = time.monotonic()
    log.close(timeout_s=0.1)
    assert time.monotonic() - start_s < 5.0
    disk_is_free.set()
