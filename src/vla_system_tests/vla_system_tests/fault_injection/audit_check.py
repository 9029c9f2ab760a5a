# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Completeness of the audit log after a fault."""

from collections.abc import Mapping
from pathlib import Path
import re
import time

from vla_safety.audit.audit_file import PATTERN
from vla_safety.audit.audit_reader import AuditReader

#: Kind of the records of classified commands.
COMMAND_RECORD = 'classification'
#: Longest time until the records of the last events are written [s].
_WRITE_TIMEOUT_S = 15.0
# All files of one process have the same name up to their number.
_FILE_NAME = re.compile(r'(.*)-\d+\.jsonl')


def check_audit(directory: Path, commands: Mapping[str, str]) -> str:
    """
    Return 'complete', or which records are missing or malformed.

    Parameters
    ----------
    directory
        Folder of the audit log.
    commands
        Texts by the ids of the commands that the log must contain.

    """
    end_s = time.monotonic() + _WRITE_TIMEOUT_S
    while (problem := _problem(directory, commands)) and time.monotonic() < end_s:
        time.sleep(0.2)
    return problem or 'complete'


def _problem(directory: Path, commands: Mapping[str, str]) -> str:
    runs: dict[str, list[Path]] = {}
    for path in sorted(directory.glob(PATTERN)):
        name = _FILE_NAME.fullmatch(path.name)
        runs.setdefault(name[1] if name else path.name, []).append(path)
    if not runs:
        return 'no log'
    logged: set[str] = set()
    problems = []
    for paths in runs.values():
        reader = AuditReader(paths)
        records = list(reader)
        numbers = sorted(record['n'] for record in records if 'n' in record)
        logged |= {record['command_id'] for record in records if record['kind'] == COMMAND_RECORD}
        lost = sum(record['records'] for record in records if record['kind'] == 'lost')
        gaps = len(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        for count, what in ((gaps, 'missing'), (lost, 'lost'), (reader.bad_lines, 'malformed')):
            if count:
                problems.append(f'{count} {what}')
    problems += [f'{commands[name]!r} not logged' for name in commands if name not in logged]
    return ', '.join(problems)
