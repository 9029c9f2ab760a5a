# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Positions of a gripper, and the built-in arm."""

from dataclasses import replace

import pytest
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import Gripper

TURNING = replace(BUILTIN.gripper, open_position=0.0, closed_position=0.8, grasp_position=0.9)


@pytest.mark.parametrize(
    ('gripper', 'opening', 'position', 'setpoint'),
    [
        (BUILTIN.gripper, 1.0, 0.04, 0.04),
        (BUILTIN.gripper, 0.5, 0.02, 0.02),
        (BUILTIN.gripper, 0.0, 0.0, -0.01),
        (TURNING, 1.0, 0.0, 0.0),
        (TURNING, 0.25, 0.6, 0.6),
        (TURNING, 0.02, 0.784, 0.9),
    ],
)
def test_openings_are_positions_and_closing_presses(
    gripper: Gripper, opening: float, position: float, setpoint: float
) -> None:
    assert gripper.to_position(opening) == pytest.approx(position)
    assert gripper.to_opening(position) == pytest.approx(opening)
    assert gripper.setpoint(opening) == pytest.approx(setpoint)


def test_measured_openings_are_limited() -> None:
    assert TURNING.to_opening(0.9) == 0.0
    assert TURNING.to_opening(-0.01) == 1.0


def test_the_names_of_the_builtin_arm_have_no_prefix() -> None:
    assert BUILTIN.is_builtin
    assert BUILTIN.prefix == ''
    assert replace(BUILTIN, name='other').prefix == 'arm_'
