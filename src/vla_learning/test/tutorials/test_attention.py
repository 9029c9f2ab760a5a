# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make attention`: report and pictures of one command, refusal of another."""

import json
from pathlib import Path

import pytest
from tutorial_samples import uniform_trace
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.tutorials import attention
from vla_learning.tutorials.attention import main
from vla_learning.tutorials.attention_trace import AttentionTrace


def trace(*_: object) -> AttentionTrace:
    curves = {'highest in heat map': [0.0] * len(LEVELS), 'random': [1.0] * len(LEVELS)}
    uniform = uniform_trace()
    uniform.deletion.update(curves)
    uniform.words[0] = (0.0, 0.0, 0.1, 0.2, 0.7)
    return uniform


def test_the_report_has_masks_words_and_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(attention, 'trace_attention', trace)
    main(['--command', 'pick up the red cube', '--seed', '3', '--folder', str(tmp_path)])
    report = json.loads((tmp_path / 'report.json').read_text())
    assert (report['command'], report['seed'], report['located']) == (
        'pick up the red cube',
        3,
        'red cube',
    )
    assert set(report['masks']) == {'scaled_dot_product', 'additive', 'linear'}
    printed = capsys.readouterr().out
    assert '| target | cube | 0.70 |' in printed
    assert '| random | 1.000 |' in printed
    assert all((tmp_path / name).exists() for name in ('attention.png', 'deletion.png'))


def test_a_refused_command_gives_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(['--command', 'sing a song', '--folder', str(tmp_path)])
    assert "got 'sing a song': " in capsys.readouterr().err
    assert not (tmp_path / 'attention.png').exists()
