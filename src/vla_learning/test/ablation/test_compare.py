# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A whole comparison with resume and errors."""

from functools import partial
import json
from pathlib import Path
from typing import Any

from comparison_samples import BUDGET
from comparison_samples import build_shared_data
import pytest
from vla_learning.ablation import compare as compare_module
from vla_learning.ablation import variant_trainer
from vla_learning.ablation.compare import compare
from vla_learning.ablation.compare import main
from vla_learning.ablation.comparison_settings import DataSource
from vla_learning.data.frames import Frames
from vla_learning.training.decoder_pretraining import SyntheticStates


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Train in this process and return the list of trained variants."""
    trained: list[str] = []

    class InProcessPool:
        def __init__(self, count: int, start: Any, *args: Any) -> None:
            start(*args)

        def __enter__(self) -> 'InProcessPool':
            return self

        def __exit__(self, *args: object) -> None:
            pass

        def imap_unordered(self, work: Any, names: list[str]) -> list[Any]:
            trained.extend(names)
            return [work(name) for name in names]

    monkeypatch.setattr(compare_module, 'worker_pool', InProcessPool)
    monkeypatch.setattr(
        variant_trainer, 'SyntheticStates', partial(SyntheticStates, states_per_round=32)
    )
    return trained


@pytest.fixture
def source(tmp_path: Path, frames: Frames) -> DataSource:
    return build_shared_data(tmp_path, frames).source


def test_a_comparison_writes_its_table(source: DataSource, in_process: list[str]) -> None:
    table = compare(source, BUDGET, ['default', 'lstm'], 0, 2)
    assert (source.folder / 'table.md').read_text() == table + '\n'
    report = json.loads((source.folder / 'report.json').read_text())
    assert [r['name'] for r in report['results']] == ['default', 'lstm']
    assert all(r['latency_ms'] > 0 and r['parameters'] > 0 for r in report['results'])
    assert report['budget']['steps'] == BUDGET.steps
    assert in_process == ['default', 'lstm']


def test_a_stopped_comparison_resumes(source: DataSource, in_process: list[str]) -> None:
    compare(source, BUDGET, ['late', 'lstm, absolute'], 0, 1)
    first = json.loads((source.folder / 'report.json').read_text())['results']
    (source.folder / 'late.json').unlink()
    in_process.clear()
    compare(source, BUDGET, ['late', 'lstm, absolute'], 0, 1)
    assert in_process == ['late']
    second = json.loads((source.folder / 'report.json').read_text())['results']
    assert [r['correct_target'] for r in first] == [r['correct_target'] for r in second]


def test_results_with_the_former_name_of_a_figure_are_read(
    source: DataSource, in_process: list[str]
) -> None:
    table = compare(source, BUDGET, ['late'], 0, 1)
    path = source.folder / 'late.json'
    text = path.read_text()
    assert text.count('correct_target') == 2
    path.write_text(text.replace('correct_target', 'right_thing'))
    in_process.clear()
    again = compare(source, BUDGET, ['late'], 0, 1)
    assert in_process == []
    assert again.splitlines()[-1].split('|')[:10] == table.splitlines()[-1].split('|')[:10]


def test_an_unreadable_checkpoint_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(['--checkpoint', str(tmp_path / 'none.safetensors'), '--folder', str(tmp_path)])
    assert 'none.safetensors' in capsys.readouterr().err


def test_budgets_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(['--steps', '0'])
    assert 'steps must be at least 1, got 0' in capsys.readouterr().err
