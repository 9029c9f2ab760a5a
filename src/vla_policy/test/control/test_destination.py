# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A destination follows its landmark, except a place of the table."""

import numpy as np
import pytest
from vla_policy.control.destination import Destination
from vla_policy.control.task_state import GoalEstimate

GOAL = GoalEstimate(np.array((0.4, 0.1)), np.array((0.4, -0.2)), 0.3, (0.01, 0.02))


@pytest.mark.parametrize(
    ('destination', 'position', 'spread_m'),
    [
        (Destination('bowl'), (0.4, -0.2), 0.02),
        (Destination('left of it', offset_m=(0.01, 0.12)), (0.41, -0.08), 0.02),
        (Destination('center', point_m=(0.5, 0.0)), (0.5, 0.0), 0.0),
        (Destination('towards it', push_m=0.06), (0.4, 0.04), 0.02),
    ],
)
def test_the_point_of_a_destination(
    destination: Destination, position: tuple[float, float], spread_m: float
) -> None:
    located = destination.locate(GOAL)
    np.testing.assert_allclose(located.destination, position, atol=1e-12)
    np.testing.assert_array_equal(located.target, GOAL.target)
    assert (located.grasp_yaw_rad, located.spread_m) == (0.3, (0.01, spread_m))


def test_a_push_towards_the_target_itself_has_no_direction() -> None:
    goal = GoalEstimate(GOAL.target, GOAL.target, 0.0)
    np.testing.assert_array_equal(Destination(push_m=0.1).locate(goal).destination, GOAL.target)
