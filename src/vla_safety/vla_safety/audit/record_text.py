# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit records as text for people."""

from collections.abc import Callable
from typing import Any

from vla_safety.audit.audit_reader import Record


def describe_record(record: Record, *, margins: bool = False) -> str:
    """Return a record as one line; `margins` adds one line per check of a chunk."""
    kind = record['kind']
    text = _DESCRIPTIONS.get(kind, _other)(record)
    lines = [f'{record.get("time", "-"):29} {kind:14} {text}']
    if margins:
        lines += [
            f'{"":45}{name:22} {_number(value)} of {_number(limit)}, margin {_number(margin)}'
            for name, (value, limit, margin) in record.get('checks', {}).items()
        ]
    return '\n'.join(lines)


def _started(record: Record) -> str:
    return 'dry run: nothing is sent to the robot' if record.get('dry_run') else 'motion is sent'


def _command(record: Record) -> str:
    stop = ', a stop word' if record.get('stop_word') else ''
    text = f'{record.get("command_id", "")} {_text_or_hash(record, "text")}'.strip()
    return f'{text}{stop}, sent by one of {", ".join(record.get("possible_senders", ()))}'


def _classification(record: Record) -> str:
    text, reason = _text_or_hash(record, 'text'), _text_or_hash(record, 'reason')
    line = f'{_id(record)} {record.get("command_kind")} {text} {reason}'.rstrip()
    meaning = _text_or_hash(record, 'meaning')
    if not meaning:
        # Records of earlier versions.
        meaning = _text_or_hash(record, 'normalized_text')
    return f'{line}, understood as {meaning}' if meaning else line


def _policy_state(record: Record) -> str:
    names = ('policy_state', 'step', 'task', 'target', 'destination', 'reason')
    labels = {'step': 'step '}
    parts = ', '.join(
        f'{labels.get(name, "")}{record[name]}' for name in names if record.get(name)
    )
    return f'{_id(record)} {parts}, confidence {_number(record.get("confidence"))}'


def _chunk(record: Record) -> str:
    line = f'{_id(record)} #{record.get("sequence")} {record.get("outcome")}'
    for name in ('refused_by', 'adjusted_by'):
        if record.get(name):
            line += f', {name.replace("_", " ")} {", ".join(record[name])}'
    if record.get('messages'):
        return f'{line}: {record["messages"][0]}'
    if (smallest := _smallest_margin(record)) is not None:
        name, (value, limit, _) = smallest
        line += f', closest to a limit: {name} {_number(value)} of {_number(limit)}'
    return line


def _motion(record: Record) -> str:
    sent = '' if record.get('sent') else ' (dry run)'
    return (
        f'{_id(record)} #{record.get("sequence")} {record.get("ticks")} ticks,'
        f' {_number(record.get("path_length_m"))} m,'
        f' up to {_number(record.get("peak_speed_m_s"))} m/s, to {record.get("end_m")}{sent}'
    )


def _state(record: Record) -> str:
    why = f' {record.get("reason")}: {record.get("message")}' if record.get('reason') else ''
    return f'{record.get("before")} -> {record.get("after")}{why}'


def _response(record: Record) -> str:
    return f'{"yes" if record.get("success") else "no"}: {record.get("message")}'


def _tick_refused(record: Record) -> str:
    return f'{record.get("reason")}: {record.get("message")}'


def _stop(record: Record) -> str:
    return f'{record.get("cause")}: {record.get("message")}'


def _other(record: Record) -> str:
    common = ('n', 'time', 'kind')
    return ', '.join(f'{name} {value}' for name, value in record.items() if name not in common)


_DESCRIPTIONS: dict[str, Callable[[Record], str]] = {
    'started': _started,
    'command': _command,
    'classification': _classification,
    'policy_state': _policy_state,
    'chunk': _chunk,
    'motion': _motion,
    'state': _state,
    'reset': _response,
    'approve': _response,
    'stop': _stop,
    'tick_refused': _tick_refused,
}


def _smallest_margin(record: Record) -> tuple[str, Any] | None:
    """Return the check whose margin is the smallest share of its limit."""
    checks = {
        name: margin
        for name, margin in record.get('checks', {}).items()
        if all(isinstance(number, int | float) for number in margin) and margin[1]
    }
    if not checks:
        return None
    name = min(checks, key=lambda check: checks[check][2] / abs(checks[check][1]))
    return name, checks[name]


def _text_or_hash(record: Record, name: str) -> str:
    """Return a quoted text, or the start of its hash if it was redacted."""
    if name in record:
        return repr(record[name]) if record[name] else ''
    return f'hash {record[f"{name}_hash"][:16]}' if f'{name}_hash' in record else ''


def _id(record: Record) -> str:
    return str(record.get('command_id', '-'))


def _number(value: Any) -> str:
    return f'{value:.3g}' if isinstance(value, float | int) else str(value)
