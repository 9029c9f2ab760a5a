# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample robots."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from vla_common.parameter_file import read_parameter_file
from vla_common.parameter_file import with_tuples
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.testing.sample_robots import make_robot
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import TASK_BOX


def test_robot_stands_where_it_was_moved_and_its_chunks_begin_there() -> None:
    robot = SampleRobot('ur5e')
    goal = np.array((0.5, 0.1, 0.2))
    assert robot.move_to(goal)
    np.testing.assert_allclose(robot.tool.position_m, goal, atol=1e-3)
    assert not robot.move_to(np.array((3.0, 0.0, 0.2)))
    assert robot.move_to(goal)
    chunk = robot.random_chunk(np.random.default_rng(0), TASK_BOX, 0.3)
    assert np.linalg.norm(chunk.positions[0] - goal) < 0.04


@pytest.mark.parametrize('name', ROBOTS)
def test_the_sample_arms_are_those_of_the_configuration(name: str) -> None:
    path = Path(__file__).parents[4] / 'config' / 'robots' / f'{name}.yaml'
    values = with_tuples(read_parameter_file(path).nodes['/**/safety_node'])
    fields = {k: v for k, v in ROBOTS[name][2].items() if k != 'check_collisions'}
    for field, value in fields.items():
        assert value == pytest.approx(values[field], abs=1e-3), field
    known = {field.name for field in dataclasses.fields(JointLimits)}
    others = {'joint_names', 'use_robot_description', 'min_link_clearance_m'}
    assert set(values) & known - set(fields) <= others
    assert make_robot(name).arm.joint_names == values['joint_names']
