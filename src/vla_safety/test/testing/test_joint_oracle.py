# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The oracle of the joint checks finds planted violations."""

import numpy as np
import pytest
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.joint_oracle import JointOracle
from vla_safety.testing.sample_robots import ROBOTS
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import tool_down

NO_BOX = np.zeros((0, 2, 3))


def problems(
    robot: SampleRobot, way_m: tuple[float, ...], boxes: np.ndarray = NO_BOX
) -> list[str]:
    fractions = np.linspace(1 / 16, 1, 16)[:, None]
    chunk = make_chunk(
        positions=robot.tool.position_m + fractions * np.array(way_m),
        quaternions=tool_down(np.zeros(16)),
    )
    oracle = JointOracle(ROBOTS[robot.name][0], robot.model, boxes)
    return oracle.problems(chunk, robot.model.path(chunk, robot.joints).joints)


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_oracle_finds_box_and_reach(name: str) -> None:
    robot = SampleRobot(name)
    assert robot.move_to(np.array((0.5, 0.0, 0.2)))
    assert problems(robot, (0.0, 0.1, 0.0)) == []
    around = np.array((((0.3, -0.2, 0.3), (0.7, 0.2, 0.6)),))
    assert problems(robot, (0.0, 0.1, 0.0), around) == ['box']
    assert problems(robot, (3.0, 0.0, 0.0)) == ['not reached']
