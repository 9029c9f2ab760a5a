# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The robot of evaluation obeys the gate, and the judge sees all."""

from collections.abc import Iterator

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_learning.evaluation.simulated_robot import FreeRobot
from vla_learning.evaluation.simulated_robot import GuardedRobot
from vla_policy.types.chunk import Array
from vla_policy.types.chunk import Chunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_safety.gate.safety_gate import Gate
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task


@pytest.fixture
def world() -> Iterator[World]:
    with World(sample_scene(5)) as world:
        yield world


def chunk_to(world: World, position: Array) -> Chunk:
    """Go to a place within a second."""
    start = world.robot_state().position_m
    shares = np.minimum(1, np.linspace(0.1, 1.6, 16))[:, None]
    return Chunk(
        world.time_s,
        0.1,
        start + shares * (position - start),
        np.tile(yaw_to_quaternion(0.0), (16, 1)),
        np.ones(16),
        np.zeros(16),
        np.zeros(16, np.int64),
        TaskKind.POINT,
        Phase.APPROACH,
        1.0,
        position[:2],
        None,
    )


def ticks(robot: GuardedRobot, count: int) -> None:
    for _ in range(count):
        robot.tick()


def test_a_chunk_is_played(world: World) -> None:
    robot, goal = GuardedRobot(world, None), np.array((0.42, 0.08, 0.25))
    robot.tick()
    robot.play(chunk_to(world, goal))
    ticks(robot, 80)
    assert np.linalg.norm(world.robot_state().position_m - goal) < 0.02
    assert (robot.sent, robot.refused) == (1, 0)


def test_what_the_gate_refuses_is_counted_and_not_played(world: World) -> None:
    robot, home = GuardedRobot(world, None), world.robot_state().position_m
    robot.tick()
    robot.play(chunk_to(world, np.array((0.42, 0.08, -0.10))))
    ticks(robot, 80)
    assert (robot.sent, robot.refused) == (1, 1)
    assert np.linalg.norm(world.robot_state().position_m - home) < 1e-3


def test_the_gate_asks_for_a_living_language_side_as_it_does_live(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot, goal = GuardedRobot(world, None), np.array((0.42, 0.08, 0.25))
    robot.tick()
    monkeypatch.setattr(Gate, 'on_language', lambda gate, now: None)
    robot.play(chunk_to(world, goal))
    ticks(robot, 60)
    robot.play(chunk_to(world, goal))
    assert (robot.sent, robot.refused) == (2, 1)


@pytest.mark.parametrize('goal', [(0.42, 0.08, 0.25), (0.42, 0.08, 0.6)])
def test_without_a_gate_every_chunk_is_played_as_it_is(
    world: World, goal: tuple[float, ...]
) -> None:
    robot = FreeRobot(world, None)
    robot.tick()
    robot.play(chunk_to(world, np.array(goal)))
    ticks(robot, 120)
    assert np.linalg.norm(world.robot_state().position_m - goal) < 0.03
    assert (robot.sent, robot.refused) == (1, 0)


def test_the_end_of_a_command_stops_the_robot(world: World) -> None:
    robot, goal = GuardedRobot(world, None), np.array((0.45, 0.15, 0.25))
    robot.tick()
    robot.play(chunk_to(world, goal))
    ticks(robot, 25)
    robot.end(refused=False)
    ticks(robot, 25)
    stood = world.robot_state().position_m
    ticks(robot, 25)
    assert np.linalg.norm(world.robot_state().position_m - stood) < 2e-3
    assert np.linalg.norm(stood - goal) > 0.05


def test_a_thing_that_someone_else_puts_elsewhere_is_not_held_against_the_robot(
    world: World,
) -> None:
    target, other = world.scene.items[:2]
    robot = GuardedRobot(world, Task('pick', target.name))
    robot.put(other.name, np.array((other.x_m + 0.02, other.y_m)))
    ticks(robot, 5)
    assert not robot.touched_wrong
    assert robot.verdict.moved == ()


def test_what_the_robot_did_before_stays_on_record(world: World) -> None:
    target, other = world.scene.items[:2]
    robot = GuardedRobot(world, Task('pick', target.name))
    world.set_object(
        other.name, np.array((other.x_m + 0.02, other.y_m, 0.03)), np.array((0.0, 0.0, 0.0, 1.0))
    )
    assert robot.touched_wrong
    robot.put(target.name, np.array((target.x_m, target.y_m)))
    assert robot.touched_wrong
