# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Records of the audit log: commands, their classification, decisions and motion."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from typing import Any
from typing import Protocol

from vla_safety.audit.redactor import Redactor
from vla_safety.gate.gate_events import GateEvent

_MAX_SENDERS = 8


class RecordSink(Protocol):
    """Destination of records."""

    def put(self, record: Mapping[str, Any]) -> None:
        """Take a record."""
        ...


class Auditor:
    """Make numbered records; a redactor, if given, replaces the texts of people."""

    def __init__(self, sink: RecordSink, redactor: Redactor | None = None) -> None:
        self._sink = sink
        self._redactor = redactor
        self._number = 0
        self._last_policy_state: tuple[object, ...] = ()

    def record_start(self, **fields: Any) -> None:
        """Record the settings of the node."""
        self._put('started', fields)

    def record_limits(self, limits: dict[str, Any]) -> None:
        """Record limits that were changed."""
        self._put('limits', {'limits': limits})

    def record_events(self, events: Iterable[GateEvent]) -> None:
        """Record events of the gate."""
        for event in events:
            self._put(event.kind, event.fields)

    def record_command(
        self, text: str, senders: Iterable[str], *, is_stop: bool, command_id: str = ''
    ) -> None:
        """
        Record a command as received.

        Parameters
        ----------
        text
            Text of the command.
        senders
            Nodes that publish commands. ROS does not give the sender of a message.
        is_stop
            Whether the text is a stop word.
        command_id
            Id of the command; empty for a plain text without one.

        """
        fields: dict[str, Any] = {'command_id': command_id} if command_id else {}
        names = sorted(set(senders))[:_MAX_SENDERS]
        fields |= {**self._redacted('text', text), 'possible_senders': names, 'stop_word': is_stop}
        self._put('command', fields)

    def record_classification(
        self,
        *,
        command_id: str,
        text: str,
        kind: str,
        reason: str,
        normalized_text: str = '',
        meaning: str = '',
    ) -> None:
        """Record how the language node understood a command."""
        fields = {'command_id': command_id, 'command_kind': kind, **self._redacted('text', text)}
        # A reason may quote the text.
        fields |= self._redacted('reason', reason)
        for name, value in (('normalized_text', normalized_text), ('meaning', meaning)):
            if value:
                fields |= self._redacted(name, value)
        self._put('classification', fields)

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
        step: str = '',
    ) -> None:
        """
        Record state, step and task of the policy, unless only its confidence has changed.

        The step is empty for a command of one step.
        """
        fields = {
            'command_id': command_id,
            'policy_state': state,
            'step': step,
            'task': task,
            'target': target,
            'destination': destination,
            'reason': reason,
        }
        if self._last_policy_state != (new := tuple(fields.values())):
            self._last_policy_state = new
            self._put('policy_state', {**fields, 'confidence': confidence})

    def _redacted(self, name: str, text: str) -> dict[str, str]:
        if self._redactor is None:
            return {name: text}
        return {f'{name}_hash': self._redactor.hash_of(text)} if text else {}

    def _put(self, kind: str, fields: Mapping[str, Any]) -> None:
        self._number += 1
        self._sink.put({'n': self._number, 'time': utc_now(), 'kind': kind, **fields})


def utc_now() -> str:
    """Return the time of day in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec='milliseconds')
