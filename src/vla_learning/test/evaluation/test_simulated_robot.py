# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated robot executes accepted chunks and detects wrong contacts."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_learning.evaluation.simulated_robot import GatedRobot
from vla_learning.evaluation.simulated_robot import UngatedRobot
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_safety.gate.input_supervisor import InputSupervisor
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task


@pytest.fixture
def world() -> Iterator[World]:
    with World(sample_scene(5)) as world:
        yield world


def chunk_to(world: World, position: FloatArray) -> PredictedChunk:
    """Return a chunk that reaches `position` within a second."""
    start = world.robot_state().position_m
    shares = np.minimum(1, np.linspace(0.1, 1.6, 16))[:, None]
    return PredictedChunk(
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


def run_ticks(robot: GatedRobot, count: int) -> None:
    for _ in range(count):
        robot.tick()


def test_an_accepted_chunk_is_executed(world: World) -> None:
    robot, goal = GatedRobot(world), np.array((0.42, 0.08, 0.25))
    robot.tick()
    robot.send_chunk(chunk_to(world, goal))
    run_ticks(robot, 80)
    assert np.linalg.norm(world.robot_state().position_m - goal) < 0.02
    assert (robot.chunks_sent, robot.chunks_rejected) == (1, 0)


def test_a_rejected_chunk_is_counted_and_not_executed(world: World) -> None:
    robot, home = GatedRobot(world), world.robot_state().position_m
    robot.tick()
    robot.send_chunk(chunk_to(world, np.array((0.42, 0.08, -0.10))))
    run_ticks(robot, 80)
    assert (robot.chunks_sent, robot.chunks_rejected) == (1, 1)
    assert np.linalg.norm(world.robot_state().position_m - home) < 1e-3


def test_the_gate_requires_the_language_heartbeat(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot, goal = GatedRobot(world), np.array((0.42, 0.08, 0.25))
    robot.tick()
    monkeypatch.setattr(InputSupervisor, 'on_language_heartbeat', lambda inputs, now: None)
    robot.send_chunk(chunk_to(world, goal))
    run_ticks(robot, 60)
    robot.send_chunk(chunk_to(world, goal))
    assert (robot.chunks_sent, robot.chunks_rejected) == (2, 1)


@pytest.mark.parametrize('goal', [(0.42, 0.08, 0.25), (0.42, 0.08, 0.6)])
def test_without_a_gate_every_chunk_is_executed(world: World, goal: tuple[float, ...]) -> None:
    robot = UngatedRobot(world)
    robot.tick()
    robot.send_chunk(chunk_to(world, np.array(goal)))
    run_ticks(robot, 120)
    assert np.linalg.norm(world.robot_state().position_m - goal) < 0.03
    assert (robot.chunks_sent, robot.chunks_rejected) == (1, 0)


def test_the_end_of_a_command_stops_the_robot(world: World) -> None:
    robot, goal = GatedRobot(world), np.array((0.45, 0.15, 0.25))
    robot.tick()
    robot.send_chunk(chunk_to(world, goal))
    run_ticks(robot, 25)
    robot.end_command(refused=False)
    run_ticks(robot, 25)
    stopped_at = world.robot_state().position_m
    run_ticks(robot, 25)
    assert np.linalg.norm(world.robot_state().position_m - stopped_at) < 2e-3
    assert np.linalg.norm(stopped_at - goal) > 0.05


def test_a_relocated_object_is_no_contact_of_the_robot(world: World) -> None:
    target, other = world.scene.items[:2]
    robot = GatedRobot(world, [Task('pick', target.name)])
    robot.relocate_object(other.name, np.array((other.x_m + 0.02, other.y_m)))
    run_ticks(robot, 5)
    assert not robot.wrong_object_contact
    assert robot.task_result.moved == ()


def test_an_earlier_contact_is_kept_after_a_relocation(world: World) -> None:
    target, other = world.scene.items[:2]
    robot = GatedRobot(world, [Task('pick', target.name)])
    world.set_object(
        other.name, np.array((other.x_m + 0.02, other.y_m, 0.03)), np.array((0.0, 0.0, 0.0, 1.0))
    )
    assert robot.wrong_object_contact
    robot.relocate_object(target.name, np.array((target.x_m, target.y_m)))
    assert robot.wrong_object_contact


@pytest.mark.parametrize(
    ('goal_m', 'is_reached'), [((0.74, 0.0, 0.03), True), ((0.74, 0.40, 0.03), False)]
)
def test_the_gate_refuses_what_another_arm_does_not_reach(
    goal_m: tuple[float, float, float], is_reached: bool
) -> None:
    """The corners of the workspace of the FR3 are out of its reach; its joints are checked."""
    robot = robot_arm('fr3')
    try:
        robot.spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    goal = np.array(goal_m)
    with World(sample_scene(5), robot=robot) as world:
        gated = GatedRobot(world)
        gated.tick()
        start = world.robot_state().position_m
        shares = np.linspace(0.02, 1, 50)[:, None]
        poses = start + shares * (goal - start)
        chunk = replace(
            chunk_to(world, goal),
            position=poses,
            quaternion=np.tile(yaw_to_quaternion(0.0), (50, 1)),
            gripper=np.ones(50),
            termination=np.zeros(50),
            phases=np.zeros(50, np.int64),
        )
        gated.send_chunk(chunk)
        run_ticks(gated, 50)
        moved_m = np.linalg.norm(world.robot_state().position_m - start)
    assert gated.chunks_rejected == (not is_reached)
    # The rest of the way would take a newer chunk.
    assert moved_m > 0.05 if is_reached else moved_m < 1e-3
