# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit files: lines in files of limited size, number and age."""

from dataclasses import dataclass
import math
import os
from pathlib import Path
import threading
import time

from vla_common.retention import delete_outdated_files
from vla_common.settings import check_settings
from vla_common.settings import setting

PATTERN = 'audit-*.jsonl'
_MODE = 0o600
_MB = 1_000_000
_SMALL_MB = 1e-6


@dataclass(frozen=True)
class AuditSettings:
    """Parameters of the node for the audit log."""

    audit: bool = setting(True, 'Whether decisions are written to the audit log')
    audit_directory: str = setting(
        '', 'Directory of the audit log; empty: vla_audit in the log directory of ROS'
    )
    audit_max_file_mb: float = setting(
        10.0, 'Size at which a new file begins', unit='MB', minimum=0.001, maximum=10000.0
    )
    audit_keep_mb: float = setting(
        500.0,
        'Total size above which the oldest files are deleted',
        unit='MB',
        minimum=0.01,
        maximum=1e6,
    )
    audit_keep_days: float = setting(
        30.0, 'Age from which files are deleted', unit='days', minimum=0.001, maximum=36500.0
    )
    audit_fsync: str = setting(
        'interval',
        'When lines are forced onto the disk. A loss of power loses lines that were not; a killed'
        ' process loses no written line',
        options=('never', 'interval', 'always'),
    )
    audit_fsync_interval_s: float = setting(
        1.0, 'Time between two forced writes, for interval', unit='s', minimum=0.01, maximum=3600.0
    )
    redact_commands: bool = setting(
        False, 'Whether the log has salted hashes instead of the texts of commands'
    )

    def __post_init__(self) -> None:
        check_settings(self)
        if self.audit_keep_mb < self.audit_max_file_mb:
            raise ValueError(
                'audit_keep_mb must be at least audit_max_file_mb; got'
                f' {self.audit_keep_mb:g} and {self.audit_max_file_mb:g}. Raise the first or lower'
                ' the second'
            )


def audit_directory(given: str = '') -> Path:
    """Return the directory of the audit log: the given one, or one in the log directory of ROS."""
    return Path(given).expanduser() if given else ros_log_directory() / 'vla_audit'


def ros_log_directory() -> Path:
    """Return the log directory of ROS."""
    home = os.environ.get('ROS_HOME') or '~/.ros'
    return Path(os.environ.get('ROS_LOG_DIR') or f'{home}/log').expanduser()


class AuditFile:
    """
    Append lines; when a file is full, begin a new one and delete old ones.

    Lines are written completely or not at all: a line that a full disk cuts off is removed.
    One thread writes; `sync` may be called in another one, and does not delay `write`.
    """

    def __init__(self, settings: AuditSettings, directory: Path, name: str) -> None:
        self._settings = settings
        self._directory = directory
        started = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())
        self._stem = f'audit-{name}-{started}-{os.getpid()}'
        self._count = 0
        self._file = -1
        self._size = 0
        self._synced_s = -math.inf
        self._dirty = False
        # Held where the descriptor changes or is copied, never during fsync.
        self._descriptor_lock = threading.Lock()

    def write(self, line: bytes) -> None:
        """
        Append a line, without its newline.

        Raises
        ------
        OSError
            If the line cannot be written; the same line may be tried again.

        """
        limit = self._settings.audit_max_file_mb * _MB
        if self._file < 0 or self._size + len(line) >= limit:
            self._begin()
        data = line + b'\n'
        try:
            written = os.write(self._file, data)
            if written < len(data):
                raise OSError(f'only {written} of {len(data)} bytes were written. Free the disk')
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
        self._dirty = True
        if self._settings.audit_fsync == 'always':
            self._fsync()

    def sync(self) -> None:
        """Force lines onto the disk if the interval has passed."""
        due_s = self._synced_s + self._settings.audit_fsync_interval_s
        if self._settings.audit_fsync == 'interval' and time.monotonic() >= due_s:
            self._fsync()

    def close(self) -> None:
        """Close the file."""
        if self._file < 0:
            return
        try:
            if self._settings.audit_fsync != 'never':
                self._fsync()
        finally:
            with self._descriptor_lock:
                os.close(self._file)
                self._file = -1

    def _fsync(self) -> None:
        with self._descriptor_lock:
            if not self._dirty or self._file < 0:
                return
            # The file may be closed meanwhile.
            descriptor = os.dup(self._file)
            # Before fsync: a line that is written meanwhile needs another one.
            self._dirty = False
        try:
            os.fsync(descriptor)
            self._synced_s = time.monotonic()
        except OSError:
            self._dirty = True
            raise
        finally:
            os.close(descriptor)

    def _begin(self) -> None:
        self.close()
        self._directory.mkdir(parents=True, exist_ok=True)
        # Leave room for the new file at its full size.
        room_mb = self._settings.audit_keep_mb - self._settings.audit_max_file_mb
        delete_outdated_files(
            self._directory,
            PATTERN,
            keep_days=self._settings.audit_keep_days,
            keep_mb=max(room_mb, _SMALL_MB),
        )
        path = self._directory / f'{self._stem}-{self._count:04d}.jsonl'
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with self._descriptor_lock:
            self._file = os.open(path, flags, _MODE)
        self._size = os.fstat(self._file).st_size
        self._count += 1
