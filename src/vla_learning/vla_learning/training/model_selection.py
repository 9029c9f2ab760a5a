# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Which weights of a run are the best on held-in validation, and when to stop looking further."""

from collections.abc import Mapping
import math
from pathlib import Path
import pickle
from typing import Any

import torch
from torch import nn
from vla_learning.training.csv_logger import Journal

# A share of 1 % weighs as much as 1 cm.
_SHARES = ('verdict', 'task', 'right_thing')
_LENGTHS = ('target_m_p95', 'destination_m_p95')
# Two validations of 512 commands differ by about so much by chance alone. Among such the later is
# taken: it has heard more words, of which validation hears few.
_CHANCE = 0.01


class BestError(ValueError):
    """The best weights cannot be read; the message says what to do."""


def score(figures: Mapping[str, float]) -> float:
    """Return how good a row of validation.csv is; what is not known counts as bad."""
    return sum(_known(figures.get(name), 0.0) for name in _SHARES) - sum(
        _known(figures.get(name), 1.0) for name in _LENGTHS
    )


def _known(value: float | None, else_: float) -> float:
    return value if value is not None and math.isfinite(value) else else_


class Best:
    """
    The best weights so far, kept in a file; what is best stands in the journal alone.

    Best are those of the last validation that only chance tells from the highest score. A run
    that is resumed, whose journal is cut, decides as one that was not stopped.
    """

    def __init__(self, path: Path, journal: Journal) -> None:
        self._path, self._journal = path, journal

    @property
    def step(self) -> int:
        """Return the step of the best validation, 0 before the first."""
        scores = self._scores()
        least = max(scores.values(), default=0.0) - _CHANCE
        return max((step for step, found in scores.items() if found >= least), default=0)

    def waited(self, since: int = 0) -> int:
        """Return how many validations after step `since` have passed since the highest score."""
        scores = self._scores()
        highest = max(scores, key=lambda step: scores[step], default=0)
        return sum(step > max(highest, since) for step in scores)

    def _scores(self) -> dict[int, float]:
        return {step: score(figures) for step, figures in self._journal.rows()}

    def keep(self, step: int, network: nn.Module) -> None:
        """Keep the weights if `step` is the best that was validated."""
        if step == self.step:
            partial = self._path.with_suffix('.partial')
            torch.save({'step': step, 'network': network.state_dict()}, partial)
            partial.replace(self._path)

    def restore(self, network: nn.Module) -> int:
        """
        Give `network` the best weights and return their step; without validation, leave it.

        Raises
        ------
        BestError
            If the file is missing, damaged or of another step.

        """
        wanted = self.step
        if wanted == 0:
            return 0
        advice = f'Remove {self._path.parent} to start anew'
        try:
            kept: dict[str, Any] = torch.load(self._path, map_location='cpu', weights_only=True)
            step, weights = kept['step'], kept['network']
        except (
            OSError,
            EOFError,
            KeyError,
            RuntimeError,
            TypeError,
            pickle.UnpicklingError,
        ) as error:
            raise BestError(f'cannot read {self._path} ({error}). {advice}') from error
        if step != wanted:
            raise BestError(f'{self._path} must be of step {wanted}, got {step}. {advice}')
        network.load_state_dict(weights)
        return wanted
