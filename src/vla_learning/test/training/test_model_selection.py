# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The best weights are those of the last validation that only chance tells from the best."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn
from vla_learning.training.csv_logger import CsvLogger
from vla_learning.training.model_selection import BestCheckpoint
from vla_learning.training.model_selection import BestCheckpointError
from vla_learning.training.model_selection import score
from vla_learning.training.plot_training import validation_csv

GOOD = {
    'verdict': 0.9,
    'task': 0.9,
    'right_thing': 0.9,
    'target_m_p95': 0.02,
    'destination_m_p95': 0.03,
}


@pytest.fixture
def journal(tmp_path: Path) -> CsvLogger:
    return validation_csv(tmp_path)


@pytest.fixture
def best(journal: CsvLogger, tmp_path: Path) -> BestCheckpoint:
    return BestCheckpoint(tmp_path / 'best.pt', journal)


def network(value: float) -> nn.Linear:
    layer = nn.Linear(2, 1)
    nn.init.constant_(layer.weight, value)
    return layer


def validated(journal: CsvLogger, best: BestCheckpoint, shares: list[float]) -> None:
    """Validate at the steps 10, 20, ...; the weights say which step they are of."""
    for i, share in enumerate(shares, 1):
        journal.add(10 * i, {**GOOD, 'verdict': share})
        best.save_if_best(10 * i, network(10.0 * i))


@pytest.mark.parametrize(
    ('change', 'better'),
    [
        ({'verdict': 0.95}, True),
        ({'right_thing': 0.8}, False),
        ({'target_m_p95': 0.01}, True),
        ({'destination_m_p95': 0.2}, False),
        ({'task': float('nan')}, False),
        ({'target_m_p95': float('nan')}, False),
    ],
)
def test_more_right_and_nearer_is_better(change: dict[str, float], better: bool) -> None:
    assert (score({**GOOD, **change}) > score(GOOD)) == better


def test_what_is_unknown_counts_as_bad() -> None:
    assert score({}) < score(GOOD)
    assert score({'verdict': 1.0}) == -1.0


def test_the_best_weights_come_back(journal: CsvLogger, best: BestCheckpoint) -> None:
    validated(journal, best, [0.5, 0.8, 0.7])
    found = network(0.0)
    assert best.restore(found) == 20
    assert found.weight.tolist() == [[20.0, 20.0]]


@pytest.mark.parametrize(
    ('shares', 'step'),
    [
        ([0.5, 0.8, 0.795, 0.7], 30),
        ([0.5, 0.8, 0.795, 0.789], 30),
        ([0.5, 0.8, 0.8], 30),
        ([0.5, 0.8, 0.795, 0.81], 40),
        ([0.8, 0.795, 0.807, 0.7], 30),
        ([0.8, 0.78], 10),
    ],
)
def test_of_validations_that_chance_may_tell_apart_the_last_is_best(
    shares: list[float], step: int, journal: CsvLogger, best: BestCheckpoint
) -> None:
    validated(journal, best, shares)
    found = network(0.0)
    assert best.restore(found) == step
    assert found.weight.tolist() == [[step, step]]


def test_without_validation_the_weights_stay(best: BestCheckpoint) -> None:
    found = network(3.0)
    assert best.restore(found) == 0
    assert found.weight.tolist() == [[3.0, 3.0]]


def test_waiting_is_counted_from_the_highest_score_on(
    journal: CsvLogger, best: BestCheckpoint
) -> None:
    assert best.evals_without_improvement() == 0
    validated(journal, best, [0.5, 0.8, 0.795, 0.6])
    assert best.evals_without_improvement() == 2
    assert best.evals_without_improvement(since=30) == 1
    assert best.evals_without_improvement(since=40) == 0


def test_a_run_cut_back_is_judged_by_what_is_left(
    journal: CsvLogger, best: BestCheckpoint
) -> None:
    validated(journal, best, [0.5, 0.8])
    journal.truncate(10)
    assert best.step == 10
    with pytest.raises(BestCheckpointError, match='of step 10, got 20'):
        best.restore(network(0.0))


@pytest.mark.parametrize(
    'harm',
    [
        Path.unlink,
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: torch.save([1], path),
        lambda path: torch.save({'step': 10}, path),
    ],
)
def test_a_damaged_file_is_named(
    harm: Callable[[Path], None], journal: CsvLogger, best: BestCheckpoint, tmp_path: Path
) -> None:
    validated(journal, best, [0.5])
    harm(tmp_path / 'best.pt')
    with pytest.raises(BestCheckpointError, match=f'cannot read {tmp_path}/best.pt'):
        best.restore(network(0.0))
