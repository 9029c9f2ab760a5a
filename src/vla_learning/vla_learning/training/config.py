# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of a training run; config/train.yaml explains every field."""

from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any

from vla_learning.data.config import build_data_config
from vla_learning.data.config import DataConfig
from vla_learning.training.device import DEVICES
from vla_learning.training.device import PRECISIONS
from vla_learning.utils.config_values import build_config
from vla_learning.utils.config_values import ConfigError
from vla_learning.utils.config_values import read_config
from vla_learning.utils.config_values import require_at_least
from vla_learning.utils.config_values import require_option
from vla_policy.nn.policy_builder import PolicyConfig

_RENAMED = {
    'practice_rounds': 'pretrain_rounds',
    'practice': 'pretrain_states',
    'practice_steps': 'pretrain_steps',
    'word_images': 'frozen_images',
    'word_commands': 'frozen_commands',
    'word_steps': 'frozen_steps',
}
# Every process takes an equal share of these.
_SHARED = ('images', 'frozen_images', 'pretrain_states')
_POSITIVE = (
    'processes',
    'threads',
    'images',
    'commands',
    'pretrain_rounds',
    'pretrain_states',
    'frozen_images',
    'frozen_commands',
    'variants',
    'warmup_steps',
    'validate_every',
    'save_every',
)


@dataclass(frozen=True)
class TrainConfig:
    """Settings of `make train`; sizes of batches are per step, over all processes."""

    data: DataConfig = field(default_factory=DataConfig)
    policy: PolicyConfig = field(default_factory=PolicyConfig)
    output: str = 'log/train/tabletop.safetensors'
    # Whether `output` may be the file of the shipped weights.
    replace_shipped: bool = False
    log: str = 'log/train'
    seed: int = 0
    processes: int = 2
    threads: int = 1
    # Device and precision of the visual encoder.
    device: str = 'auto'
    precision: str = 'auto'
    images: int = 16
    commands: int = 4
    # Pretraining of the decoder: states without images.
    pretrain_rounds: int = 200
    pretrain_states: int = 256
    pretrain_steps: int = 1500
    steps: int = 12_000
    # Steps of visual encoder and scene head alone.
    scene_steps: int = 3000
    # Steps with a frozen visual encoder, on cached features.
    frozen_images: int = 32
    frozen_commands: int = 8
    frozen_steps: int = 2000
    variants: int = 16
    learning_rate: float = 1e-3
    weight_decay: float = 1e-3
    warmup_steps: int = 150
    validation_share: float = 0.03
    validate_every: int = 500
    save_every: int = 250
    # Validations without improvement before training stops early; 0 for never.
    patience: int = 0
    tensorboard: bool = False

    def __post_init__(self) -> None:
        """Check the values."""
        require_option(self, 'device', DEVICES)
        require_option(self, 'precision', PRECISIONS)
        require_at_least(self, 1, *_POSITIVE)
        require_at_least(
            self,
            0,
            'seed',
            'pretrain_steps',
            'steps',
            'scene_steps',
            'frozen_steps',
            'weight_decay',
            'patience',
        )
        for name in _SHARED:
            if getattr(self, name) % self.processes:
                raise ConfigError(
                    f'{name} must be a multiple of processes={self.processes}, got '
                    f'{getattr(self, name)}'
                )
        if self.scene_steps and not self.frozen_steps:
            raise ConfigError(
                f'scene_steps must be 0 without frozen_steps, which adapt the policy to the '
                f'encoder, got {self.scene_steps}'
            )
        if not 0 < self.learning_rate < 1:
            raise ConfigError(f'learning_rate must be within 0 and 1, got {self.learning_rate}')
        if not 0 < self.validation_share <= 0.5:
            raise ConfigError(
                f'validation_share must be above 0 and at most 0.5, got {self.validation_share}'
            )


def load_config(path: Path | None) -> TrainConfig:
    """
    Read a YAML file; omitted values keep their default.

    Raises
    ------
    ConfigError
        If the file is not readable, or a value is unknown, renamed or out of range.

    """
    return read_config(path, _build)


def to_dict(config: TrainConfig) -> dict[str, Any]:
    """Return the configuration for a checkpoint's header."""
    return asdict(config)


def _build(values: dict[str, Any]) -> TrainConfig:
    values['data'] = build_data_config(values.get('data'))
    values['policy'] = build_config(PolicyConfig, values.get('policy'), 'policy')
    return build_config(TrainConfig, values, 'the file', _RENAMED)
