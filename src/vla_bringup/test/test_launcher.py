# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every way to start the system starts all of it, with the scene that was asked for."""

from pathlib import Path

import pytest
from vla_bringup.launcher import best_way
from vla_bringup.launcher import System
from vla_bringup.launcher import WAYS
from vla_bringup.nodes import entries

SYSTEM = System(Path('vla.yaml'), 7, ('blue sphere', 'green bowl'))


def test_processes_are_one_for_each_node() -> None:
    commands = SYSTEM.commands('processes')
    assert list(commands) == [entry.name for entry in entries(use_sim=True)]
    assert all(
        command[1:4] == ['--ros-args', '--params-file', 'vla.yaml']
        for command in commands.values()
    )
    assert "sim_node:scene_include:=['blue sphere', 'green bowl']" in commands['sim_node']
    assert 'sim_node:scene_seed:=7' in commands['sim_node']


def test_the_simulated_camera_may_be_shown() -> None:
    commands = SYSTEM.commands('processes')
    assert 'visualization_node:show_camera:=true' in commands['visualization_node']
    assert not any('show_camera' in part for part in commands['perception_node'])


def test_launch_gets_the_scene() -> None:
    command = SYSTEM.commands('launch')['launch']
    assert command[:4] == ['ros2', 'launch', 'vla_bringup', 'vla.launch.py']
    assert {'scene_seed:=7', 'scene_include:=blue sphere,green bowl'} <= set(command)


def test_launch_gets_no_empty_argument() -> None:
    command = System(Path('vla.yaml'), 7).commands('launch')['launch']
    assert [part for part in command if part.endswith(':=')] == []


def test_composed_is_one_process() -> None:
    command = SYSTEM.commands('composed')['composed']
    assert command[-4:] == ['--scene-seed', '7', '--scene-include', 'blue sphere,green bowl']


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match="launch, processes, composed; got 'magic'"):
        SYSTEM.commands('magic')


def test_the_best_way_is_one_of_them() -> None:
    assert best_way() in WAYS
