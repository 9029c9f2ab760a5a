# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The default scene contains the objects of the commands in README.md."""

from pathlib import Path
import re

from vla_bringup.files import default_params_file
from vla_sim.physics.scene_sampling import sample_scene
import yaml

README = Path(__file__).resolve().parents[3] / 'README.md'
#: Publisher, action goal and Python client.
COMMAND = re.compile(r"(?:data: |text: |execute\()'([^']+)'")


def default_scene() -> tuple[str, ...]:
    keys = yaml.safe_load(default_params_file().read_text(encoding='utf-8'))
    parameters = keys['/**/sim_node']['ros__parameters']
    return sample_scene(parameters['scene_seed'], parameters['scene_include']).names


def test_default_scene_contains_the_objects_of_the_readme_commands() -> None:
    commands = COMMAND.findall(README.read_text(encoding='utf-8'))
    assert commands == [
        'pick up the red cube',
        'push the blue ball to the left, then pick up the green cube',
        'point at the red cube',
        'pick up the red cube',
    ]
    names = default_scene()
    for command in commands:
        objects = re.findall(r'the (\w+ (?:cube|ball))', command)
        assert objects
        for name in objects:
            count = names.count(name.replace('ball', 'sphere'))
            assert count == 1, f'{command!r} in a scene of {names}'
