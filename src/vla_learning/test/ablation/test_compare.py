# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The comparison as a whole, and its table."""

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
from vla_learning.ablation.comparison_table import to_table
from vla_learning.data.frames import Frames
from vla_learning.training.decoder_pretraining import SyntheticStates

RESULT: dict[str, Any] = {
    'name': 'early',
    'group': 'fusion',
    'right_thing': (30, 40),
    'target_m_median': 0.0123,
    'target_m_p95': 0.2,
    'verdict': (50, 60),
    'task': (0, 0),
    'phrases_right_thing': (1, 2),
    'phrases_verdict': (1, 2),
    'chunk_m_median': 0.01,
    'chunk_m_p95': 0.05,
    'phase': 0.9,
    'parameters': 770_000,
    'mb': 3.1,
    'latency_ms': 3.21,
    'training_s': 99.6,
}
REPORT: dict[str, Any] = {
    'budget': {
        'practice_steps': 20,
        'steps': 30,
        'images': 16,
        'commands': 4,
        'practice': 256,
        'frames': 500,
        'seed': 7,
        'validation': 64,
    },
    'sha256': 'abcdef0123456789',
    'checkpoint': 'model.safetensors',
    'episodes': 0,
    'results': [RESULT],
}


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Train in this process, and note what was trained."""
    trained: list[str] = []

    class Pool:
        def __init__(self, count: int, start: Any, *args: Any) -> None:
            start(*args)

        def __enter__(self) -> 'Pool':
            return self

        def __exit__(self, *args: object) -> None:
            pass

        def imap_unordered(self, work: Any, names: list[str]) -> list[Any]:
            trained.extend(names)
            return [work(name) for name in names]

    monkeypatch.setattr(compare_module, 'worker_pool', Pool)
    monkeypatch.setattr(variant_trainer, 'Practice', partial(SyntheticStates, states_per_round=32))
    return trained


@pytest.fixture
def source(tmp_path: Path, frames: Frames) -> DataSource:
    return build_shared_data(tmp_path, frames).source


def test_a_comparison_writes_its_table(source: DataSource, alone: list[str]) -> None:
    table = compare(source, BUDGET, ['default', 'lstm'], 0, 2)
    assert (source.folder / 'table.md').read_text() == table + '\n'
    report = json.loads((source.folder / 'report.json').read_text())
    assert [r['name'] for r in report['results']] == ['default', 'lstm']
    assert all(r['latency_ms'] > 0 and r['parameters'] > 0 for r in report['results'])
    assert report['budget']['steps'] == BUDGET.steps
    assert alone == ['default', 'lstm']


def test_a_stopped_comparison_goes_on(source: DataSource, alone: list[str]) -> None:
    compare(source, BUDGET, ['late', 'lstm, absolute'], 0, 1)
    first = json.loads((source.folder / 'report.json').read_text())['results']
    (source.folder / 'late.json').unlink()
    alone.clear()
    compare(source, BUDGET, ['late', 'lstm, absolute'], 0, 1)
    assert alone == ['late']
    second = json.loads((source.folder / 'report.json').read_text())['results']
    assert [r['right_thing'] for r in first] == [r['right_thing'] for r in second]


def test_the_table_says_what_was_found() -> None:
    text = to_table(REPORT)
    row = text.splitlines()[-1]
    assert '| fusion | early | 75.0 % (60 to 86, n = 40) | 12.3 / 200.0 mm |' in row
    assert '| - |' in row
    assert '| 0.770 M | 3.10 MB | 3.2 ms | 100 s |' in row
    assert 'success' not in text
    for fact in ('30 steps', '500 frames', 'seed 7', 'abcdef012345', '64 frames'):
        assert fact in text


def test_success_is_there_when_it_was_measured() -> None:
    done = {**REPORT, 'episodes': 5, 'results': [{**RESULT, 'success': (15, 20)}]}
    text = to_table(done)
    assert 'success' in text
    assert '| 75.0 % (53 to 89, n = 20) |' in text.splitlines()[-1]


def test_rows_have_as_many_cells_as_columns() -> None:
    lines = [line for line in to_table(REPORT).splitlines() if line.startswith('|')]
    assert len({line.count('|') for line in lines}) == 1


def test_what_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(['--checkpoint', str(tmp_path / 'none.safetensors'), '--folder', str(tmp_path)])
    assert 'none.safetensors' in capsys.readouterr().err


def test_budgets_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(['--steps', '0'])
    assert 'steps must be at least 1, got 0' in capsys.readouterr().err
