# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the policy node: defaults, configuration file and former names."""

from dataclasses import fields
from pathlib import Path

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.testing import NodeTestHarness
from vla_policy.ros.settings import PolicySettings
from vla_policy.ros.settings import RENAMED_PARAMETERS
import yaml

NAMES = {field.name for field in fields(PolicySettings)}
CONFIG = Path(__file__).resolve().parents[4] / 'config' / 'vla.yaml'


def node_with(ros: NodeTestHarness, **parameters: object) -> Node:
    """Return a node with parameter overrides."""
    overrides = [Parameter(name, value=value) for name, value in parameters.items()]
    node: Node = ros.add(Node('settings', context=ros.context, parameter_overrides=overrides))
    return node


def test_defaults_are_valid_and_equal_the_configuration_file() -> None:
    check_settings(PolicySettings())
    configured = yaml.safe_load(CONFIG.read_text())['/**/policy_node']['ros__parameters']
    configured['home_position_m'] = tuple(configured['home_position_m'])
    assert configured == vars(PolicySettings())


@pytest.mark.parametrize(
    ('name', 'value'),
    [
        ('min_confidence', 1.5),
        ('max_image_age_s', 0.0),
        ('max_state_skew_s', 11.0),
        ('max_command_age_s', 0.1),
        ('min_observations_before_motion', 0),
        ('plan_period_s', float('nan')),
    ],
)
def test_values_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f'{name} must be'):
        check_settings(PolicySettings(**{name: value}))  # type: ignore[arg-type]


def test_values_of_the_node_are_used(ros: NodeTestHarness) -> None:
    node = node_with(ros, min_confidence=0.75, min_observations_before_motion=5)
    settings = declare_settings(node, PolicySettings, renamed=RENAMED_PARAMETERS)
    assert (settings.min_confidence, settings.min_observations_before_motion) == (0.75, 5)
    assert settings.max_image_age_s == 0.5


@pytest.mark.parametrize(('old', 'new'), RENAMED_PARAMETERS.items())
def test_a_former_name_is_an_error_with_the_new_name(
    ros: NodeTestHarness, old: str, new: str
) -> None:
    assert old not in NAMES
    assert new in NAMES
    node = node_with(ros, **{old: 1})
    with pytest.raises(ValueError, match=f'{old} is now named {new}'):
        declare_settings(node, PolicySettings, renamed=RENAMED_PARAMETERS)
