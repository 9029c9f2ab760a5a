# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration files become dataclasses; errors name field, rule and value."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from vla_learning.utils.config_values import build_config
from vla_learning.utils.config_values import ConfigError
from vla_learning.utils.config_values import read_config
from vla_learning.utils.config_values import require_at_least
from vla_learning.utils.config_values import require_mapping
from vla_learning.utils.config_values import require_option


@dataclass(frozen=True)
class SampleConfig:
    """Configuration with a field of each type."""

    count: int = 3
    rate: float = 0.5
    mode: str = 'fast'
    verbose: bool = False


def test_values_replace_defaults() -> None:
    assert build_config(SampleConfig, {'count': 7}, 'top') == SampleConfig(count=7)
    assert build_config(SampleConfig, None, 'top') == SampleConfig()


def test_an_integer_is_accepted_for_a_float() -> None:
    rate = build_config(SampleConfig, {'rate': 2}, 'top').rate
    assert (rate, type(rate)) == (2.0, float)


@pytest.mark.parametrize(
    ('values', 'message'),
    [
        ({'count': 1.5}, 'count must be of type int, got 1.5'),
        ({'count': True}, 'count must be of type int, got True'),
        ({'rate': '1e-3'}, r"rate must be of type float, got '1e-3'; YAML .* write 1\.0e-3"),
        ({'speed': 1}, r"top may name \['count', 'mode', 'rate', 'verbose'\], got \['speed'\]"),
        ({'old': 1}, 'old in top has been renamed to count. Use the new name'),
        ([1], r'top must hold names and values, got \[1\]'),
    ],
)
def test_invalid_values_are_named(values: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build_config(SampleConfig, values, 'top', {'old': 'count'})


def test_no_values_are_an_empty_mapping() -> None:
    assert require_mapping(None) == {}
    assert require_mapping({'a': 1}) == {'a': 1}


def test_a_file_is_read_and_named_in_errors(tmp_path: Path) -> None:
    path = tmp_path / 'some.yaml'
    path.write_text('count: 9')
    assert read_config(path, lambda values: values['count']) == 9
    assert read_config(None, len) == 0
    path.write_text('[')
    with pytest.raises(ConfigError, match=r'some\.yaml: while parsing'):
        read_config(path, len)
    with pytest.raises(ConfigError, match=r'none\.yaml'):
        read_config(tmp_path / 'none.yaml', len)


def test_minimum_and_options_are_checked() -> None:
    require_at_least(SampleConfig(), 0, 'count', 'rate')
    with pytest.raises(ConfigError, match=r'rate must be at least 1, got 0\.5'):
        require_at_least(SampleConfig(), 1, 'count', 'rate')
    require_option(SampleConfig(), 'mode', ('fast', 'slow'))
    with pytest.raises(ConfigError, match=r"mode must be one of \('slow',\), got 'fast'"):
        require_option(SampleConfig(), 'mode', ('slow',))
