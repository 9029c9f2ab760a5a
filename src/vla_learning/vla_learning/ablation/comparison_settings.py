# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of a comparison: amount of training and sources of the data."""

from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ComputeBudget:
    """Amount of data and training, equal for all variants."""

    frames: int = 4000
    steps: int = 600
    images: int = 16  # per step
    commands: int = 4  # per image
    pretrain_states: int = 256  # per step, without images
    pretrain_steps: int = 1000  # before `steps`, with four times as many states
    pretrain_rounds: int = 40
    validation: int = 400  # frames
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, value in asdict(self).items():
            minimum = 0 if name == 'seed' else 1
            if value < minimum:
                raise ValueError(f'{name} must be at least {minimum}, got {value}')
        if self.frames < self.images:
            raise ValueError(f'frames must be at least images={self.images}, got {self.frames}')


@dataclass(frozen=True)
class DataSource:
    """Checkpoint of the frozen visual encoder, data set, and folder of all results."""

    checkpoint: str
    data: str
    folder: Path
