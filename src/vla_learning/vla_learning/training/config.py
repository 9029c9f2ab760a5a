# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that a training run depends on; explained field by field in config/train.yaml."""

from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from pathlib import Path
from typing import Any
from typing import TypeVar

from vla_learning.data.manifest import ON_CORRUPT
from vla_learning.training.device import DEVICES
from vla_learning.training.device import PRECISIONS
from vla_policy.nn.model import PolicyConfig
import yaml

_T = TypeVar('_T')


class ConfigError(ValueError):
    """A configuration cannot be used; the message names the field and says what it may be."""


@dataclass(frozen=True)
class DataConfig:
    """What `make data` makes."""

    folder: str = 'log/data'
    seed: int = 1_000_000
    episodes: int = 800
    frames_per_episode: int = 10
    stills: int = 10_000
    workers: int = 2
    # About missing or damaged files: refuse, or skip them and say what is lost.
    on_corrupt: str = 'refuse'

    def __post_init__(self) -> None:
        """Check the values."""
        _check_least(self, 1, 'frames_per_episode', 'workers')
        _check_option(self, 'on_corrupt', ON_CORRUPT)
        _check_least(self, 0, 'seed', 'episodes', 'stills')
        if self.episodes + self.stills < 1:
            raise ConfigError('episodes + stills must be at least 1: there is nothing to make')


@dataclass(frozen=True)
class TrainConfig:
    """What `make train` does."""

    data: DataConfig = field(default_factory=DataConfig)
    policy: PolicyConfig = field(default_factory=PolicyConfig)
    output: str = 'src/vla_policy/models/tabletop.safetensors'
    log: str = 'log/train'
    seed: int = 0
    # Each process computes its share of every batch with so many threads.
    processes: int = 2
    threads: int = 1
    # Where the visual encoder is trained: auto is a GPU when there is one.
    device: str = 'auto'
    # Of the visual encoder: auto is bfloat16 where that is computed natively, else float32.
    precision: str = 'auto'
    # Images per step and commands per image.
    images: int = 16
    commands: int = 4
    # Situations per step of practice without images, alone first and then beside images.
    practice_rounds: int = 200
    practice: int = 256
    practice_steps: int = 1500
    steps: int = 6000
    # Images and commands per step of the words, which see through a finished visual encoder.
    word_images: int = 32
    word_commands: int = 8
    word_steps: int = 2000
    # Steps after all others, which teach only what words mean; images whose things commands name
    # and scenes that descriptions are told from.
    teach_steps: int = 1500
    teach_images: int = 64
    teach_scenes: int = 128
    # About as many sentences of one meaning are remembered.
    variants: int = 16
    learning_rate: float = 1e-3
    weight_decay: float = 1e-3
    warmup_steps: int = 150
    validation_share: float = 0.03
    validate_every: int = 500
    save_every: int = 250
    # Validations without gain in the last part of the steps after which to end; 0 for never.
    patience: int = 0
    # Event files for TensorBoard beside the curves.
    tensorboard: bool = False

    def __post_init__(self) -> None:
        """Check the values."""
        _check_option(self, 'device', DEVICES)
        _check_option(self, 'precision', PRECISIONS)
        _check_least(
            self,
            1,
            'processes',
            'threads',
            'images',
            'commands',
            'practice_rounds',
            'practice',
            'word_images',
            'word_commands',
            'teach_steps',
            'teach_images',
            'teach_scenes',
            'variants',
            'warmup_steps',
            'validate_every',
            'save_every',
        )
        _check_least(
            self, 0, 'seed', 'practice_steps', 'steps', 'word_steps', 'weight_decay', 'patience'
        )
        for name in ('images', 'word_images', 'practice'):
            if getattr(self, name) % self.processes:
                raise ConfigError(
                    f'{name} must be a multiple of processes={self.processes}, got '
                    f'{getattr(self, name)}'
                )
        if not 0 < self.learning_rate < 1:
            raise ConfigError(f'learning_rate must be within 0 and 1, got {self.learning_rate}')
        if not 0 < self.validation_share <= 0.5:
            raise ConfigError(
                f'validation_share must be above 0 and at most 0.5, got {self.validation_share}'
            )


def load_config(path: Path | None) -> TrainConfig:
    """
    Read a YAML file; what it leaves out keeps its default.

    Raises
    ------
    ConfigError
        If it cannot be read, or names something unknown or out of range.

    """
    try:
        values = _named((yaml.safe_load(path.read_text()) if path else None), 'the file')
        values['data'] = _build(DataConfig, values.get('data'), 'data')
        values['policy'] = _build(PolicyConfig, values.get('policy'), 'policy')
        return _build(TrainConfig, values, 'the file')
    # Tags that do not fit their values make PyYAML fail in ways of its own.
    except (
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        raise ConfigError(f'{path}: {error}') from error


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """Return the configuration for a checkpoint's header."""
    return asdict(config)


def _named(values: Any, where: str) -> dict[str, Any]:
    if values is not None and not isinstance(values, dict):
        raise ConfigError(f'{where} must hold names and values, got {values!r}')
    return values or {}


def _build(cls: type[_T], values: Any, where: str) -> _T:
    """Make `cls` from what stands in a file, each value of the type of its default."""
    values, default = _named(values, where), cls()
    known = {f.name: type(getattr(default, f.name)) for f in fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(map(str, set(values) - set(known))):
        raise ConfigError(f'{where} may name {sorted(known)}, got {unknown}')
    return cls(**{name: _typed(value, known[name], name) for name, value in values.items()})


def _typed(value: Any, kind: type, name: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        hint = '; YAML reads 1e-3 as a text, write 1.0e-3' if kind is float else ''
        raise ConfigError(f'{name} must be of type {kind.__name__}, got {value!r}{hint}')
    return value


def _check_least(config: object, least: int, *names: str) -> None:
    for name in names:
        if getattr(config, name) < least:
            raise ConfigError(f'{name} must be at least {least}, got {getattr(config, name)}')


def _check_option(config: object, name: str, options: Sequence[str]) -> None:
    if getattr(config, name) not in options:
        raise ConfigError(f'{name} must be one of {options}, got {getattr(config, name)!r}')
