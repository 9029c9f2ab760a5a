# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`ros2 param dump` of every node can be loaded by the node again."""

from pathlib import Path
from typing import Any

import pytest
from rcl_interfaces.srv import GetParameters
from rcl_interfaces.srv import ListParameters
from rclpy.parameter import parameter_value_to_python
from vla_bringup.launch_arguments import check_params_file
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_common.testing import NodeTestHarness
import yaml


def dump(ros: NodeTestHarness, name: str) -> dict[str, Any]:
    """Return what `ros2 param dump` writes."""
    names = ros.call(
        ListParameters, f'{name}/list_parameters', ListParameters.Request()
    ).result.names
    request = GetParameters.Request(names=names)
    values = ros.call(GetParameters, f'{name}/get_parameters', request).values
    assert len(values) == len(names)
    parameters: dict[str, Any] = {}
    for parameter, value in zip(names, values, strict=True):
        *folders, leaf = parameter.split('.')
        place = parameters
        for folder in folders:
            place = place.setdefault(folder, {})
        python = parameter_value_to_python(value)
        is_array = not isinstance(python, str) and hasattr(python, '__len__')
        place[leaf] = list(python) if is_array else python
    return {name: {'ros__parameters': parameters}}


@pytest.mark.parametrize('entry', entries(use_sim=True), ids=lambda entry: entry.name)
def test_the_dump_can_be_loaded(ros: NodeTestHarness, tmp_path: Path, entry: NodeEntry) -> None:
    first = ros.add(entry.load()(context=ros.context, namespace='robot1'))
    ros.wait_for(lambda: first.is_active, 60.0, 'the node is not active')
    name = f'/robot1/{entry.name}'
    dumped = dump(ros, name)
    path = tmp_path / 'dump.yaml'
    path.write_text(yaml.safe_dump(dumped))
    check_params_file(path, 'robot1', [entry.name])
    ros.remove(first)
    cli = ['--ros-args', '--params-file', str(path)]
    second = ros.add(entry.load()(context=ros.context, namespace='robot1', cli_args=cli))
    ros.wait_for(lambda: second.is_active, 60.0, 'the node does not start with its dump')
    assert dump(ros, name) == dumped
