# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training command of the tagger with a few sentences."""

from collections.abc import Callable
from pathlib import Path

import pytest
from vla_common.checkpoint import load_checkpoint
from vla_common.command_meaning import CommandMeaning
from vla_language.meaning.tagger import Tagger
from vla_language.meaning.tagger_classes import CLASSES
from vla_language.meaning.tagger_classes import TAGGER_PREFIX
from vla_learning.training import train_tagger


def test_weights_and_curve_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[CommandMeaning] = []

    def validate(parse: Callable[[str], CommandMeaning]) -> tuple[dict[str, float], list[str]]:
        parsed.append(parse('grab the cube'))
        return {'commands_right': 0.25}, ['an error']

    monkeypatch.setattr(train_tagger, '_VALIDATION_SENTENCES', 20)
    monkeypatch.setattr(train_tagger, 'validate_commands', validate)
    monkeypatch.setattr(train_tagger, 'cross_validate', lambda *_: {'nouns_right': 0.5})
    output, curve = tmp_path / 'weights' / 'tagger.safetensors', tmp_path / 'curve.csv'
    options = f'--sentences 60 --epochs 1 --threads 1 --output {output} --curve {curve}'
    train_tagger.main(options.split())
    assert len(curve.read_text().splitlines()) == 2
    header = load_checkpoint(output, TAGGER_PREFIX).header
    assert header['classes'] == CLASSES
    assert (header['sentences'], header['epochs'], header['seed']) == (60, 1, 0)
    assert header['validation']['nouns_right'] == 0.5
    assert 0 <= header['validation']['kinds'] <= 1
    assert len(Tagger(output).tag(['grab', 'it']).kinds) == 2
    assert len(parsed) == 1
    printed = capsys.readouterr().out
    assert (
        'an error' in printed and 'commands_right   0.2500' in printed and str(output) in printed
    )
