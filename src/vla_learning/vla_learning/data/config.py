# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of the data set: the section `data` of config/train.yaml."""

from dataclasses import dataclass
from dataclasses import fields
from pathlib import Path
from typing import Any

from vla_learning.data.manifest import ON_CORRUPT
from vla_learning.utils.config_values import build_config
from vla_learning.utils.config_values import ConfigError
from vla_learning.utils.config_values import read_config
from vla_learning.utils.config_values import require_at_least
from vla_learning.utils.config_values import require_option

_RENAMED = {'stills': 'random_pose_frames'}


@dataclass(frozen=True)
class DataConfig:
    """Settings of `make data`; config/train.yaml explains each of them."""

    folder: str = 'log/data'
    seed: int = 1_000_000
    episodes: int = 600
    frames_per_episode: int = 10
    random_pose_frames: int = 14_000
    workers: int = 2
    # Reaction to missing or damaged files: refuse, or skip them and report the loss.
    on_corrupt: str = 'refuse'

    def __post_init__(self) -> None:
        """Check the values."""
        require_at_least(self, 1, 'frames_per_episode', 'workers')
        require_option(self, 'on_corrupt', ON_CORRUPT)
        require_at_least(self, 0, 'seed', 'episodes', 'random_pose_frames')
        if self.episodes + self.random_pose_frames < 1:
            raise ConfigError(
                'episodes + random_pose_frames must be at least 1: there is nothing to record'
            )


def build_data_config(values: Any) -> DataConfig:
    """Build the configuration from the values of the section `data`."""
    return build_config(DataConfig, values, 'data', _RENAMED)


def load_data_config(path: Path | None) -> DataConfig:
    """
    Read the section `data` of a YAML file; omitted values keep their default.

    Raises
    ------
    ConfigError
        If the file cannot be read, or a value is unknown, out of range or outside of the section.

    """
    return read_config(path, _build_section)


def _build_section(values: dict[str, Any]) -> DataConfig:
    # `seed` is also a setting of the training.
    names = {field.name for field in fields(DataConfig)} - {'seed'}
    if misplaced := sorted(names & set(values)):
        raise ConfigError(f'{", ".join(misplaced)} must be in the section data, not beside it')
    return build_data_config(values.get('data'))
