# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""When a new chunk is due."""

from itertools import pairwise

import numpy as np
import pytest
from vla_policy.control.replanning import PlannedChunk
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.chunk import EndEffectorState

#: Straight path of 0.15 m.
PATH = np.array([(0.35 + 0.01 * i, 0.0, 0.3) for i in range(16)])
GOAL = GoalEstimate(np.array((0.5, 0.1)), np.array((0.4, 0.2)), 0.0)


def goal(**changes: tuple[float, float]) -> GoalEstimate:
    values = {name: np.array(value) for name, value in changes.items()}
    return GoalEstimate(
        **{'target': GOAL.target, 'destination': GOAL.destination, **values}, grasp_yaw_rad=0.0
    )


def is_outdated(
    age_s: float,
    position: tuple[float, float, float] = (0.4, 0.0, 0.3),
    present: GoalEstimate | None = GOAL,
    planned: GoalEstimate | None = GOAL,
) -> bool:
    state = EndEffectorState(10.0 + age_s, np.array(position), 0.0, 1.0)
    return PlannedChunk(10.0, PATH, planned).is_outdated(
        10.0 + age_s, state, present, min_period_s=0.05, max_period_s=0.2
    )


def test_an_old_chunk_is_replaced() -> None:
    due = [is_outdated(i / 30) for i in range(8)]
    assert due == [False] * 6 + [True] * 2
    assert is_outdated(-3.0), 'after the clock was set back'


@pytest.mark.parametrize(
    'present', [goal(target=(0.506, 0.1)), goal(destination=(0.4, 0.206)), None]
)
def test_a_goal_that_moved_needs_a_new_chunk(present: GoalEstimate | None) -> None:
    assert [is_outdated(i / 30, present=present) for i in range(4)] == [False, False, True, True]


def test_noise_of_the_goal_needs_none() -> None:
    assert not is_outdated(0.1, present=goal(target=(0.503, 0.102)))
    assert not is_outdated(0.1, present=None, planned=None)


@pytest.mark.parametrize(
    ('position', 'is_due'),
    [
        ((0.35, 0.0, 0.30), False),
        ((0.50, 0.0, 0.30), False),
        ((0.405, 0.015, 0.30), False),
        ((0.40, 0.03, 0.30), True),
        ((0.40, 0.0, 0.27), True),
        ((0.32, 0.0, 0.30), True),
        ((float('nan'), 0.0, 0.30), False),
    ],
    ids=['at rest', 'at the end', 'near', 'beside', 'below', 'behind', 'not a number'],
)
def test_a_tool_off_the_path_needs_a_new_chunk(
    position: tuple[float, float, float], is_due: bool
) -> None:
    """A robot that waits at the start, or that is slow, is on the path."""
    assert is_outdated(0.1, position) is is_due
    assert not is_outdated(0.03, position)


def test_a_path_of_one_point_is_possible() -> None:
    """Steps of a robot at rest are all at the same place."""
    state = EndEffectorState(10.1, PATH[0] + 0.03, 0.0, 1.0)
    planned = PlannedChunk(10.0, np.repeat(PATH[:1], 6, axis=0), GOAL)
    assert planned.is_outdated(10.1, state, GOAL, min_period_s=0.05, max_period_s=0.2)


def test_chunks_of_a_moving_goal_are_never_closer_than_the_least_period() -> None:
    stamps_s, last_s = [0.0], 0.0
    for i in range(1, 200):
        stamp_s = i / 120
        moving = goal(target=(0.5 + stamp_s, 0.1))
        state = EndEffectorState(stamp_s, PATH[3], 0.0, 1.0)
        planned = PlannedChunk(last_s, PATH, goal(target=(0.5 + last_s, 0.1)))
        if planned.is_outdated(stamp_s, state, moving, min_period_s=0.05, max_period_s=0.2):
            stamps_s.append(stamp_s)
            last_s = stamp_s
    periods_s = [b - a for a, b in pairwise(stamps_s)]
    assert 0.0399 <= min(periods_s) <= max(periods_s) <= 0.06
