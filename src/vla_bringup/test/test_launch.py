# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Launch file: arguments and nodes; skipped where launch is not installed."""

from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from typing import Any

from ament_index_python.packages import PackageNotFoundError
import pytest
from vla_bringup import prerequisites
from vla_bringup.files import share
from vla_bringup.nodes import entries
from vla_sim.physics.robot_arm import BUILTIN

launch = pytest.importorskip('launch', reason='launch is not installed: no ROS 2 is sourced')
actions = pytest.importorskip('launch_ros.actions', reason='launch_ros is not installed')


def description() -> Any:
    path = share() / 'launch' / 'vla.launch.py'
    spec = spec_from_file_location('vla_launch', path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.generate_launch_description()


def nodes(**arguments: str) -> list[Any]:
    """Return the nodes that the launch file starts with these arguments."""
    context = launch.LaunchContext()
    context.launch_configurations.update(arguments)
    found = []
    for entity in description().entities:
        if entity.condition is not None and not entity.condition.evaluate(context):
            continue
        if isinstance(entity, actions.Node):
            found.append(entity)
        elif not isinstance(entity, launch.actions.SetEnvironmentVariable):
            found += [e for e in entity.execute(context) or [] if isinstance(e, actions.Node)]
    return found


def executables(**arguments: str) -> list[str]:
    return [node.node_executable for node in nodes(**arguments)]


def test_all_arguments_have_a_description() -> None:
    arguments = description().get_launch_arguments()
    assert {argument.name for argument in arguments} == {
        'use_sim',
        'robot',
        'simulated',
        'bring_up',
        'params_file',
        'checkpoint',
        'namespace',
        'rviz',
        'autostart',
        'use_sim_time',
        'log_level',
        'scene_seed',
        'scene_include',
        'respawn',
        'perception',
        'language',
        'policy',
        'visualization',
    }
    assert all(len(argument.description) > 10 for argument in arguments)


def test_all_nodes_are_started_by_default() -> None:
    assert executables() == [entry.name for entry in entries(use_sim=True)]


def test_the_simulator_can_be_left_out() -> None:
    assert executables(use_sim='false') == [entry.name for entry in entries(use_sim=False)]


def test_the_bridge_of_a_robot_replaces_the_simulator() -> None:
    expected = [entry.name for entry in entries(use_sim=False, use_robot=True)]
    assert executables(use_sim='false', robot='ur5e') == expected


def test_a_simulated_robot_has_its_bridge_and_the_simulator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(prerequisites, 'robot_arm', lambda name: checked.append(name) or BUILTIN)
    expected = [entry.name for entry in entries(use_sim=True, use_robot=True)]
    assert executables(robot='fr3', simulated='true') == expected
    assert checked == ['fr3']


def test_missing_weights_are_named() -> None:
    with pytest.raises(ValueError, match='must be the path of a file of weights'):
        nodes(checkpoint='none.safetensors')


def test_rviz_can_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prerequisites, 'get_package_prefix', lambda package: f'/opt/{package}')
    assert executables(rviz='true')[-1] == 'rviz2'


def test_nodes_can_be_left_out() -> None:
    left_out = executables(policy='false', language='false')
    assert left_out == ['sim_node', 'perception_node', 'safety_node', 'visualization_node']
    assert executables(
        use_sim='false',
        perception='false',
        language='false',
        policy='false',
        visualization='false',
    ) == ['safety_node']


def test_missing_rviz_ends_the_launch_before_any_node_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(prerequisites, 'get_package_prefix', find)
    with pytest.raises(
        RuntimeError, match=r'rviz2, which is not installed\. Run: sudo apt install'
    ):
        executables(rviz='true')
