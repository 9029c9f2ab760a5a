# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ways to start the system: as ROS 2 does it, as plain processes, or in one process."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
import shutil
import sys
from typing import Final

from vla_bringup.nodes import entries
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM

WAYS: Final = ('launch', 'processes', 'composed')


@dataclass(frozen=True)
class System:
    """What to start."""

    params_file: Path
    scene_seed: int
    scene_include: tuple[str, ...] = ()

    def commands(self, way: str) -> dict[str, list[str]]:
        """
        Return the command lines that start it, by name.

        Raises
        ------
        ValueError
            If there is no such way.

        """
        if way == 'launch':
            return {'launch': self._launch()}
        if way == 'composed':
            return {'composed': self._composed()}
        if way == 'processes':
            return self._processes()
        raise ValueError(f'the way to start must be one of {", ".join(WAYS)}; got {way!r}')

    def _launch(self) -> list[str]:
        command = [
            'ros2',
            'launch',
            'vla_bringup',
            'vla.launch.py',
            f'params_file:={self.params_file}',
            f'scene_seed:={self.scene_seed}',
        ]
        # ros2 launch refuses an argument without a value.
        return (
            [*command, f'scene_include:={",".join(self.scene_include)}']
            if self.scene_include
            else command
        )

    def _composed(self) -> list[str]:
        return [
            sys.executable,
            '-m',
            'vla_bringup.composed',
            '--params-file',
            str(self.params_file),
            '--scene-seed',
            str(self.scene_seed),
            '--scene-include',
            ','.join(self.scene_include),
        ]

    def _processes(self) -> dict[str, list[str]]:
        common = ['--ros-args', '--params-file', str(self.params_file)]
        commands = {
            entry.name: [str(entry.executable()), *common] for entry in entries(use_sim=True)
        }
        for node, parameters in WITH_SIM.items():
            for name, value in parameters.items():
                commands[node] += ['-p', f'{node}:{name}:={str(value).lower()}']
        commands[SIM.name] += scene_arguments(self.scene_seed, self.scene_include)
        return commands


def scene_arguments(seed: int, include: tuple[str, ...]) -> list[str]:
    """Return ROS arguments that choose the simulator's scene over its parameter file."""
    arguments = ['-p', f'{SIM.name}:scene_seed:={seed}']
    if include:
        names = ', '.join(f"'{name}'" for name in include)
        arguments += ['-p', f'{SIM.name}:scene_include:=[{names}]']
    return arguments


def best_way() -> str:
    """Return the way that users of this machine would take."""
    real = find_spec('launch_ros') is not None and shutil.which('ros2') is not None
    return 'launch' if real else 'processes'
