# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Records of the audit log about one command, as the part of an episode that the gate decides."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from vla_bringup.episode.episode import Check
from vla_bringup.episode.episode import EpisodeRefusal
from vla_bringup.episode.episode import GateRecord
from vla_common.arrays import FloatArray
from vla_safety.audit.audit_reader import Record


def read_gate_record(
    records: Iterable[Record], command_id: str, started_s: float, duration_s: float
) -> GateRecord:
    """
    Return what the audit log has about a command.

    Parameters
    ----------
    records
        Records of any commands, oldest first.
    command_id
        Id of the command.
    started_s, duration_s
        Time of the command [s since the epoch] and its duration: stops and state changes of the
        gate have no command id.

    """
    result = GateRecord()
    checks: dict[str, Check] = {}
    refusals: list[EpisodeRefusal] = []
    for record in records:
        time_s = _time_s(record, started_s)
        if (workspace_m := _workspace(record)) is not None and not time_s > duration_s:
            result = replace(result, workspace_m=workspace_m)
        if not _belongs(record, command_id, time_s, duration_s):
            continue
        if record['kind'] == 'chunk':
            _add_chunk(record, result, checks)
        elif record['kind'] == 'motion' and 'sequence' in record:
            if (latency_s := _number(record.get('latency_s'))) >= 0:
                result.motion_s[record['sequence']] = latency_s
        elif record['kind'] == 'classification':
            result = replace(
                result,
                command_kind=str(record.get('command_kind', '')),
                meaning=str(record.get('meaning') or record.get('normalized_text') or ''),
            )
        _add_refusal(refusals, _refusal(record, time_s))
    return replace(result, checks=tuple(checks.values()), refusals=tuple(refusals))


def _belongs(record: Record, command_id: str, time_s: float, duration_s: float) -> bool:
    if 'command_id' in record:
        return bool(command_id and record['command_id'] == command_id)
    return record['kind'] in ('stop', 'state') and 0 <= time_s <= duration_s


def _add_chunk(record: Record, result: GateRecord, checks: dict[str, Check]) -> None:
    sequence = int(record.get('sequence', 0))
    result.outcomes[sequence] = str(record.get('outcome', ''))
    age_s = _number(record.get('age_s'))
    if np.isfinite(age_s):
        result.received_s[sequence] = age_s
    for name, numbers in record.get('checks', {}).items():
        value, limit, margin = (_number(number) for number in numbers)
        check = checks.get(name, Check(name))
        # NaN counts as the smallest margin: the gate refuses it.
        if not check.chunks or not margin >= check.margin:
            check = replace(check, value=value, limit=limit, margin=margin, sequence=sequence)
        checks[name] = replace(check, chunks=check.chunks + 1)
    for name in record.get('refused_by', ()):
        check = checks.get(name, Check(name, sequence=sequence))
        checks[name] = replace(check, refused=check.refused + 1)
    for name in record.get('adjusted_by', ()):
        check = checks.get(name, Check(name, sequence=sequence))
        checks[name] = replace(check, adjusted=check.adjusted + 1)


def _refusal(record: Record, time_s: float) -> EpisodeRefusal | None:
    kind = record['kind']
    if kind == 'chunk' and record.get('outcome') == 'refused':
        return EpisodeRefusal(
            time_s,
            'safety gate, chunk',
            ', '.join(record.get('refused_by', ())),
            ' '.join(record.get('messages', ())),
        )
    if kind == 'classification' and record.get('command_kind') not in ('task', 'stop'):
        reason = str(record.get('command_kind', ''))
        return EpisodeRefusal(time_s, 'language', reason, str(record.get('reason', '')))
    if kind == 'stop':
        message = str(record.get('message', ''))
        return EpisodeRefusal(time_s, 'safety gate, stop', str(record.get('cause', '')), message)
    if kind == 'state' and record.get('after') == 'HOLD':
        message = str(record.get('message', ''))
        return EpisodeRefusal(time_s, 'safety gate, hold', str(record.get('reason', '')), message)
    return None


def _add_refusal(refusals: list[EpisodeRefusal], refusal: EpisodeRefusal | None) -> None:
    """Append a refusal, or count it if it repeats the last one."""
    if refusal is None:
        return
    if refusals and (refusals[-1].source, refusals[-1].reason) == (refusal.source, refusal.reason):
        refusals[-1] = replace(refusals[-1], count=refusals[-1].count + 1)
    else:
        refusals.append(refusal)


def _workspace(record: Record) -> FloatArray | None:
    limits = record.get('limits', {})
    if 'workspace_min_m' not in limits or 'workspace_max_m' not in limits:
        return None
    return np.array([limits['workspace_min_m'], limits['workspace_max_m']], float)


def _time_s(record: Record, started_s: float) -> float:
    """Return the time of a record since the start; NaN if it has none."""
    try:
        return datetime.fromisoformat(record['time']).timestamp() - started_s
    except (KeyError, ValueError):
        return np.nan


def _number(value: Any) -> float:
    """Return a number; the log has those that are not finite as text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan
