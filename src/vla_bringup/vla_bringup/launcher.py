# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command lines that start the system: with ros2 launch, as processes, or as one process."""

from dataclasses import dataclass
from dataclasses import KW_ONLY
from importlib.util import find_spec
from pathlib import Path
import shutil
import sys
from typing import Final

from vla_bringup.checkpoint_option import checkpoint_parameters
from vla_bringup.launch_arguments import robot_parameter_files
from vla_bringup.nodes import entries
from vla_bringup.nodes import NOT_IN_BRING_UP
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM

LAUNCH_MODES: Final = ('launch', 'processes', 'composed')


@dataclass(frozen=True)
class Launcher:
    """
    Command lines of the simulated system.

    Parameters
    ----------
    params_file
        Parameters of every node (YAML).
    scene_seed
        Seed of the simulated scene.
    scene_include
        Objects that the scene must contain, such as 'blue sphere'.
    robot
        Simulated robot in place of the built-in arm; empty: the built-in arm.
    bring_up
        Whether check_robot takes the place of camera, language node and policy.
    checkpoint
        Weights in place of those of the parameter file; empty: those of the file.

    """

    params_file: Path
    scene_seed: int
    scene_include: tuple[str, ...] = ()
    _: KW_ONLY
    robot: str = ''
    bring_up: bool = False
    checkpoint: str = ''

    def commands(self, mode: str) -> dict[str, list[str]]:
        """
        Return the command line of each process by its name.

        Raises
        ------
        ValueError
            If the mode is unknown.

        """
        if mode == 'launch':
            return {'launch': self._launch()}
        if mode == 'composed':
            return {'composed': self._composed()}
        if mode == 'processes':
            return self._processes()
        raise ValueError(f'the launch mode must be one of {", ".join(LAUNCH_MODES)}; got {mode!r}')

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
        if self.scene_include:
            command.append(f'scene_include:={",".join(self.scene_include)}')
        if self.checkpoint:
            command.append(f'checkpoint:={self.checkpoint}')
        if self.robot:
            command += [f'robot:={self.robot}', 'simulated:=true']
        return [*command, 'bring_up:=true'] if self.bring_up else command

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
            *(['--checkpoint', self.checkpoint] if self.checkpoint else []),
            *(['--robot', self.robot, '--simulated'] if self.robot else []),
            *(['--bring-up'] if self.bring_up else []),
        ]

    def _processes(self) -> dict[str, list[str]]:
        files = [self.params_file]
        if self.robot:
            files += robot_parameter_files(
                self.robot, use_sim=True, is_simulated=True, bring_up=self.bring_up
            )
        common = [word for file in files for word in ('--params-file', str(file))]
        commands = {
            entry.name: [str(entry.executable()), '--ros-args', *common]
            for entry in entries(
                use_sim=True,
                use_robot=bool(self.robot),
                without=NOT_IN_BRING_UP if self.bring_up else (),
            )
        }
        for node, parameters in WITH_SIM.items():
            for name, value in parameters.items():
                commands[node] += ['-p', f'{node}:{name}:={str(value).lower()}']
        for node, values in checkpoint_parameters(self.checkpoint).items():
            commands[node] += ['-p', f'{node}:checkpoint:={_quoted(values["checkpoint"])}']
        commands[SIM.name] += scene_arguments(self.scene_seed, self.scene_include)
        return commands


def _quoted(text: str) -> str:
    """Return a YAML string."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def scene_arguments(seed: int, include: tuple[str, ...]) -> list[str]:
    """Return ROS arguments that override the scene of the parameter file."""
    arguments = ['-p', f'{SIM.name}:scene_seed:={seed}']
    if include:
        names = ', '.join(f"'{name}'" for name in include)
        arguments += ['-p', f'{SIM.name}:scene_include:=[{names}]']
    return arguments


def pick_launch_mode() -> str:
    """Return 'launch' where ros2 launch is installed, else 'processes'."""
    has_launch = find_spec('launch_ros') is not None and shutil.which('ros2') is not None
    return 'launch' if has_launch else 'processes'
