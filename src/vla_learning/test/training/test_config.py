# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of training: unknown and invalid values are rejected, all are documented."""

from dataclasses import fields
from pathlib import Path

import pytest
from vla_learning.data.config import DataConfig
from vla_learning.training.config import load_config
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_learning.utils.config_values import ConfigError
from vla_policy.nn.policy_builder import PolicyConfig
import yaml

SHIPPED = Path(__file__).resolve().parents[4] / 'config' / 'train.yaml'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / 'my.yaml'
    path.write_text(text)
    return path


def test_the_shipped_file_contains_every_default() -> None:
    assert yaml.safe_load(SHIPPED.read_text()) == to_dict(TrainConfig())
    assert load_config(SHIPPED) == TrainConfig()


def test_every_setting_is_explained() -> None:
    """Each group of settings has a comment above it."""
    lines = [line.strip() for line in SHIPPED.read_text().splitlines()]
    for cls in (TrainConfig, DataConfig, PolicyConfig):
        for field in fields(cls):
            at = next(i for i, line in enumerate(lines) if line.startswith(f'{field.name}:'))
            while lines[at] and not lines[at].startswith('#'):
                at -= 1
            assert lines[at].startswith('#'), field.name


def test_without_a_file_all_values_are_defaults(tmp_path: Path) -> None:
    assert load_config(None) == load_config(written(tmp_path, '')) == TrainConfig()


def test_a_file_changes_the_values_it_contains(tmp_path: Path) -> None:
    config = load_config(
        written(
            tmp_path,
            'steps: 7\nlearning_rate: 2.0e-3\ndata: {random_pose_frames: 5}\npolicy: {dim: 32}',
        )
    )
    assert (config.steps, config.learning_rate) == (7, 0.002)
    assert (config.data.random_pose_frames, config.policy.dim) == (5, 32)
    assert config.images == TrainConfig().images


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('stepz: 3', r"may name .*\['stepz'\]"),
        ('data: {still: 3}', r"data may name .*\['still'\]"),
        ('data: {stills: 5}', 'stills in data has been renamed to random_pose_frames'),
        ('policy: {dims: 3}', r"policy may name .*\['dims'\]"),
        ('steps: many', 'steps must be of type int'),
        ('steps: 1.5', 'steps must be of type int'),
        ('tensorboard: 1', 'tensorboard must be of type bool'),
        ('learning_rate: 1e-3', r'write 1\.0e-3'),
        ('learning_rate: 0', 'learning_rate must be within'),
        ('learning_rate: .nan', 'learning_rate must be within'),
        ('images: 0', 'images must be at least 1'),
        ('images: 5\nprocesses: 2', 'images must be a multiple of processes=2'),
        ('frozen_images: 5\nprocesses: 2', 'frozen_images must be a multiple of processes=2'),
        ('language_steps: 5', r"may name .*\['language_steps'\]"),
        ('validation_share: 0.9', 'validation_share must be'),
        ('data: {episodes: 0, random_pose_frames: 0}', 'nothing to record'),
        ('data: {on_corrupt: ignore}', 'on_corrupt must be one of .*refuse.*skip'),
        ('device: tpu', 'device must be one of .*auto'),
        ('precision: float16', 'precision must be one of .*auto'),
        ('patience: -1', 'patience must be at least 0'),
        ('scene_steps: -1', 'scene_steps must be at least 0'),
        ('frozen_steps: 0', 'scene_steps must be 0 without frozen_steps'),
        ('- 1', 'names and values'),
        ('a: [', 'my.yaml'),
        ('data: 7', 'data must hold names and values'),
    ],
)
def test_an_invalid_file_is_rejected(text: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('practice_rounds', 'pretrain_rounds'),
        ('practice', 'pretrain_states'),
        ('practice_steps', 'pretrain_steps'),
        ('word_images', 'frozen_images'),
        ('word_commands', 'frozen_commands'),
        ('word_steps', 'frozen_steps'),
    ],
)
def test_the_error_for_a_former_name_contains_the_new_one(
    old: str, new: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=f'{old} in the file has been renamed to {new}'):
        load_config(written(tmp_path, f'{old}: 4'))
    assert hasattr(TrainConfig(), new)


def test_the_error_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'none\.yaml'):
        load_config(tmp_path / 'none.yaml')
