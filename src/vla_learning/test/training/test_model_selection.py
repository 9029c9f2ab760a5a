# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The best weights are those of the latest validation within noise of the highest score."""

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

GOOD = {'task': 0.9, 'correct_target': 0.9, 'target_m_p95': 0.02, 'destination_m_p95': 0.03}


@pytest.fixture
def validation(tmp_path: Path) -> CsvLogger:
    return validation_csv(tmp_path)


@pytest.fixture
def best(validation: CsvLogger, tmp_path: Path) -> BestCheckpoint:
    return BestCheckpoint(tmp_path / 'best.pt', validation)


def network(value: float) -> nn.Linear:
    layer = nn.Linear(2, 1)
    nn.init.constant_(layer.weight, value)
    return layer


def add_validations(validation: CsvLogger, best: BestCheckpoint, shares: list[float]) -> None:
    """Validate at the steps 10, 20, ...; the weights equal the step."""
    for i, share in enumerate(shares, 1):
        validation.add(10 * i, {**GOOD, 'task': share})
        best.save_if_best(10 * i, network(10.0 * i))


@pytest.mark.parametrize(
    ('change', 'better'),
    [
        ({'task': 0.95}, True),
        ({'correct_target': 0.8}, False),
        ({'target_m_p95': 0.01}, True),
        ({'destination_m_p95': 0.2}, False),
        ({'task': float('nan')}, False),
        ({'target_m_p95': float('nan')}, False),
    ],
)
def test_higher_shares_and_smaller_errors_score_higher(
    change: dict[str, float], better: bool
) -> None:
    assert (score({**GOOD, **change}) > score(GOOD)) == better


def test_a_missing_figure_counts_as_the_worst() -> None:
    assert score({}) < score(GOOD)
    assert score({'task': 1.0}) == -1.0


def test_the_best_weights_are_restored(validation: CsvLogger, best: BestCheckpoint) -> None:
    add_validations(validation, best, [0.5, 0.8, 0.7])
    restored = network(0.0)
    assert best.restore(restored) == 20
    assert restored.weight.tolist() == [[20.0, 20.0]]


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
def test_the_latest_validation_within_noise_is_best(
    shares: list[float], step: int, validation: CsvLogger, best: BestCheckpoint
) -> None:
    add_validations(validation, best, shares)
    restored = network(0.0)
    assert best.restore(restored) == step
    assert restored.weight.tolist() == [[step, step]]


def test_without_validation_the_weights_do_not_change(best: BestCheckpoint) -> None:
    restored = network(3.0)
    assert best.restore(restored) == 0
    assert restored.weight.tolist() == [[3.0, 3.0]]


def test_validations_without_improvement_count_from_the_highest_score(
    validation: CsvLogger, best: BestCheckpoint
) -> None:
    assert best.evals_without_improvement() == 0
    add_validations(validation, best, [0.5, 0.8, 0.795, 0.6])
    assert best.evals_without_improvement() == 2


def test_a_truncated_run_is_scored_by_its_remaining_validations(
    validation: CsvLogger, best: BestCheckpoint
) -> None:
    add_validations(validation, best, [0.5, 0.8])
    validation.truncate(10)
    assert best.step == 10
    with pytest.raises(BestCheckpointError, match='of step 10, got 20'):
        best.restore(network(0.0))


@pytest.mark.parametrize(
    'damage',
    [
        Path.unlink,
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: torch.save([1], path),
        lambda path: torch.save({'step': 10}, path),
    ],
)
def test_the_error_names_a_damaged_file(
    damage: Callable[[Path], None], validation: CsvLogger, best: BestCheckpoint, tmp_path: Path
) -> None:
    add_validations(validation, best, [0.5])
    damage(tmp_path / 'best.pt')
    with pytest.raises(BestCheckpointError, match=f'cannot read {tmp_path}/best.pt'):
        best.restore(network(0.0))


def test_validations_of_earlier_phases_do_not_count(validation: CsvLogger, tmp_path: Path) -> None:
    best = BestCheckpoint(tmp_path / 'best.pt', validation, after=20)
    add_validations(validation, best, [0.9, 0.9])
    assert best.restore(network(0.0)) == 0
    for step, share in ((30, 0.7), (40, 0.6)):
        validation.add(step, {**GOOD, 'task': share})
        best.save_if_best(step, network(float(step)))
    assert best.restore(network(0.0)) == 30
    assert best.evals_without_improvement() == 1
