# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Print what the safety node decided about each command, from its audit log.

Run a command first (`make demo`), then run:
    python3 examples/read_audit_log.py
"""

import argparse
from collections import Counter
from pathlib import Path

from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_reader import AuditReader


def main() -> None:
    """Print one line for each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        'paths', nargs='*', type=Path, help='files or folders; default: the log of this user'
    )
    texts: dict[str, str] = {}
    chunks: dict[str, Counter[str]] = {}
    # The id of a command is the same in all records about it.
    for record in AuditReader(parser.parse_args().paths or [audit_directory()]):
        command_id = record.get('command_id', '')
        if record['kind'] == 'classification':
            texts[command_id] = f'{record["command_kind"]}: {record.get("text", "(redacted)")}'
        elif record['kind'] == 'chunk':
            chunks.setdefault(command_id, Counter())[record['outcome']] += 1
    for command_id, text in texts.items():
        print(f'{command_id} {text}: chunks {dict(chunks.get(command_id, {}))}')


if __name__ == '__main__':
    main()
