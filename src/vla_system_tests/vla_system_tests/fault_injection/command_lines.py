# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command lines of the system under test."""

from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_system_tests.fault_injection.relay import SOURCE_TOPIC
from vla_system_tests.fault_injection.robot_relay import relay_arguments


def command_lines(
    launch_mode: str,
    scene_include: tuple[str, ...],
    *,
    relays_camera: bool,
    use_sim_time: bool,
    robot: str = '',
) -> dict[str, list[str]]:
    """Return the command line of each process by its name; parameters as for `Testbed`."""
    launcher = Launcher(default_params_file(), 1, scene_include, robot=robot)
    lines = launcher.commands(launch_mode)
    if launch_mode == 'composed':
        lines['composed'].append('--ros-args')
    if relays_camera:
        # Of all nodes only the simulator publishes images.
        line = lines.get('sim_node') or lines['composed']
        line += ['-r', f'sim_node:camera/image_raw:={SOURCE_TOPIC}']
    if robot:
        lines = {name: [*line, *relay_arguments(name)] for name, line in lines.items()}
    if use_sim_time:
        lines = {name: [*line, '-p', 'use_sim_time:=true'] for name, line in lines.items()}
    return lines
