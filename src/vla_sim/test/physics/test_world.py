# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The world: physics at rest, tracking, grasping, snapshots, bad input."""

from dataclasses import replace

import numpy as np
import pytest
from vla_common.rotation import quaternion_angle
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.camera_motion import move_camera
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

DOWN = yaw_to_quaternion(0.0)


def go(
    world: World,
    position: tuple[float, float, float],
    opening: float,
    ticks: int = 60,
    yaw: float = 0.0,
) -> None:
    start = world.robot_state().position_m
    for i in range(1, ticks + 1):
        share = min(1.0, 1.3 * i / ticks)
        world.set_target(start + share * (position - start), yaw_to_quaternion(yaw), opening)
        world.step()


def test_starts_at_home_with_open_gripper(world: World) -> None:
    robot = world.robot_state()
    np.testing.assert_allclose(robot.position_m, HOME_POSITION_M, atol=1e-3)
    assert quaternion_angle(robot.quaternion_xyzw, DOWN) < 1e-3
    assert robot.opening == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize('seed', range(4))
def test_nothing_moves_by_itself(seed: int) -> None:
    scene = sample_scene(seed, ('blue sphere', 'red cylinder'))
    world = World(scene)
    world.step(150)
    for name, pose in world.object_poses().items():
        item = scene.find(name)
        assert np.hypot(*(pose.position_m[:2] - (item.x_m, item.y_m))) < 1e-3
        assert pose.speed_m_s < 5e-3
    np.testing.assert_allclose(world.robot_state().position_m, HOME_POSITION_M, atol=1e-3)


@pytest.mark.parametrize('yaw', [-0.7, 0.0, 0.7])
def test_tool_reaches_a_target_within_a_millimetre(world: World, yaw: float) -> None:
    go(world, (0.55, -0.1, 0.12), 1.0, yaw=yaw)
    world.step(20)
    robot = world.robot_state()
    np.testing.assert_allclose(robot.position_m, (0.55, -0.1, 0.12), atol=1e-3)
    assert quaternion_angle(robot.quaternion_xyzw, yaw_to_quaternion(yaw)) < 5e-3
    assert np.linalg.norm(robot.linear_m_s) < 1e-2


def test_moving_tool_is_followed_closely(world: World) -> None:
    start = np.array(HOME_POSITION_M)
    for i in range(1, 41):
        goal = start + (0.006 * i, 0.0, 0.0)
        world.set_target(goal, DOWN, 1.0)
        world.step()
        assert np.linalg.norm(world.robot_state().position_m - goal) < 0.015
    assert world.robot_state().linear_m_s[0] == pytest.approx(0.3, abs=0.03)


def test_gripper_reads_zero_when_closed_on_nothing(world: World) -> None:
    world.set_target(np.array(HOME_POSITION_M), DOWN, 0.0)
    world.step(40)
    assert world.robot_state().opening < 0.05


@pytest.mark.parametrize(
    ('name', 'x_m', 'y_m'),
    [('red cube', 0.5, 0.0), ('blue sphere', 0.45, -0.2), ('green cylinder', 0.6, 0.15)],
)
def test_grasped_object_is_held_through_lift_and_shake(
    world: World, name: str, x_m: float, y_m: float
) -> None:
    go(world, (x_m, y_m, 0.15), 1.0)
    go(world, (x_m, y_m, 0.022), 1.0)
    world.step(10)
    world.set_target(np.array((x_m, y_m, 0.022)), DOWN, 0.0)
    world.step(30)
    assert 0.4 < world.robot_state().opening < 0.75
    assert world.touched() == {name}
    go(world, (x_m, y_m, 0.2), 0.0)
    for x in (x_m + 0.05, x_m - 0.05, x_m):
        go(world, (x, y_m, 0.2), 0.0, ticks=25)
    assert world.object_poses()[name].position_m[2] > 0.17
    assert world.touched() == {name}


def test_restore_repeats_the_following_steps(world: World) -> None:
    world.step(5)
    start = world.snapshot()

    def future() -> np.ndarray:
        go(world, (0.5, 0.05, 0.03), 1.0, ticks=40)
        return np.concatenate([p.position_m for p in world.object_poses().values()])

    first = future()
    assert np.linalg.norm(world.robot_state().position_m - HOME_POSITION_M) > 0.1
    world.restore(start)
    np.testing.assert_allclose(world.robot_state().position_m, HOME_POSITION_M, atol=1e-3)
    np.testing.assert_array_equal(future(), first)


def test_arm_and_objects_can_be_placed(world: World) -> None:
    place = np.array((0.5, 0.1, 0.2))
    world.set_arm(place, yaw_to_quaternion(0.4), 0.5)
    np.testing.assert_allclose(world.robot_state().position_m, place, atol=1e-3)
    world.set_object('red cube', np.array((0.4, 0.0, 0.022)), np.array((0.0, 0.0, 0.0, 1.0)))
    world.step(20)
    np.testing.assert_allclose(
        world.object_poses()['red cube'].position_m, (0.4, 0.0, 0.022), atol=1e-3
    )
    np.testing.assert_allclose(world.robot_state().position_m, place, atol=1e-3)
    with pytest.raises(ValueError, match='cannot reach'):
        world.set_arm(np.array((2.0, 0.0, 0.2)), DOWN, 1.0)


@pytest.mark.parametrize(
    ('position', 'quaternion', 'opening', 'message'),
    [
        ((np.nan, 0, 0.3), DOWN, 1.0, 'finite'),
        ((0.4, 0, 0.3), (0, 0, 0, 0), 1.0, 'unit'),
        ((0.4, 0, 0.3), DOWN, np.inf, 'finite'),
        ((0.4, 0.3), DOWN, 1.0, 'finite numbers'),
    ],
)
def test_bad_targets_are_refused_and_change_nothing(
    world: World,
    position: tuple[float, ...],
    quaternion: tuple[float, ...],
    opening: float,
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        world.set_target(np.array(position), np.array(quaternion), opening)
    world.step(5)
    np.testing.assert_allclose(world.robot_state().position_m, HOME_POSITION_M, atol=1e-3)


def test_unreachable_target_keeps_the_arm_finite(world: World) -> None:
    world.set_target(np.array((3.0, 0.0, -1.0)), DOWN, 1.0)
    world.step(100)
    assert np.isfinite(world.data.qpos).all()


def test_joint_state_names_match_values(world: World) -> None:
    names, positions, velocities = world.joint_state()
    assert len(names) == len(positions) == len(velocities) == 9
    assert names[0] == 'joint1'


def test_the_camera_is_placed_as_in_a_scene_with_its_appearance() -> None:
    look = move_camera(Appearance(), np.array((0.05, 0.02, -0.03)), np.array((0.05, 0.04, -0.06)))
    scene = sample_scene(4)
    moved = replace(scene, appearance=replace(look, table_texture='checker'))
    with World(scene) as world, World(moved) as expected:
        world.place_camera(look)
        after, wanted = world.camera(), expected.camera()
        np.testing.assert_allclose(after.position_m, wanted.position_m, atol=1e-5)
        np.testing.assert_allclose(after.rotation, wanted.rotation, atol=1e-5)


def test_a_hidden_arm_is_not_in_the_image() -> None:
    with World(sample_scene(4)) as world, World(sample_scene(4)) as hidden:
        hidden.hide_arm()
        difference = np.abs(world.render().astype(int) - hidden.render()).max(axis=-1) > 20
        foot = hidden.camera().project(np.array((0.0, 0.0, 0.1)))
        u, v = foot.round().astype(int)
        objects = [hidden.camera().project(p.position_m) for p in hidden.object_poses().values()]
    assert difference[v, u]
    assert not any(difference[int(y), int(x)] for x, y in objects)
