# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that a training run depends on."""

from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any

from vla_policy.model import PolicyConfig
import yaml


@dataclass(frozen=True)
class DataConfig:
    """What `make data` makes."""

    folder: str = 'log/data'
    seed: int = 1_000_000
    episodes: int = 800
    frames_per_episode: int = 10
    stills: int = 10_000
    workers: int = 2


@dataclass(frozen=True)
class TrainConfig:
    """What `make train` does."""

    data: DataConfig = field(default_factory=DataConfig)
    policy: PolicyConfig = field(default_factory=PolicyConfig)
    output: str = 'src/vla_policy/models/tabletop.safetensors'
    log: str = 'log/train'
    seed: int = 0
    threads: int = 2
    # Images per step and commands per image.
    images: int = 16
    commands: int = 4
    # Situations per step of practice without images, alone first and then beside images.
    practice_rounds: int = 200
    practice: int = 256
    practice_steps: int = 1500
    steps: int = 5000
    learning_rate: float = 1e-3
    weight_decay: float = 1e-3
    warmup_steps: int = 150
    validation_share: float = 0.03
    validate_every: int = 500
    save_every: int = 250


def load_config(path: Path | None) -> TrainConfig:
    """
    Read a YAML file; what it leaves out keeps its default.

    Raises
    ------
    ValueError
        If it names something unknown.

    """
    values: dict[str, Any] = yaml.safe_load(path.read_text()) or {} if path else {}
    try:
        data = DataConfig(**values.pop('data', {}))
        policy = PolicyConfig(**values.pop('policy', {}))
        return TrainConfig(data=data, policy=policy, **values)
    except (TypeError, AttributeError) as error:
        raise ValueError(f'{path} may hold the fields of TrainConfig only: {error}') from error


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """Return the configuration for a checkpoint's header."""
    return asdict(config)
