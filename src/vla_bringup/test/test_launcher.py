# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every launch mode starts all nodes with the requested scene."""

from pathlib import Path

import pytest
from vla_bringup.files import default_params_file
from vla_bringup.launcher import LAUNCH_MODES
from vla_bringup.launcher import Launcher
from vla_bringup.launcher import pick_launch_mode
from vla_bringup.nodes import entries

LAUNCHER = Launcher(Path('vla.yaml'), 7, ('blue sphere', 'green bowl'))


def test_processes_mode_has_one_process_per_node() -> None:
    commands = LAUNCHER.commands('processes')
    assert list(commands) == [entry.name for entry in entries(use_sim=True)]
    assert all(
        command[1:4] == ['--ros-args', '--params-file', 'vla.yaml']
        for command in commands.values()
    )
    assert "sim_node:scene_include:=['blue sphere', 'green bowl']" in commands['sim_node']
    assert 'sim_node:scene_seed:=7' in commands['sim_node']


def test_simulated_camera_is_shown() -> None:
    commands = LAUNCHER.commands('processes')
    assert 'visualization_node:show_camera:=true' in commands['visualization_node']
    assert not any('show_camera' in part for part in commands['perception_node'])


def test_launch_mode_passes_the_scene() -> None:
    command = LAUNCHER.commands('launch')['launch']
    assert command[:4] == ['ros2', 'launch', 'vla_bringup', 'vla.launch.py']
    assert {'scene_seed:=7', 'scene_include:=blue sphere,green bowl'} <= set(command)


def test_launch_mode_passes_no_empty_argument() -> None:
    command = Launcher(Path('vla.yaml'), 7).commands('launch')['launch']
    assert [part for part in command if part.endswith(':=')] == []


def test_composed_mode_is_one_process() -> None:
    command = LAUNCHER.commands('composed')['composed']
    assert command[-4:] == ['--scene-seed', '7', '--scene-include', 'blue sphere,green bowl']


@pytest.mark.parametrize('mode', LAUNCH_MODES)
def test_a_simulated_robot_is_passed_on(mode: str) -> None:
    commands = Launcher(Path('vla.yaml'), 7, robot='fr3').commands(mode)
    if mode == 'launch':
        assert commands['launch'][-2:] == ['robot:=fr3', 'simulated:=true']
        return
    if mode == 'composed':
        assert commands['composed'][-3:] == ['--robot', 'fr3', '--simulated']
        return
    assert list(commands) == [entry.name for entry in entries(use_sim=True, use_robot=True)]
    files = [Path(word) for word in commands['sim_node'] if word.endswith('fr3.yaml')]
    assert [file.parent.name for file in files] == ['robots', 'simulated']


@pytest.mark.parametrize('mode', LAUNCH_MODES)
def test_weights_of_the_user_are_passed_to_both_nodes(mode: str, tmp_path: Path) -> None:
    weights = tmp_path / "my model's.safetensors"
    weights.touch()
    commands = Launcher(Path('vla.yaml'), 7, checkpoint=str(weights)).commands(mode)
    if mode == 'launch':
        assert commands['launch'][-1] == f'checkpoint:={weights}'
        return
    if mode == 'composed':
        assert commands['composed'][-2:] == ['--checkpoint', str(weights)]
        return
    quoted = str(weights).replace("'", "''")
    for node in ('perception_node', 'policy_node'):
        assert commands[node][-1] == f"{node}:checkpoint:='{quoted}'"
    assert not any('checkpoint' in word for word in commands['sim_node'])


@pytest.mark.parametrize('mode', LAUNCH_MODES)
def test_bring_up_is_passed_on(mode: str) -> None:
    launcher = Launcher(default_params_file(), 7, robot='ur5e', bring_up=True)
    commands = launcher.commands(mode)
    if mode != 'processes':
        assert commands[mode][-1] == {'launch': 'bring_up:=true', 'composed': '--bring-up'}[mode]
        return
    assert list(commands) == ['sim_node', 'robot_bridge', 'safety_node', 'visualization_node']
    assert any(word.endswith('bring_up.yaml') for word in commands['safety_node'])


def test_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="launch, processes, composed; got 'magic'"):
        LAUNCHER.commands('magic')


def test_picked_mode_is_a_known_one() -> None:
    assert pick_launch_mode() in LAUNCH_MODES
