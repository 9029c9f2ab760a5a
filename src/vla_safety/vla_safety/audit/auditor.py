# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the audit log says: who asked, what was understood, what was decided, what ran."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
import hashlib
import hmac
import os
from pathlib import Path
import secrets
from typing import Any
from typing import Protocol

from vla_safety.gate.gate_events import GateEvent

_SALT_NAME = 'audit.salt'
_SALT_BYTES = 32
_MAX_ASKERS = 8


class RecordSink(Protocol):
    """Where records go."""

    def put(self, record: Mapping[str, Any]) -> None:
        """Take a record."""
        ...


class Redactor:
    """
    Stand-in for texts: the same text gives the same hash wherever the same salt lies.

    Without the salt a hash can be compared with no text; delete it to cut that link for good.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / _SALT_NAME
        # Until the directory can be written, hashes are those of this run only.
        self._salt = secrets.token_bytes(_SALT_BYTES)
        self._is_kept = False

    @staticmethod
    def known(directory: Path, text: str) -> str:
        """Return the hash that a log in `directory` has for a text; empty without its salt."""
        path = directory / _SALT_NAME
        return _hash(path.read_bytes(), text) if path.is_file() else ''

    def hash_of(self, text: str) -> str:
        """Return the salted hash of a text."""
        self._keep()
        return _hash(self._salt, text)

    def _keep(self) -> None:
        if self._is_kept:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._salt = self._salt_on_disk()
            self._is_kept = True
        except OSError:
            pass  # the log itself reports the disk

    def _salt_on_disk(self) -> bytes:
        if not self._path.exists():
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            file = os.open(self._path, flags, 0o600)
            try:
                os.write(file, self._salt)
            finally:
                os.close(file)
        salt = self._path.read_bytes()
        if len(salt) != _SALT_BYTES:
            raise OSError(f'{self._path} must hold {_SALT_BYTES} bytes; got {len(salt)}')
        return salt


def _hash(salt: bytes, text: str) -> str:
    return hmac.new(salt, text.encode(errors='replace'), hashlib.sha256).hexdigest()


class Auditor:
    """Turn what happens into records; texts of people pass through `redactor` if there is one."""

    def __init__(self, sink: RecordSink, redactor: Redactor | None = None) -> None:
        self._sink = sink
        self._redactor = redactor
        self._number = 0
        self._understood: tuple[object, ...] = ()

    def record_start(self, **fields: Any) -> None:
        """Note under which settings the node runs."""
        self._put('started', fields)

    def record_events(self, events: Iterable[GateEvent]) -> None:
        """Note what the gate decided."""
        for event in events:
            self._put(event.kind, event.fields)

    def record_command(self, text: str, askers: Iterable[str], *, is_stop: bool) -> None:
        """Note a command, and the nodes that may have sent it: ROS does not say which did."""
        names = sorted(set(askers))[:_MAX_ASKERS]
        self._put('asked', {**self._said('text', text), 'asked_by': names, 'stop_word': is_stop})

    def record_classification(
        self, *, command_id: str, text: str, kind: str, reason: str, normalized_text: str = ''
    ) -> None:
        """Note what kind of command the language side took a text for."""
        fields = {'command_id': command_id, 'command_kind': kind, **self._said('text', text)}
        # A reason may quote the text.
        fields |= self._said('reason', reason)
        self._put(
            'read',
            fields | (self._said('normalized_text', normalized_text) if normalized_text else {}),
        )

    def record_policy_state(
        self,
        *,
        command_id: str,
        state: str,
        task: str,
        target: str,
        destination: str,
        reason: str,
        confidence: float,
    ) -> None:
        """Note what the policy takes a command for, whenever that changes."""
        fields = {
            'command_id': command_id,
            'policy_state': state,
            'task': task,
            'target': target,
            'destination': destination,
            'reason': reason,
        }
        if self._understood != (new := tuple(fields.values())):
            self._understood = new
            self._put('understood', {**fields, 'confidence': confidence})

    def _said(self, name: str, text: str) -> dict[str, str]:
        if self._redactor is None:
            return {name: text}
        return {f'{name}_hash': self._redactor.hash_of(text)} if text else {}

    def _put(self, kind: str, fields: Mapping[str, Any]) -> None:
        self._number += 1
        self._sink.put({'n': self._number, 'time': utc_now(), 'kind': kind, **fields})


def utc_now() -> str:
    """Return the time of day in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec='milliseconds')
