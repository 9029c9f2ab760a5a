# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Read the audit log and say it in words."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

from vla_safety.audit.audit_file import PATTERN

Record = dict[str, Any]


class AuditReader:
    """The records of files, oldest first; lines that are no record are counted and left out."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = list(paths)
        self.bad_lines = 0

    def __iter__(self) -> Iterator[Record]:
        for path in self._files():
            with path.open('rb') as file:
                for line in file:
                    if (record := self._parsed(line)) is not None:
                        yield record

    def _files(self) -> list[Path]:
        files: set[Path] = set()
        for path in self._paths:
            files.update(path.glob(PATTERN) if path.is_dir() else (path,))
        return sorted(files, key=lambda path: (path.stat().st_mtime, path.name))

    def _parsed(self, line: bytes) -> Record | None:
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if isinstance(record, dict) and isinstance(record.get('kind'), str):
            return record
        self.bad_lines += 1
        return None


def describe_record(record: Record, *, margins: bool = False) -> str:
    """Return a record as one line; `margins` adds every check of a chunk."""
    kind = record['kind']
    text = _WORDS.get(kind, _other)(record)
    lines = [f'{record.get("time", "-"):29} {kind:10} {text}']
    if margins:
        lines += [
            f'{"":41}{name:22} {_number(value)} of {_number(limit)}, margin {_number(margin)}'
            for name, (value, limit, margin) in record.get('checks', {}).items()
        ]
    return '\n'.join(lines)


def _started(record: Record) -> str:
    return 'dry run: nothing is sent to the robot' if record.get('dry_run') else 'motion is sent'


def _asked(record: Record) -> str:
    stop = ', which says stop' if record.get('stop_word') else ''
    return f'{_said(record, "text")}{stop}, by one of {", ".join(record.get("asked_by", ()))}'


def _read(record: Record) -> str:
    reason, normalized_text = _said(record, 'reason'), _said(record, 'normalized_text')
    words = f'{_id(record)} {record.get("command_kind")} {_said(record, "text")} {reason}'.rstrip()
    return f'{words}, read as {normalized_text}' if normalized_text else words


def _understood(record: Record) -> str:
    names = ('policy_state', 'task', 'target', 'destination', 'reason')
    words = ', '.join(str(record[name]) for name in names if record.get(name))
    return f'{_id(record)} {words}, confidence {_number(record.get("confidence"))}'


def _chunk(record: Record) -> str:
    words = f'{_id(record)} #{record.get("sequence")} {record.get("outcome")}'
    for name in ('refused_by', 'adjusted_by'):
        if record.get(name):
            words += f', {name.replace("_", " ")} {", ".join(record[name])}'
    if record.get('messages'):
        return f'{words}: {record["messages"][0]}'
    if (tight := _tightest(record)) is not None:
        name, (value, limit, _) = tight
        words += f', closest to a limit: {name} {_number(value)} of {_number(limit)}'
    return words


def _motion(record: Record) -> str:
    sent = '' if record.get('sent') else ' (dry run)'
    return (
        f'{_id(record)} #{record.get("sequence")} {record.get("ticks")} ticks,'
        f' {_number(record.get("way_m"))} m, up to {_number(record.get("peak_speed_m_s"))} m/s,'
        f' to {record.get("end_m")}{sent}'
    )


def _state(record: Record) -> str:
    why = f' {record.get("reason")}: {record.get("message")}' if record.get('reason') else ''
    return f'{record.get("before")} -> {record.get("after")}{why}'


def _answered(record: Record) -> str:
    return f'{"yes" if record.get("success") else "no"}: {record.get("message")}'


def _stop(record: Record) -> str:
    return f'{record.get("cause")}: {record.get("message")}'


def _other(record: Record) -> str:
    known = ('n', 'time', 'kind')
    return ', '.join(f'{name} {value}' for name, value in record.items() if name not in known)


_WORDS: dict[str, Callable[[Record], str]] = {
    'started': _started,
    'asked': _asked,
    'read': _read,
    'understood': _understood,
    'chunk': _chunk,
    'motion': _motion,
    'state': _state,
    'reset': _answered,
    'approve': _answered,
    'stop': _stop,
}


def _tightest(record: Record) -> tuple[str, Any] | None:
    """Return the check whose margin is the smallest share of its limit."""
    checks = {
        name: measure
        for name, measure in record.get('checks', {}).items()
        if all(isinstance(number, int | float) for number in measure) and measure[1]
    }
    if not checks:
        return None
    name = min(checks, key=lambda check: checks[check][2] / abs(checks[check][1]))
    return name, checks[name]


def _said(record: Record, name: str) -> str:
    """Return what was said, or its hash."""
    if name in record:
        return repr(record[name]) if record[name] else ''
    return f'hash {record[f"{name}_hash"][:16]}' if f'{name}_hash' in record else ''


def _id(record: Record) -> str:
    return str(record.get('command_id', '-'))


def _number(value: Any) -> str:
    return f'{value:.3g}' if isinstance(value, float | int) else str(value)
