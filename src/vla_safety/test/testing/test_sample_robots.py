# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample robots."""

import numpy as np
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
