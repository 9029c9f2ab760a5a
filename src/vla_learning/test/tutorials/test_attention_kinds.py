# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make attention-kinds` in a small form: report, table and picture."""

from collections.abc import Sequence
import json
from pathlib import Path

import numpy as np
import pytest
from tutorial_samples import synthetic_features
from vla_learning.tutorials import attention_kinds
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.attention_kinds import main
from vla_learning.tutorials.scene_features import SceneFeatures


def test_three_kinds_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def encode(checkpoint: str, seeds: Sequence[int], *_: object) -> SceneFeatures:
        return synthetic_features(len(seeds))

    monkeypatch.setattr(attention_kinds, 'encode_scenes', encode)
    black = np.zeros((48, 64, 3), np.uint8)
    monkeypatch.setattr(attention_kinds, 'render_scene', lambda seed: black)
    monkeypatch.setattr(attention_kinds, 'AlignmentBudget', lambda: AlignmentBudget(steps=2))
    main(['--episodes', '20', '--folder', str(tmp_path)])
    report = json.loads((tmp_path / 'report.json').read_text())
    assert list(report['rates']) == ['scaled_dot_product', 'additive', 'linear']
    assert {rate['n'] for rate in report['rates'].values()} == {128}
    assert report['training_scenes'] == 20
    assert (tmp_path / 'kinds.png').read_bytes().startswith(b'\x89PNG')
    assert capsys.readouterr().out.count('| 128 |') == 3
