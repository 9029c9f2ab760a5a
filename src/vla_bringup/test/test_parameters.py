# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""vla.yaml has every parameter of every node, at its default except for the scene."""

from dataclasses import asdict
from typing import Any

import pytest
from rclpy.parameter import Parameter
from vla_bringup.files import default_params_file
from vla_bringup.interactive.main import WEB
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_common.testing import NodeTestHarness
from vla_sim.physics import scene_constants
from vla_web.settings import WebSettings
import yaml

# Declared by rclpy for its own use.
RCLPY_PARAMETERS = {'start_type_description_service'}
# The default scene is that of the commands in README.md, see test_readme_commands.py.
DIFFERENT = {'scene_seed'}
KEYS = yaml.safe_load(default_params_file().read_text(encoding='utf-8'))
COMMON = KEYS['/**']['ros__parameters']


def declared(ros: NodeTestHarness, entry: NodeEntry) -> dict[str, Any]:
    """Return the parameters of a node without a parameter file."""
    node = ros.add(
        entry.load()(
            context=ros.context, parameter_overrides=[Parameter('autostart', value=False)]
        )
    )
    node.trigger_configure()
    parameters = node.get_parameters_by_prefix('')
    return {
        name: parameter.value
        for name, parameter in parameters.items()
        if not name.startswith('qos_overrides.') and name not in RCLPY_PARAMETERS
    }


@pytest.mark.parametrize(
    'entry', entries(use_sim=True, use_robot=True), ids=lambda entry: entry.name
)
def test_file_contains_the_parameters_of(ros: NodeTestHarness, entry: NodeEntry) -> None:
    own = KEYS[f'/**/{entry.name}']['ros__parameters']
    node = declared(ros, entry)
    assert set(own) | set(COMMON) == set(node)
    kept = {name: value for name, value in own.items() if name not in DIFFERENT}
    assert {name: node[name] for name in kept} == kept


def test_file_names_no_other_node() -> None:
    assert set(KEYS) == {
        '/**',
        *(f'/**/{entry.name}' for entry in entries(use_sim=True, use_robot=True)),
        f'/**/{WEB.name}',
    }


def test_the_web_node_has_the_default_values() -> None:
    assert KEYS[f'/**/{WEB.name}']['ros__parameters'] == asdict(WebSettings())


def test_common_parameters_come_last() -> None:
    """Otherwise `-p NAME:=VALUE` would not override the section of the node."""
    assert list(KEYS)[-1] == '/**'


def test_camera_pose_is_that_of_the_simulator() -> None:
    shown = KEYS['/**/visualization_node']['ros__parameters']
    assert shown['camera_position_m'] == list(scene_constants.CAMERA_POSITION_M)
    assert shown['camera_look_at_m'] == list(scene_constants.CAMERA_TARGET_M)


def test_lines_are_commented() -> None:
    lines = default_params_file().read_text(encoding='utf-8').splitlines()
    comments = sum(line.strip().startswith('#') for line in lines)
    assert comments > 0.4 * len(lines)
