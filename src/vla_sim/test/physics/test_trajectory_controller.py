# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trajectories: interpolation, replacement, rules."""

import numpy as np
import pytest
from vla_sim.physics.trajectory_controller import SimulatedTrajectoryController
from vla_sim.physics.trajectory_controller import TrajectoryPoint

NAMES = ('a', 'b')


def point(time_s: float, positions: tuple[float, ...], speed: float = 0.0) -> TrajectoryPoint:
    return TrajectoryPoint(time_s, np.array(positions), np.full(len(positions), speed))


@pytest.fixture
def controller() -> SimulatedTrajectoryController:
    return SimulatedTrajectoryController(NAMES, np.array((1.0, 2.0)))


def test_the_start_is_held(controller: SimulatedTrajectoryController) -> None:
    np.testing.assert_allclose(controller.positions(-1.0), (1.0, 2.0))
    np.testing.assert_allclose(controller.positions(100.0), (1.0, 2.0))


def test_a_cubic_leads_to_the_point_which_is_held(
    controller: SimulatedTrajectoryController,
) -> None:
    controller.follow(NAMES, [point(2.0, (2.0, 4.0))], 10.0)
    np.testing.assert_allclose(controller.positions(11.0), (1.5, 3.0))
    # 3 u^2 - 2 u^3 at a quarter of the time.
    np.testing.assert_allclose(controller.positions(10.5), (1.15625, 2.3125))
    np.testing.assert_allclose(controller.positions(12.0), (2.0, 4.0))
    np.testing.assert_allclose(controller.positions(99.0), (2.0, 4.0))


def test_joints_are_matched_by_name(controller: SimulatedTrajectoryController) -> None:
    controller.follow(('b', 'a'), [point(1.0, (7.0, 5.0))], 0.0)
    np.testing.assert_allclose(controller.positions(1.0), (5.0, 7.0))


def test_a_new_trajectory_starts_at_the_desired_state(
    controller: SimulatedTrajectoryController,
) -> None:
    controller.follow(NAMES, [point(1.0, (2.0, 3.0), 1.0), point(2.0, (3.0, 4.0))], 0.0)
    controller.follow(NAMES, [point(1.0, (2.0, 3.0))], 1.0)
    np.testing.assert_allclose(controller.positions(1.0), (2.0, 3.0))
    # It brakes from 1 rad/s.
    step = controller.positions(1.001) - controller.positions(1.0)
    np.testing.assert_allclose(step, (0.001, 0.001), rtol=0.01)


@pytest.mark.parametrize(
    ('names', 'points', 'error'),
    [
        (('a',), [point(1.0, (1.0,))], 'must name the joints a, b; got a'),
        (NAMES, [], 'must have a point'),
        (NAMES, [point(0.0, (1.0, 1.0))], r'must increase from above 0; got \[0.0\]'),
        (NAMES, [point(1.0, (1.0, 1.0)), point(1.0, (1.0, 1.0))], 'must increase'),
        (NAMES, [point(1.0, (1.0, float('nan')))], '2 finite positions and velocities'),
        (NAMES, [point(1.0, (1.0,))], '2 finite positions and velocities'),
        (NAMES, [point(1.0, (1.0, 1.0), 0.5)], r'end at rest; .* at 0.500 rad/s'),
    ],
)
def test_a_trajectory_that_breaks_a_rule_changes_nothing(
    controller: SimulatedTrajectoryController,
    names: tuple[str, ...],
    points: list[TrajectoryPoint],
    error: str,
) -> None:
    with pytest.raises(ValueError, match=error):
        controller.follow(names, points, 0.0)
    np.testing.assert_allclose(controller.positions(5.0), (1.0, 2.0))
