# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters declared from dataclasses: checks, descriptors, renamed parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import FrozenInstanceError
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_common.testing import NodeTestHarness


@dataclass(frozen=True)
class ExampleSettings:
    rate_hz: float = setting(50.0, 'Control rate', unit='Hz', minimum=1.0, maximum=200.0)
    depth: int = setting(3, 'Depth', minimum=1, maximum=9)
    gain: float = setting(0.5, 'Gain', minimum=0.0)
    offset_m: float = setting(0.0, 'Offset', unit='m')
    mode: str = setting('fast', 'Mode', options=('fast', 'safe'))
    verbose: bool = setting(False, 'Log more')
    corner_m: tuple[float, ...] = setting(
        (0.1, 0.2, 0.3), 'Corner', unit='m', minimum=-1.0, maximum=1.0, length=3
    )
    include: tuple[str, ...] = setting((), 'Objects of the scene')

    def __post_init__(self) -> None:
        if self.verbose and self.mode == 'safe':
            raise ValueError('verbose must be false in the mode safe; got true. Change either')


WRONG: list[tuple[str, Any, str]] = [
    ('rate_hz', 500.0, 'within 1.0 and 200.0 Hz; got 500.0'),
    ('rate_hz', float('nan'), 'within 1.0 and 200.0 Hz; got nan'),
    ('depth', 0, 'within 1 and 9; got 0'),
    ('gain', -0.1, 'finite and at least 0.0; got -0.1'),
    ('gain', float('inf'), 'finite and at least 0.0; got inf'),
    ('offset_m', float('-inf'), 'finite; got -inf'),
    ('mode', 'Fast', "one of fast, safe; got 'Fast'"),
    ('corner_m', (0.0, 1.5, 0.0), 'within -1.0 and 1.0 m; got 1.5'),
    ('corner_m', (0.0, 0.0), 'needs 3 entries; got'),
]


def _node(ros: NodeTestHarness, **overrides: Any) -> Node:
    parameters = [
        Parameter(name, value=list(value) if isinstance(value, tuple) else value)
        for name, value in overrides.items()
    ]
    node = Node('example', context=ros.context, parameter_overrides=parameters)
    ros.add(node)
    return node


@pytest.mark.parametrize(('name', 'value', 'rule'), WRONG)
def test_the_error_of_an_invalid_value_names_rule_value_and_remedy(
    name: str, value: Any, rule: str
) -> None:
    with pytest.raises(ValueError) as caught:
        check_settings(replace(ExampleSettings(), **{name: value}))
    text = str(caught.value)
    assert text.startswith(name)
    assert rule in text
    assert 'Change it in the YAML file' in text


def test_defaults_and_bounds_are_valid() -> None:
    check_settings(ExampleSettings())
    check_settings(
        replace(ExampleSettings(), rate_hz=200.0, depth=1, gain=0.0, corner_m=(1.0, -1.0, 0.0))
    )


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ExampleSettings().depth = 4  # type: ignore[misc]


def test_parameters_are_returned_as_settings(ros: NodeTestHarness) -> None:
    node = _node(ros, rate_hz=20.0, mode='safe', corner_m=(0.0, 0.5, 1.0), include=('red cube',))
    wanted = replace(
        ExampleSettings(),
        rate_hz=20.0,
        mode='safe',
        corner_m=(0.0, 0.5, 1.0),
        include=('red cube',),
    )
    assert declare_settings(node, ExampleSettings) == wanted


def test_a_second_declaration_returns_the_same_values(ros: NodeTestHarness) -> None:
    node = _node(ros)
    assert declare_settings(node, ExampleSettings) == ExampleSettings()
    assert declare_settings(node, ExampleSettings) == ExampleSettings()


def test_descriptors_contain_description_and_range(ros: NodeTestHarness) -> None:
    node = _node(ros)
    declare_settings(node, ExampleSettings)
    rate, depth, mode, gain = map(node.describe_parameter, ('rate_hz', 'depth', 'mode', 'gain'))
    assert rate.description == 'Control rate [Hz].'
    assert rate.read_only
    assert [(r.from_value, r.to_value) for r in rate.floating_point_range] == [(1.0, 200.0)]
    assert [(r.from_value, r.to_value, r.step) for r in depth.integer_range] == [(1, 9, 1)]
    assert mode.description == 'Mode. Options: fast, safe.'
    assert mode.additional_constraints == 'fast, safe'
    assert gain.additional_constraints == 'finite and at least 0.0'
    assert not node.describe_parameter('verbose').integer_range


def test_parameters_are_read_only(ros: NodeTestHarness) -> None:
    node = _node(ros)
    declare_settings(node, ExampleSettings)
    for name, value in (('rate_hz', 10.0), ('include', ['red cube'])):
        result = node.set_parameters([Parameter(name, value=value)])[0]
        assert not result.successful
        assert 'read-only' in result.reason


@pytest.mark.parametrize(('name', 'value', 'rule'), WRONG)
def test_an_invalid_parameter_value_is_rejected(
    ros: NodeTestHarness, name: str, value: Any, rule: str
) -> None:
    with pytest.raises(ValueError) as caught:
        declare_settings(_node(ros, **{name: value}), ExampleSettings)
    assert str(caught.value).startswith(name)
    assert rule in str(caught.value)


WRONG_TYPES: list[tuple[str, Any, str]] = [
    ('rate_hz', 20, 'rate_hz must be a double; got 20, an integer. Write 20.0'),
    ('depth', 2.0, 'depth must be an integer; got 2.0, a double. Change it in the YAML file'),
    ('depth', '2', "depth must be an integer; got '2', a string. Change it in the YAML file"),
    ('mode', 1, 'mode must be a string; got 1, an integer. Change it in the YAML file'),
    ('verbose', 'yes', "verbose must be a bool; got 'yes', a string. Change it in the YAML file"),
    (
        'corner_m',
        (0, 0, 1),
        'corner_m must be an array of doubles; got [0, 0, 1], an array of integers. '
        'Write [0.0, 0.0, 1.0]',
    ),
    (
        'rate_hz',
        (0.0, 1.0),
        'rate_hz must be a double; got [0.0, 1.0], an array of doubles. '
        'Change it in the YAML file',
    ),
]


@pytest.mark.parametrize(('name', 'value', 'text'), WRONG_TYPES)
def test_the_error_of_a_wrong_type_names_both_types_and_the_remedy(
    ros: NodeTestHarness, name: str, value: Any, text: str
) -> None:
    with pytest.raises(ValueError) as caught:
        declare_settings(_node(ros, **{name: value}), ExampleSettings)
    assert str(caught.value) == text


@pytest.mark.parametrize('value', [('a', 'b'), (), ('',)])
def test_an_array_may_have_an_empty_default(ros: NodeTestHarness, value: tuple[str, ...]) -> None:
    assert declare_settings(_node(ros, include=value), ExampleSettings).include == value


@pytest.mark.parametrize('value', ['red cube', (1, 2), 3, (True,)])
def test_a_wrong_type_for_an_empty_default_is_rejected(ros: NodeTestHarness, value: Any) -> None:
    with pytest.raises(ValueError, match='include must be an array of strings; got'):
        declare_settings(_node(ros, include=value), ExampleSettings)


def test_errors_of_cross_checks_are_raised(ros: NodeTestHarness) -> None:
    with pytest.raises(ValueError, match='verbose must be false'):
        declare_settings(_node(ros, verbose=True, mode='safe'), ExampleSettings)


def test_plain_fields_are_rejected() -> None:
    @dataclass(frozen=True)
    class PlainFieldSettings:
        rate_hz: float = 1.0

    check: Callable[[Any], None] = check_settings
    with pytest.raises(TypeError, match=r'rate_hz.*setting\('):
        check(PlainFieldSettings())


def test_an_empty_array_of_a_yaml_file_is_an_empty_tuple(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text('/**:\n  ros__parameters:\n    include: []\n')
    cli = ['--ros-args', '--params-file', str(path)]
    node = ros.add(Node('example', context=ros.context, cli_args=cli))
    assert declare_settings(node, ExampleSettings).include == ()


RENAMED = {'maximum_rate_hz': 'rate_hz', 'maximum_depth': 'depth'}


@pytest.mark.parametrize('value', [20.0, 'fast', True, (0.1, 0.2)])
def test_an_override_under_the_old_name_is_an_error(ros: NodeTestHarness, value: Any) -> None:
    with pytest.raises(ValueError) as caught:
        declare_settings(_node(ros, maximum_rate_hz=value), ExampleSettings, renamed=RENAMED)
    received = list(value) if isinstance(value, tuple) else value
    assert str(caught.value) == (
        f'maximum_rate_hz is now named rate_hz; got maximum_rate_hz = {received!r}. '
        'Rename it to rate_hz in the YAML file'
    )


def test_an_old_name_in_a_yaml_file_is_an_error(ros: NodeTestHarness, tmp_path: Path) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text('/**:\n  ros__parameters:\n    depth: 4\n    maximum_depth: 5\n')
    cli = ['--ros-args', '--params-file', str(path)]
    node = ros.add(Node('example', context=ros.context, cli_args=cli))
    with pytest.raises(
        ValueError, match='maximum_depth is now named depth; got maximum_depth = 5'
    ):
        declare_settings(node, ExampleSettings, renamed=RENAMED)


def test_without_an_override_the_old_name_does_not_exist(ros: NodeTestHarness) -> None:
    node = _node(ros, depth=4)
    for _ in range(2):
        assert declare_settings(node, ExampleSettings, renamed=RENAMED).depth == 4
    assert not any(map(node.has_parameter, RENAMED))
