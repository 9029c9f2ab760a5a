# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The audit log: records in, lines in a file out, in a thread that nobody waits for."""

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
    Write records without ever making the caller wait.

    While the disk refuses, records wait in memory; beyond what fits there the newest are lost,
    which is counted, told, and written down as soon as there is a disk again.
    """

    def __init__(self, file: AuditFile) -> None:
        self._file = file
        self._waiting: deque[dict[str, Any]] = deque()
        self._woken = threading.Event()
        self._closing = False
        self._untold = 0
        self.written = 0
        self.lost = 0
        #: Why nothing can be written now; empty when all is well.
        self.problem = ''
        self._worker = WorkerThread('audit', self._step, self._on_error)

    @property
    def waiting(self) -> int:
        """Return how many records are not written yet."""
        return len(self._waiting)

    def put(self, record: Mapping[str, Any]) -> None:
        """Take a record; only one thread at a time may call this."""
        if len(self._waiting) >= _MAX_WAITING:
            self.lost += 1
            self._untold += 1
            return
        self._waiting.append(dict(record))
        self._woken.set()

    def close(self, timeout_s: float = 2.0) -> None:
        """Write what waits, as far as the disk takes it in time, and end the thread."""
        end_s = time.monotonic() + timeout_s
        while self._waiting and not self.problem and time.monotonic() < end_s:
            time.sleep(0.005)
        self._closing = True
        self._woken.set()
        if self._worker.stop(timeout_s):
            try:
                self._file.close()
            except OSError as error:
                self._on_error(str(error))

    def _step(self) -> None:
        self._woken.wait(_IDLE_S)
        self._woken.clear()
        try:
            while self._waiting and not self._closing:
                self._file.write(to_json_line(self._waiting[0]))
                self._waiting.popleft()
                self.written += 1
                self.problem = ''
            self._tell_lost()
            self._file.sync()
        except OSError as error:
            self._on_error(f'{error.strerror or error} ({error.filename or "audit file"})')
            if not self._closing:
                time.sleep(_RETRY_S)

    def _tell_lost(self) -> None:
        if self._untold and not self._waiting:
            untold = self._untold
            self._file.write(to_json_line({'kind': 'lost', 'records': untold}))
            self._untold -= untold

    def _on_error(self, text: str) -> None:
        self.problem = (
            f'the audit log must be writable; got {text[:_MAX_TEXT]}. Free the disk or change'
            ' audit_directory'
        )


def to_json_line(record: Mapping[str, Any]) -> bytes:
    """Return a record as one line of strict JSON."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(',', ':')).encode()


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold: numbers rounded, or in words where not finite."""
    if isinstance(value, bool | None):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        # Half a surrogate pair, which a text may hold, is no UTF-8.
        return value[:_MAX_TEXT].encode(errors='replace').decode()
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if hasattr(value, 'tolist'):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    number = float(value)
    return float(f'{number:.6g}') if math.isfinite(number) else str(number)
