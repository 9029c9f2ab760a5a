# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Completeness of an audit log."""

import json
from pathlib import Path

import pytest
from vla_system_tests.fault_injection import audit_check


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_check, '_WRITE_TIMEOUT_S', 0.0)


def write_log(folder: Path, numbers: list[int], *, truncated: bool = False) -> Path:
    lines = [
        json.dumps({'n': n, 'kind': audit_check.COMMAND_RECORD, 'command_id': f'c{n}'})
        for n in numbers
    ]
    name = 'audit-safety_node-20260101T000000Z-7-0000.jsonl'
    (folder / name).write_text('\n'.join([*lines, '{"n": 9'] if truncated else [*lines, '']))
    return folder


@pytest.mark.parametrize(
    ('numbers', 'truncated', 'commands', 'expected'),
    [
        ([1, 2, 3], False, ['c1', 'c3'], 'complete'),
        ([1, 3], False, ['c1'], '1 missing'),
        ([1, 2], True, ['c1'], '1 malformed'),
        ([1, 2], False, ['c1', 'c5'], "'text of c5' not logged"),
    ],
)
def test_missing_and_malformed_records_are_reported(
    tmp_path: Path, numbers: list[int], truncated: bool, commands: list[str], expected: str
) -> None:
    folder = write_log(tmp_path, numbers, truncated=truncated)
    texts = {name: f'text of {name}' for name in commands}
    assert audit_check.check_audit(folder, texts) == expected


def test_missing_log_is_reported(tmp_path: Path) -> None:
    assert audit_check.check_audit(tmp_path / 'nowhere', {}) == 'no log'
