# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit log: a queue of records that a worker thread writes as lines of JSON."""

from collections import deque
from collections.abc import Mapping
import json
import math
import threading
import time
from typing import Any

from vla_common.worker_thread import WorkerThread
from vla_safety.audit.audit_file import AuditFile

_MAX_WAITING = 20_000
_MAX_TEXT = 1024
_RETRY_S = 0.5
_IDLE_S = 0.2


class AuditLog:
    """
    Write records without blocking the caller.

    While the disk cannot be written, records wait in memory. When that queue is full, new records
    are lost; their number is counted, reported, and logged once the disk can be written again.
    """

    def __init__(self, file: AuditFile) -> None:
        self._file = file
        self._waiting: deque[dict[str, Any]] = deque()
        self._wake_up = threading.Event()
        self._closing = False
        self._unreported = 0
        self.written = 0
        self.lost = 0
        #: Why nothing can be written now; empty while writing works.
        self.problem = ''
        self._worker = WorkerThread('audit', self._step, self._on_error)
        # A busy disk delays fsync for seconds. Lines that wait for it in this process are lost if
        # the process is killed; written ones are not.
        self._sync_worker = WorkerThread('audit_sync', self._sync, self._on_error)

    @property
    def waiting(self) -> int:
        """Return the number of records that are not written yet."""
        return len(self._waiting)

    def put(self, record: Mapping[str, Any]) -> None:
        """Queue a record; only one thread at a time may call this."""
        if len(self._waiting) >= _MAX_WAITING:
            self.lost += 1
            self._unreported += 1
            return
        self._waiting.append(dict(record))
        self._wake_up.set()

    def close(self, timeout_s: float = 2.0) -> None:
        """Write waiting records, as far as the disk permits within `timeout_s`; end the thread."""
        end_s = time.monotonic() + timeout_s
        while self._waiting and not self.problem and time.monotonic() < end_s:
            time.sleep(0.005)
        self._closing = True
        self._wake_up.set()
        has_synced = self._sync_worker.stop(timeout_s)
        # A disk that does not complete fsync would block the caller.
        if self._worker.stop(timeout_s) and has_synced:
            try:
                self._file.close()
            except OSError as error:
                self._on_error(str(error))

    def _step(self) -> None:
        self._wake_up.wait(_IDLE_S)
        self._wake_up.clear()
        try:
            while self._waiting and not self._closing:
                self._file.write(to_json_line(self._waiting[0]))
                self._waiting.popleft()
                self.written += 1
                self.problem = ''
            self._report_lost()
        except OSError as error:
            self._on_os_error(error)

    def _sync(self) -> None:
        time.sleep(_IDLE_S)
        try:
            self._file.sync()
        except OSError as error:
            self._on_os_error(error)

    def _on_os_error(self, error: OSError) -> None:
        self._on_error(f'{error.strerror or error} ({error.filename or "audit file"})')
        if not self._closing:
            time.sleep(_RETRY_S)

    def _report_lost(self) -> None:
        if self._unreported and not self._waiting:
            count = self._unreported
            self._file.write(to_json_line({'kind': 'lost', 'records': count}))
            self._unreported -= count

    def _on_error(self, text: str) -> None:
        self.problem = (
            f'the audit log must be writable; got {text[:_MAX_TEXT]}. Free the disk or change'
            ' audit_directory'
        )


def to_json_line(record: Mapping[str, Any]) -> bytes:
    """Return a record as one line of strict JSON."""
    return json.dumps(_to_json(record), ensure_ascii=False, separators=(',', ':')).encode()


def _to_json(value: Any) -> Any:
    """Return a value that JSON can hold: numbers rounded, or as text where not finite."""
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        # A lone surrogate cannot be encoded as UTF-8.
        return value[:_MAX_TEXT].encode(errors='replace').decode()
    if isinstance(value, Mapping):
        return {str(key): _to_json(entry) for key, entry in value.items()}
    if hasattr(value, 'tolist'):
        return _to_json(value.tolist())
    if isinstance(value, list | tuple):
        return [_to_json(entry) for entry in value]
    number = float(value)
    return float(f'{number:.6g}') if math.isfinite(number) else str(number)
