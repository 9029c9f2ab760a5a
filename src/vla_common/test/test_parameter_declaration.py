# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Declaration of fields as parameters: read-only rule, empty arrays, types."""

from dataclasses import dataclass
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common.parameter_declaration import declared_value
from vla_common.parameter_declaration import parameter_overrides
from vla_common.parameter_declaration import to_field_value
from vla_common.settings import setting
from vla_common.testing import NodeTestHarness


@dataclass(frozen=True)
class DeclaredSettings:
    rate_hz: float = setting(5.0, 'Rate', minimum=1.0, maximum=9.0, change='any')
    frame_id: str = setting('base_link', 'Frame')
    corner_m: tuple[float, ...] = setting((0.0, 1.0), 'Corner')


FIELDS = {field.name: field for field in fields(DeclaredSettings)}


@pytest.mark.parametrize('changeable', [True, False])
def test_only_fields_with_a_rule_of_change_are_not_read_only(
    ros: NodeTestHarness, changeable: bool
) -> None:
    node = ros.add(Node('example', context=ros.context))
    for field in FIELDS.values():
        declared_value(node, field, changeable=changeable)
    read_only = {name: node.describe_parameter(name).read_only for name in FIELDS}
    assert read_only == {'rate_hz': not changeable, 'frame_id': True, 'corner_m': True}


def test_an_empty_array_of_a_file_replaces_the_default(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text('/**:\n  ros__parameters: {corner_m: []}\n')
    cli = ['--ros-args', '--params-file', str(path)]
    node = ros.add(Node('example', context=ros.context, cli_args=cli))
    assert parameter_overrides(node) == {'corner_m': None}
    assert declared_value(node, FIELDS['corner_m'], changeable=False) == ()
    # An empty array, not a parameter without a value: `ros2 param dump` must load back.
    assert node.get_parameter('corner_m').get_parameter_value().type != 0


def test_overrides_of_the_constructor_are_found(ros: NodeTestHarness) -> None:
    overrides = [Parameter('rate_hz', value=7.0)]
    node = ros.add(Node('example', context=ros.context, parameter_overrides=overrides))
    assert parameter_overrides(node) == {'rate_hz': 7.0}
    assert declared_value(node, FIELDS['rate_hz'], changeable=False) == 7.0


@pytest.mark.parametrize(
    ('name', 'value', 'text'),
    [
        ('rate_hz', True, 'rate_hz must be a double; got True, a bool. Set it'),
        ('rate_hz', None, 'rate_hz must be a double; got None, no value. Set it'),
        ('corner_m', [1, 2.0], 'an array of integers. Write [1.0, 2.0]'),
        ('corner_m', 1.0, 'corner_m must be an array of doubles; got 1.0, a double. Set it'),
        ('corner_m', '', "corner_m must be an array of doubles; got '', a string. Set it"),
    ],
)
def test_a_wrong_type_is_named(name: str, value: Any, text: str) -> None:
    with pytest.raises(ValueError) as caught:
        to_field_value(FIELDS[name], value, 'Set it')
    assert text in str(caught.value)
