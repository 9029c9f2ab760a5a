# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command-line tool vla_audit: output, filters, missing log."""

import json
from pathlib import Path

from audit_samples import write_sample_log
import pytest
from vla_safety.audit import audit_cli
from vla_safety.audit.redactor import Redactor


def test_the_log_is_shown_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sample_log(tmp_path)
    assert audit_cli.main([str(tmp_path), '--margins']) == 0
    shown = capsys.readouterr().out
    for part in (
        "'pick up the red cube', sent by one of /terminal",
        'pick, red cube, confidence 0.75',
        '#0 refused, refused by workspace',
        '#1 accepted, closest to a limit:',
        'linear_speed           0.0938 of 0.5, margin 0.406',
        'm/s, to [',
        'ACTIVE -> STOPPED stop_word',
        'no: no command waits',
        'yes: the stop was reset',
        'motion is sent',
        '0 unreadable lines',
        ", understood as 'pick: red cube'",
    ):
        assert part in shown, part


@pytest.mark.parametrize(
    ('options', 'kinds'),
    [
        (['--refused'], {'chunk'}),
        (['--kind', 'stop', '--kind', 'reset'], {'stop', 'reset'}),
        (['--command-id', 'command-1', '--kind', 'classification'], {'classification'}),
        (['--text', 'pick up the red cube'], {'command', 'classification'}),
        (['--text', 'something else'], set()),
        (['--since', '2999'], set()),
    ],
)
def test_records_are_filtered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], kinds: set[str]
) -> None:
    for redactor in (None, Redactor(tmp_path / 'redacted')):
        folder = tmp_path / ('redacted' if redactor else 'plain')
        write_sample_log(folder, redactor=redactor)
        assert audit_cli.main([str(folder), '--json', *options]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert {json.loads(line)['kind'] for line in lines} == kinds


def test_a_missing_log_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_cli.main([str(tmp_path / 'none')]) == 1
    assert 'not found' in capsys.readouterr().err
