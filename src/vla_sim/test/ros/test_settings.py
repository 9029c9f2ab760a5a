# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the simulator node."""

import pytest
from rclpy.parameter import Parameter
from vla_common.testing import NodeTestHarness
from vla_sim.sim_node import SimNode


@pytest.mark.parametrize(
    ('name', 'value', 'message'),
    [
        ('look', 'plain', 'look is now named domain_randomization'),
        ('domain_randomization', 'varied', 'none, appearance, appearance_and_camera'),
        ('camera_rate_hz', 0.5, 'camera_rate_hz'),
    ],
)
def test_wrong_parameter_is_named(
    ros: NodeTestHarness, name: str, value: object, message: str
) -> None:
    overrides = [Parameter(name, value=value), Parameter('autostart', value=False)]
    node = ros.add(SimNode(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    assert message in node._health().message
