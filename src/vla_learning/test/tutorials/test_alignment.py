# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make alignment` in a small form: report, table and pictures."""

from collections.abc import Sequence
import json
from pathlib import Path

import numpy as np
import pytest
from tutorial_samples import synthetic_features
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.tutorials import alignment
from vla_learning.tutorials.alignment import main
from vla_learning.tutorials.scene_features import SceneFeatures


def test_the_exercise_compares_three_alignments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds: list[Sequence[int]] = []

    def encode(checkpoint: str, scenes: Sequence[int], *_: object) -> SceneFeatures:
        seeds.append(scenes)
        return synthetic_features(len(scenes))

    monkeypatch.setattr(alignment, 'encode_scenes', encode)
    monkeypatch.setattr(alignment, 'render_scene', lambda seed: np.zeros((48, 64, 3), np.uint8))
    main(['--episodes', '40', '--groups', '2', '--steps', '2', '--folder', str(tmp_path)])
    training, test = seeds
    assert list(training) == list(range(2_000_000, 2_000_040))
    assert len(test) == 2 * GROUP
    assert set(training).isdisjoint(test)
    report = json.loads((tmp_path / 'report.json').read_text())
    assert list(report['results']) == ['before', 'L2 loss', 'InfoNCE loss']
    assert (report['training_scenes'], report['steps']) == (40, 2)
    lines = (tmp_path / 'report.md').read_text().splitlines()
    assert len(lines) == 5
    assert lines[2].startswith('| before |') and lines[2].endswith('| 64 |')
    assert all((tmp_path / name).exists() for name in ('embedding.png', 'captions.png'))
    assert lines[4] in capsys.readouterr().out
