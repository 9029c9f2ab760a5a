# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reader of audit logs: invalid lines, order of files, former names."""

import json
import os
from pathlib import Path
import time

from vla_safety.audit.audit_reader import AuditReader


def test_invalid_lines_are_counted_and_skipped(tmp_path: Path) -> None:
    (tmp_path / 'audit-a.jsonl').write_bytes(
        b'{"kind":"stop","cause":"x"}\n\xff\xfe\n[1]\n{"kind":3}\n{"kind":"st'
    )
    reader = AuditReader([tmp_path])
    assert [record['kind'] for record in reader] == ['stop']
    assert reader.bad_lines == 4


def test_files_are_read_from_the_oldest_to_the_newest(tmp_path: Path) -> None:
    for name, age_s in (('audit-a.jsonl', 10), ('audit-b.jsonl', 20)):
        (tmp_path / name).write_text(json.dumps({'kind': 'stop', 'cause': name}))
        changed_s = time.time() - age_s
        os.utime(tmp_path / name, (changed_s, changed_s))
    (tmp_path / 'other.jsonl').write_text('{"kind":"stop"}')
    reader = AuditReader([tmp_path, tmp_path / 'audit-a.jsonl'])
    assert [record['cause'] for record in reader] == ['audit-b.jsonl', 'audit-a.jsonl']


def test_records_of_the_first_version_have_the_current_names(tmp_path: Path) -> None:
    former = [
        {'kind': 'asked', 'text': 'a', 'asked_by': ['/x']},
        {'kind': 'read', 'text': 'a', 'read_as': 'b'},
        {'kind': 'read', 'text_hash': '1', 'read_as_hash': '2'},
        {'kind': 'understood', 'policy_state': 'executing'},
        {'kind': 'motion', 'way_m': 0.5},
    ]
    (tmp_path / 'audit-a.jsonl').write_text('\n'.join(map(json.dumps, former)))
    assert list(AuditReader([tmp_path])) == [
        {'kind': 'command', 'text': 'a', 'possible_senders': ['/x']},
        {'kind': 'classification', 'text': 'a', 'normalized_text': 'b'},
        {'kind': 'classification', 'text_hash': '1', 'normalized_text_hash': '2'},
        {'kind': 'policy_state', 'policy_state': 'executing'},
        {'kind': 'motion', 'path_length_m': 0.5},
    ]
