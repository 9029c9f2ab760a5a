# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of the data set: section `data` of a training configuration."""

from dataclasses import fields
from pathlib import Path

import pytest
from vla_learning.data.config import build_data_config
from vla_learning.data.config import DataConfig
from vla_learning.data.config import load_data_config
from vla_learning.utils.config_values import ConfigError
import yaml

SHIPPED = Path(__file__).resolve().parents[4] / 'config' / 'train.yaml'


def test_the_shipped_file_has_the_defaults() -> None:
    assert load_data_config(SHIPPED) == load_data_config(None) == DataConfig()
    section = yaml.safe_load(SHIPPED.read_text())['data']
    assert set(section) == {field.name for field in fields(DataConfig)}


def test_other_sections_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / 'my.yaml'
    path.write_text('steps: 5\ndata: {episodes: 3, seed: 2000000}')
    assert load_data_config(path) == DataConfig(episodes=3, seed=2_000_000)


@pytest.mark.parametrize(
    ('values', 'message'),
    [
        ({'stills': 5}, 'stills in data has been renamed to random_pose_frames'),
        ({'episode': 5}, r"data may name .*\['episode'\]"),
        ({'episodes': '5'}, 'episodes must be of type int'),
        ({'workers': 0}, 'workers must be at least 1, got 0'),
        ({'frames_per_episode': 0}, 'frames_per_episode must be at least 1'),
        ({'seed': -1}, 'seed must be at least 0'),
        ({'episodes': 0, 'random_pose_frames': 0}, 'nothing to record'),
        ({'on_corrupt': 'ignore'}, "on_corrupt must be one of .*got 'ignore'"),
        (7, 'data must hold names and values'),
    ],
)
def test_invalid_values_are_named(values: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build_data_config(values)


def test_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / 'my.yaml'
    path.write_text('data: {workers: 0}')
    with pytest.raises(ConfigError, match=r'my\.yaml: workers'):
        load_data_config(path)


def test_a_value_outside_of_the_section_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / 'my.yaml'
    path.write_text('folder: elsewhere\nepisodes: 3')
    with pytest.raises(ConfigError, match='episodes, folder must be in the section data'):
        load_data_config(path)
