# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Optional TensorBoard log of a training run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


class TensorBoardError(ValueError):
    """Event files cannot be written; the message contains the remedy."""


class TensorBoardLogger:
    """
    Write scalars as TensorBoard event files.

    Raises
    ------
    TensorBoardError
        If the package tensorboard is not installed.

    """

    def __init__(self, folder: Path, step: int) -> None:
        """Continue after `step`; later figures of a stopped run are discarded."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise TensorBoardError(
                f'tensorboard: true needs the package tensorboard ({error}). Install it, or set '
                'tensorboard to false: losses.csv and curves.png are written in any case'
            ) from error
        self._writer: Any = SummaryWriter(str(folder), purge_step=step + 1)

    def add(self, group: str, step: int, figures: Mapping[str, float]) -> None:
        """Add a row of figures."""
        for name, value in figures.items():
            self._writer.add_scalar(f'{group}/{name}', value, step)
        self._writer.flush()
