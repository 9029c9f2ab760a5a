# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reader of audit logs, those of former versions included."""

from collections.abc import Iterable
from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

from vla_safety.audit.audit_file import PATTERN

Record = dict[str, Any]

# Names of version 0.1, and what they are called now.
_FORMER_KINDS = {'asked': 'command', 'read': 'classification', 'understood': 'policy_state'}
_FORMER_FIELDS = {
    'asked_by': 'possible_senders',
    'read_as': 'normalized_text',
    'read_as_hash': 'normalized_text_hash',
    'way_m': 'path_length_m',
}


class AuditReader:
    """Records of files or directories, oldest file first; invalid lines are counted."""

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
            return _with_current_names(record)
        self.bad_lines += 1
        return None


def _with_current_names(record: Record) -> Record:
    record = {_FORMER_FIELDS.get(name, name): value for name, value in record.items()}
    record['kind'] = _FORMER_KINDS.get(record['kind'], record['kind'])
    return record
