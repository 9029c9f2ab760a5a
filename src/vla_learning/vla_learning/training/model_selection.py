# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Selection of the best checkpoint by validation, and the criterion of early stopping."""

from collections.abc import Mapping
import math
from pathlib import Path
import pickle
from typing import Any

import torch
from torch import nn
from vla_learning.training.csv_logger import CsvLogger

# A share of 1 % has the weight of 1 cm.
_SHARES = ('task', 'correct_target')
_LENGTHS = ('target_m_p95', 'destination_m_p95')
# Two validations of 512 commands differ by about this score by chance. Among equals the latest
# is best: it was trained on more commands than validation covers.
_NOISE = 0.01


class BestCheckpointError(ValueError):
    """The best weights are not readable; the message contains the remedy."""


def score(figures: Mapping[str, float]) -> float:
    """Return the score of a row of validation.csv; a missing figure counts as the worst."""
    return sum(_finite(figures.get(name), 0.0) for name in _SHARES) - sum(
        _finite(figures.get(name), 1.0) for name in _LENGTHS
    )


def _finite(value: float | None, default: float) -> float:
    return value if value is not None and math.isfinite(value) else default


class BestCheckpoint:
    """
    The file with the best weights of a run.

    The best step is the latest whose score is within noise of the highest one. It follows from
    validation.csv alone, so a resumed run selects the same step as an uninterrupted one.

    Parameters
    ----------
    path
        File of the weights.
    validation
        Figures of all validations.
    after
        Step from which on validations count. Weights of an earlier phase lack what the later ones
        train.

    """

    def __init__(self, path: Path, validation: CsvLogger, after: int = 0) -> None:
        self._path, self._validation, self._after = path, validation, after

    @property
    def step(self) -> int:
        """Return the best step, 0 before the first validation."""
        scores = self._scores()
        threshold = max(scores.values(), default=0.0) - _NOISE
        return max((step for step, value in scores.items() if value >= threshold), default=0)

    def evals_without_improvement(self) -> int:
        """Return the number of validations after the highest score."""
        scores = self._scores()
        highest = max(scores, key=lambda step: scores[step], default=0)
        return sum(step > highest for step in scores)

    def _scores(self) -> dict[int, float]:
        rows = self._validation.rows()
        return {step: score(figures) for step, figures in rows if step > self._after}

    def save_if_best(self, step: int, network: nn.Module) -> None:
        """Save the weights if `step` is the best so far."""
        if step == self.step:
            partial = self._path.with_suffix('.partial')
            torch.save({'step': step, 'network': network.state_dict()}, partial)
            partial.replace(self._path)

    def restore(self, network: nn.Module) -> int:
        """
        Load the best weights into `network` and return their step; 0 without validation.

        Raises
        ------
        BestCheckpointError
            If the file is missing, damaged or of another step.

        """
        best = self.step
        if best == 0:
            return 0
        remedy = f'Remove {self._path.parent} to start from scratch'
        try:
            stored: dict[str, Any] = torch.load(self._path, map_location='cpu', weights_only=True)
            step, weights = stored['step'], stored['network']
        except (
            OSError,
            EOFError,
            KeyError,
            RuntimeError,
            TypeError,
            pickle.UnpicklingError,
        ) as error:
            raise BestCheckpointError(f'cannot read {self._path} ({error}). {remedy}') from error
        if step != best:
            raise BestCheckpointError(f'{self._path} must be of step {best}, got {step}. {remedy}')
        network.load_state_dict(weights)
        return best
