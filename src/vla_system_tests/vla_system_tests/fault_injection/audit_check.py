# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tell whether the audit log is whole after a fault."""

from collections.abc import Mapping
from pathlib import Path
import re
import time

from vla_safety.audit.audit_file import PATTERN
from vla_safety.audit.audit_reader import AuditReader

_PATIENCE_S = 15.0
# All files of one process but for their number.
_RUN = re.compile(r'(.*)-\d+\.jsonl')


def check_audit(directory: Path, commands: Mapping[str, str]) -> str:
    """
    Say whether records are missing or broken; they are written a moment after what they tell.

    Parameters
    ----------
    directory
        Where the log is.
    commands
        Texts by the ids of the commands that the safety node must have heard of.

    """
    end_s = time.monotonic() + _PATIENCE_S
    while (problem := _problem(directory, commands)) and time.monotonic() < end_s:
        time.sleep(0.2)
    return problem or 'complete'


def _problem(directory: Path, commands: Mapping[str, str]) -> str:
    runs: dict[str, list[Path]] = {}
    for path in sorted(directory.glob(PATTERN)):
        name = _RUN.fullmatch(path.name)
        runs.setdefault(name[1] if name else path.name, []).append(path)
    if not runs:
        return 'no log'
    read: set[str] = set()
    problems = []
    for paths in runs.values():
        reader = AuditReader(paths)
        records = list(reader)
        numbers = sorted(record['n'] for record in records if 'n' in record)
        read |= {record['command_id'] for record in records if record['kind'] == 'read'}
        lost = sum(record['records'] for record in records if record['kind'] == 'lost')
        gaps = len(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        for count, what in ((gaps, 'missing'), (lost, 'lost'), (reader.bad_lines, 'broken')):
            if count:
                problems.append(f'{count} {what}')
    unheard = len(set(commands) - read)
    return ', '.join([*problems, f'{unheard} commands unheard'] if unheard else problems)
