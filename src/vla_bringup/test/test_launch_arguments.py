# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of launch arguments and parameter files: rule, value and remedy."""

from pathlib import Path

import pytest
from vla_bringup.files import default_params_file
from vla_bringup.files import simulated_robot_files
from vla_bringup.launch_arguments import check_argument_names
from vla_bringup.launch_arguments import check_params_file
from vla_bringup.launch_arguments import namespace_prefix
from vla_bringup.launch_arguments import robot_file
from vla_bringup.launch_arguments import robot_parameter_files
from vla_bringup.launch_arguments import scene_parameters
from vla_bringup.nodes import entries
from vla_common.parameter_file import read_parameter_file
from vla_sim.physics.robot_models import ARMS

NODES = [entry.name for entry in entries(use_sim=True)]


def test_known_argument_names_are_accepted() -> None:
    check_argument_names(['vla_bringup', 'vla.launch.py', 'a:=1', '--debug'], ['a', 'b'])


def test_an_unknown_argument_name_is_refused_with_the_closest_one() -> None:
    names = ['scene_seed', 'namespace', 'rviz']
    with pytest.raises(ValueError) as caught:
        check_argument_names(['vla.launch.py', 'scene_sed:=3'], names)
    assert str(caught.value) == (
        "'scene_sed' is no launch argument; got scene_sed:=3. Known: scene_seed"
    )
    with pytest.raises(ValueError, match=r'Known: namespace, rviz, scene_seed$'):
        check_argument_names(['xyz:=3'], names)


def test_scene_arguments_are_converted() -> None:
    assert scene_parameters('', '') == {}
    assert scene_parameters('7', 'red cube, green bowl') == {
        'scene_seed': 7,
        'scene_include': ['red cube', 'green bowl'],
    }


@pytest.mark.parametrize('seed', ['abc', '-1', '1.5', '2147483648', '\u0663'])
def test_an_invalid_seed_is_refused(seed: str) -> None:
    with pytest.raises(ValueError) as caught:
        scene_parameters(seed, '')
    assert str(caught.value) == (
        f'scene_seed must be an integer, 0 .. 2147483647; got {seed!r}. Example: scene_seed:=7'
    )


def test_an_unknown_object_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^scene_include: a name .*'pink cube'\. Example"):
        scene_parameters('', 'pink cube')


@pytest.mark.parametrize(
    ('namespace', 'prefix'), [('', ''), ('/', ''), ('robot1', '/robot1'), ('/a/b', '/a/b')]
)
def test_a_namespace_becomes_a_prefix(namespace: str, prefix: str) -> None:
    assert namespace_prefix(namespace) == prefix


def test_an_invalid_namespace_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^namespace must consist .*; got 'robot 1'"):
        namespace_prefix('robot 1')


@pytest.mark.parametrize('namespace', ['', 'robot1'])
def test_the_default_file_is_valid(namespace: str) -> None:
    check_params_file(default_params_file(), namespace, NODES)


@pytest.mark.parametrize(
    ('text', 'error'),
    [
        (
            '/**/safety_node:\n  ros__parameters: {max_linear_speed: 0.1}\n',
            "/robot1/safety_node has no parameter 'max_linear_speed' (key '/**/safety_node' of ",
        ),
        (
            'safety_node:\n  ros__parameters: {max_linear_speed_m_s: 0.1}\n',
            "the key 'safety_node' does not match the node /robot1/safety_node",
        ),
        ('/**/safety_node: 3\n', "the key '/**/safety_node' must contain NODE"),
    ],
)
def test_an_invalid_file_is_refused(tmp_path: Path, text: str, error: str) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text(text)
    with pytest.raises(ValueError) as caught:
        check_params_file(path, 'robot1', NODES)
    assert error in str(caught.value)
    if '/**' not in text:
        check_params_file(path, '', NODES)


def test_parameters_of_other_nodes_are_not_checked(tmp_path: Path) -> None:
    path = tmp_path / 'parameters.yaml'
    path.write_text('/camera_driver:\n  ros__parameters: {exposure: 3}\n')
    check_params_file(path, '', NODES)


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_a_shipped_robot_has_a_valid_file(name: str) -> None:
    path = robot_file(name, use_sim=False)
    assert path is not None
    check_params_file(path, '', [e.name for e in entries(use_sim=False, use_robot=True)])


def test_a_robot_may_be_a_path_or_absent(tmp_path: Path) -> None:
    path = tmp_path / 'mine.yaml'
    path.touch()
    assert robot_file(str(path), use_sim=False) == path
    assert robot_file('', use_sim=True) is None


def test_a_robot_beside_the_simulator_or_an_unknown_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"got robot 'ur5e'\. Add use_sim:=false"):
        robot_file('ur5e', use_sim=True)
    with pytest.raises(ValueError, match=r"one of fr3, so101, ur5e or the path .* got 'ur6'"):
        robot_file('ur6', use_sim=False)


@pytest.mark.parametrize('name', simulated_robot_files())
def test_files_of_a_simulated_robot_fit_the_nodes(name: str) -> None:
    nodes = [entry.name for entry in entries(use_sim=True, use_robot=True)]
    files = robot_parameter_files(name, use_sim=True, is_simulated=True)
    assert [file.stem for file in files] == [name, name]
    for file in files:
        check_params_file(file, '', nodes)
    values = read_parameter_file(files[1]).nodes
    assert values['/**/sim_node']['robot'] == name
    # No real controller receives what the bridge sends.
    bridge = values['/**/robot_bridge']
    assert (bridge['controller'], bridge['gripper_controller']) == ARMS[name].controllers
    assert bridge['controller'].startswith('simulated_')


@pytest.mark.parametrize('name', simulated_robot_files())
def test_a_simulated_arm_is_that_of_its_files(name: str) -> None:
    robot, (real, simulated) = (
        ARMS[name],
        robot_parameter_files(name, use_sim=True, is_simulated=True),
    )
    bridge = {
        **read_parameter_file(real).nodes['/**/robot_bridge'],
        **read_parameter_file(simulated).nodes['/**/robot_bridge'],
    }
    assert tuple(bridge['joint_names']) == robot.joints
    assert tuple(bridge['base_xyz_m']) == robot.base_m
    assert bridge['robot_base_link'] == robot.root_link
    assert bridge['tool_link'] == robot.tool_link
    assert bridge.get('tool_xyz_m', [0, 0, 0]) == [0, 0, robot.tool_m]
    assert bridge['joint_min'] == robot.low_rad.tolist()
    assert bridge['joint_max'] == robot.high_rad.tolist()
    assert bridge['gripper_joint'] == robot.gripper.joint_name
    assert bridge['gripper_open_position'] == robot.gripper.open_position
    assert bridge['gripper_closed_position'] == robot.gripper.closed_position


def test_a_simulated_robot_needs_a_known_name_and_the_simulator() -> None:
    with pytest.raises(ValueError, match=r"one of fr3, so101, ur5e; got 'ur6'"):
        robot_parameter_files('ur6', use_sim=True, is_simulated=True)
    with pytest.raises(ValueError, match=r'needs the simulator; .* use_sim:=false'):
        robot_parameter_files('ur5e', use_sim=False, is_simulated=True)
    assert robot_parameter_files('', use_sim=True, is_simulated=False) == []


def test_bring_up_adds_its_file_and_needs_a_robot() -> None:
    files = robot_parameter_files('ur5e', use_sim=True, is_simulated=True, bring_up=True)
    assert [file.stem for file in files] == ['ur5e', 'ur5e', 'bring_up']
    check_params_file(files[-1], '', NODES)
    gate = read_parameter_file(files[-1]).nodes['/**/safety_node']
    # Without camera and language node, each motion needs the approval of a person.
    assert gate == {'watch_camera': False, 'watch_language': False, 'approval': 'every_command'}
    with pytest.raises(ValueError, match='bring_up needs the argument robot'):
        robot_parameter_files('', use_sim=True, is_simulated=False, bring_up=True)
