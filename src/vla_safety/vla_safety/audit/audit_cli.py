# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Show the audit log: commands, their classification, checks with margins, executed motion."""

import argparse
from collections import Counter
from collections.abc import Sequence
import json
from pathlib import Path
import sys

from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_reader import AuditReader
from vla_safety.audit.audit_reader import Record
from vla_safety.audit.record_text import describe_record
from vla_safety.audit.redactor import Redactor


def main(args: Sequence[str] | None = None) -> int:
    """Run `vla_audit`; return 1 if there is no log."""
    options = _parser().parse_args(args)
    paths = options.paths or [audit_directory()]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        print(f'vla_audit needs files or directories; not found: {missing}', file=sys.stderr)
        return 1
    reader, counts = AuditReader(paths), Counter[str]()
    try:
        for record in reader:
            if _matches(record, options):
                counts[record['kind']] += 1
                line = json.dumps(record) if options.json else None
                print(line or describe_record(record, margins=options.margins))
    except BrokenPipeError:
        sys.stderr.close()  # the output ended early, as with `head`
        return 0
    if not options.json:
        print(f'{counts.total()} records: {dict(counts)}; {reader.bad_lines} unreadable lines')
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='vla_audit', description=__doc__)
    parser.add_argument(
        'paths',
        nargs='*',
        type=Path,
        help='files or directories; default: the directory that the safety node writes to',
    )
    parser.add_argument('--command-id', help='only records of this command')
    parser.add_argument('--kind', action='append', help='only this kind; may be repeated')
    parser.add_argument('--since', default='', help='only from this time on, in the format shown')
    parser.add_argument('--text', help='only commands with this text, also where it is redacted')
    parser.add_argument('--refused', action='store_true', help='only refused chunks')
    parser.add_argument('--margins', action='store_true', help='add every check of a chunk')
    parser.add_argument('--json', action='store_true', help='print records as JSON')
    return parser


def _matches(record: Record, options: argparse.Namespace) -> bool:
    if options.command_id is not None and record.get('command_id') != options.command_id:
        return False
    if options.kind and record['kind'] not in options.kind:
        return False
    if options.refused and record.get('outcome') != 'refused':
        return False
    if options.text is not None and not _has_text(record, options.text, options.paths):
        return False
    return bool(record.get('time', '') >= options.since)


def _has_text(record: Record, text: str, paths: Sequence[Path]) -> bool:
    if 'text_hash' not in record:
        return bool(record.get('text') == text)
    folders = {path if path.is_dir() else path.parent for path in paths or [audit_directory()]}
    return any(Redactor.existing_hash(folder, text) == record['text_hash'] for folder in folders)


if __name__ == '__main__':
    sys.exit(main())
