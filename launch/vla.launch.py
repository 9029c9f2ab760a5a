# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Start all nodes of the system, and RViz on request."""

import os
from pathlib import Path
import sys

from launch.actions import DeclareLaunchArgument
from launch.actions import OpaqueFunction
from launch.actions import SetEnvironmentVariable
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from vla_bringup.checkpoint_option import checkpoint_parameters
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launch_arguments import check_argument_names
from vla_bringup.launch_arguments import check_params_file
from vla_bringup.launch_arguments import robot_parameter_files
from vla_bringup.launch_arguments import scene_parameters
from vla_bringup.launch_signals import shut_down_on_sigterm
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.nodes import NOT_IN_BRING_UP
from vla_bringup.nodes import OPTIONAL
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM
from vla_bringup.prerequisites import check_python_packages
from vla_bringup.prerequisites import check_robot_models
from vla_bringup.prerequisites import check_rviz
from vla_bringup.transport import transport_variables

from launch import LaunchContext
from launch import LaunchDescription
from launch import LaunchDescriptionEntity

BOOLEAN = ['true', 'false']


def _arguments() -> list[DeclareLaunchArgument]:
    return [
        DeclareLaunchArgument(
            'use_sim',
            default_value='true',
            choices=BOOLEAN,
            description='Start the simulated robot and camera; false for a real robot.',
        ),
        DeclareLaunchArgument(
            'robot',
            default_value='',
            description='ur5e, fr3, so101, or the path of a parameter file as in config/robots; '
            'with use_sim:=false, or with simulated:=true. It overrides params_file.',
        ),
        DeclareLaunchArgument(
            'simulated',
            default_value='false',
            choices=BOOLEAN,
            description='Simulate the robot of the argument robot in place of the built-in arm; '
            'needs the packages of requirements-robots.txt.',
        ),
        DeclareLaunchArgument(
            'bring_up',
            default_value='false',
            choices=BOOLEAN,
            description='Prepare the first motion of a robot with check_robot: no camera, '
            'language node or policy; every motion needs approval.',
        ),
        DeclareLaunchArgument(
            'params_file',
            default_value=str(default_params_file()),
            description='Parameters of every node (YAML).',
        ),
        DeclareLaunchArgument(
            'checkpoint',
            default_value='',
            description='Weights that make train or a tutorial wrote, with their graphs beside '
            'them; empty: those of params_file.',
        ),
        DeclareLaunchArgument(
            'namespace',
            default_value='',
            description='Namespace of all nodes and topics: one per robot.',
        ),
        DeclareLaunchArgument(
            'rviz', default_value='false', choices=BOOLEAN, description='Start RViz.'
        ),
        DeclareLaunchArgument(
            'autostart',
            default_value='true',
            choices=BOOLEAN,
            description='Configure and activate the nodes; false: use ros2 lifecycle.',
        ),
        DeclareLaunchArgument(
            'use_sim_time',
            default_value='false',
            choices=BOOLEAN,
            description='Use the time of /clock, as for a bag that is played. The simulator runs '
            'in real time and needs no /clock.',
        ),
        DeclareLaunchArgument(
            'log_level',
            default_value='info',
            choices=['debug', 'info', 'warn', 'error', 'fatal'],
            description='Log level of the nodes.',
        ),
        DeclareLaunchArgument(
            'scene_seed',
            default_value='',
            description='Seed of the simulated scene; empty: the value of the parameter file.',
        ),
        DeclareLaunchArgument(
            'scene_include',
            default_value='',
            description="Objects that the simulated scene must contain: 'blue sphere,green bowl'.",
        ),
        DeclareLaunchArgument(
            'respawn',
            default_value='false',
            choices=BOOLEAN,
            description='Restart a node that ended, after 1 s. No motion of an earlier command '
            'continues.',
        ),
        *(
            DeclareLaunchArgument(
                name,
                default_value='true',
                choices=BOOLEAN,
                description=f'Start {entry.name}; false: leave it out or replace it by your own.',
            )
            for name, entry in OPTIONAL.items()
        ),
    ]


def _node(entry: NodeEntry, files: list[str], parameters: dict[str, object]) -> Node:
    return Node(
        package=entry.package,
        executable=entry.name,
        name=entry.name,
        namespace=LaunchConfiguration('namespace'),
        parameters=[*files, parameters],
        # tf2 uses absolute names; relative names separate two robots.
        remappings=[('/tf', 'tf'), ('/tf_static', 'tf_static')],
        ros_arguments=['--log-level', LaunchConfiguration('log_level')],
        output='screen',
        # Ctrl-C ends all nodes within 3 s.
        sigterm_timeout='2.0',
        sigkill_timeout='0.5',
        respawn=LaunchConfiguration('respawn'),
        respawn_delay=1.0,
    )


def _nodes(context: LaunchContext) -> list[LaunchDescriptionEntity]:
    def value(name: str) -> str:
        return context.launch_configurations[name]

    # Another launch file that includes this one may have arguments of its own.
    if any(Path(argument).name == Path(__file__).name for argument in sys.argv):
        check_argument_names(sys.argv, [argument.name for argument in _arguments()])
    common: dict[str, object] = {
        name: value(name) == 'true' for name in ('autostart', 'use_sim_time')
    }
    bring_up = value('bring_up') == 'true'
    without = [
        name
        for name in OPTIONAL
        if value(name) == 'false' or (bring_up and name in NOT_IN_BRING_UP)
    ]
    use_sim = value('use_sim') == 'true'
    is_simulated = value('simulated') == 'true'
    robot = robot_parameter_files(
        value('robot'), use_sim=use_sim, is_simulated=is_simulated, bring_up=bring_up
    )
    started = entries(use_sim=use_sim, without=without, use_robot=bool(robot))
    files = [value('params_file'), *map(str, robot)]
    for file in files:
        check_params_file(Path(file), value('namespace'), [entry.name for entry in started])
    check_python_packages(started)
    if is_simulated:
        check_robot_models(value('robot'))
    if value('rviz') == 'true':
        check_rviz()
    parameters: dict[str, dict[str, object]] = {entry.name: {} for entry in started}
    if SIM in started:
        parameters |= {SIM.name: scene_parameters(value('scene_seed'), value('scene_include'))}
        parameters |= WITH_SIM
    for node, values in checkpoint_parameters(value('checkpoint')).items():
        if node in parameters:
            parameters[node] = {**parameters[node], **values}
    shut_down_on_sigterm(context)
    return [_node(entry, files, {**common, **parameters[entry.name]}) for entry in started]


def generate_launch_description() -> LaunchDescription:
    """Return the description for `ros2 launch vla_bringup vla.launch.py`."""
    variables = transport_variables(os.environ, share() / 'config' / 'fastdds.xml')
    rviz = Node(
        package='rviz2',
        executable='rviz2',
        namespace=LaunchConfiguration('namespace'),
        arguments=['-d', str(share() / 'config' / 'vla.rviz')],
        parameters=[{'use_sim_time': LaunchConfiguration('use_sim_time')}],
        remappings=[('/tf', 'tf'), ('/tf_static', 'tf_static')],
        condition=IfCondition(LaunchConfiguration('rviz')),
    )
    return LaunchDescription(
        [
            *_arguments(),
            *(SetEnvironmentVariable(*pair) for pair in variables.items()),
            OpaqueFunction(function=_nodes),
            rviz,
        ]
    )
