# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Run all nodes in one process: less memory and copying, but one crash ends all nodes."""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
import sys
from typing import Any

import rclpy
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_bringup.checkpoint_option import add_checkpoint_option
from vla_bringup.checkpoint_option import checkpoint_parameters
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launch_arguments import check_params_file
from vla_bringup.launch_arguments import robot_parameter_files
from vla_bringup.launch_arguments import scene_parameters
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.nodes import NOT_IN_BRING_UP
from vla_bringup.nodes import OPTIONAL
from vla_bringup.nodes import SAFETY
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM
from vla_bringup.prerequisites import check_robot_models
from vla_bringup.transport import transport_variables
from vla_common.parameter_file import parameter_files
from vla_common.runner import handle_sigint_once
from vla_common.runner import spin_nodes

_EPILOG = (
    'ROS arguments follow --ros-args, such as -p policy_node:plan_period_s:=0.3 or --log-level '
    'warn. They apply to every node and override the parameter file.'
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='vla_composed', description=__doc__, epilog=_EPILOG)
    parser.add_argument(
        '--params-file',
        type=Path,
        default=default_params_file(),
        help='parameters of every node (YAML)',
    )
    parser.add_argument('--no-sim', action='store_true', help='run without the simulated robot')
    parser.add_argument(
        '--robot', default='', help='robot in place of the simulator: ur5e, fr3, or a YAML file'
    )
    parser.add_argument(
        '--simulated', action='store_true', help='simulate the robot in place of the built-in arm'
    )
    parser.add_argument(
        '--bring-up',
        action='store_true',
        help='prepare the first motion of a robot with check_robot: no camera, language or policy',
    )
    add_checkpoint_option(parser)
    for name in OPTIONAL:
        parser.add_argument(
            f'--no-{name}',
            action='append_const',
            dest='without',
            const=name,
            help=f'run without {name}_node',
        )
    parser.set_defaults(without=[])
    parser.add_argument('--namespace', default='', help='namespace of all nodes')
    parser.add_argument('--scene-seed', type=int, help='seed of the simulated scene')
    parser.add_argument(
        '--scene-include',
        default='',
        metavar='NAMES',
        help="objects that the scene must contain: 'blue sphere,green bowl'",
    )
    return parser


def _split_ros_arguments(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the arguments of the program, and the ROS arguments with --ros-args first."""
    own: list[str] = []
    ros: list[str] = []
    is_ros = False
    for argument in args:
        if argument in ('--ros-args', '--'):
            is_ros = argument == '--ros-args'
        else:
            (ros if is_ros else own).append(argument)
    return own, ['--ros-args', *ros] if ros else []


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line; `ros_args` of the result are the ROS arguments."""
    parser = _parser()
    own, ros_args = _split_ros_arguments(sys.argv[1:] if args is None else args)
    options = parser.parse_args(own)
    options.ros_args = ros_args
    if options.bring_up:
        options.without = [*options.without, *NOT_IN_BRING_UP]
    seed = '' if options.scene_seed is None else str(options.scene_seed)
    names = [entry.name for entry in _entries(options)]
    try:
        scene_parameters(seed, options.scene_include)
        checkpoint_parameters(options.checkpoint)
        robot = robot_parameter_files(
            options.robot,
            use_sim=not options.no_sim,
            is_simulated=options.simulated,
            bring_up=options.bring_up,
        )
        options.params_files = [options.params_file, *robot]
        for path in (*options.params_files, *parameter_files(ros_args)):
            check_params_file(path, options.namespace, names)
        if options.simulated:
            check_robot_models(options.robot)
    except (ValueError, RuntimeError) as error:
        parser.error(str(error))
    return options


def _entries(options: argparse.Namespace) -> tuple[NodeEntry, ...]:
    return entries(
        use_sim=not options.no_sim, without=options.without, use_robot=bool(options.robot)
    )


def _overrides(entry: NodeEntry, options: argparse.Namespace) -> list[Parameter]:
    if entry != SIM:
        values: dict[str, Any] = {} if options.no_sim else dict(WITH_SIM.get(entry.name, {}))
        values |= checkpoint_parameters(options.checkpoint).get(entry.name, {})
        return [Parameter(name, value=value) for name, value in values.items()]
    names = [name.strip() for name in options.scene_include.split(',') if name.strip()]
    scene = {'scene_seed': options.scene_seed, 'scene_include': names or None}
    return [Parameter(name, value=value) for name, value in scene.items() if value is not None]


def make_nodes(
    options: argparse.Namespace, *, has_own_thread: bool = False, **kwargs: Any
) -> list[Node]:
    """
    Create the nodes; each configures and activates itself when it is spun.

    Parameters
    ----------
    options
        Parsed command line.
    has_own_thread
        Whether the safety node is spun in a thread of its own, which then gets its priority.
    kwargs
        Arguments of all nodes.

    """
    files = [word for path in options.params_files for word in ('--params-file', str(path))]
    alone = {SAFETY.name: {'is_alone': True}} if has_own_thread else {}
    return [
        entry.load()(
            namespace=options.namespace,
            # Later ones override earlier ones.
            cli_args=['--ros-args', *files, *options.ros_args],
            parameter_overrides=_overrides(entry, options),
            **alone.get(entry.name, {}),
            **kwargs,
        )
        for entry in _entries(options)
    ]


def main(args: Sequence[str] | None = None) -> None:
    """Run all nodes until Ctrl-C."""
    options = parse_arguments(args)
    os.environ.update(transport_variables(os.environ, share() / 'config' / 'fastdds.xml'))
    handle_sigint_once()
    try:
        rclpy.init(args=options.ros_args)
    except RuntimeError as error:
        sys.exit(f'vla_composed: ROS arguments must be valid: {error}. See vla_composed --help')
    # A stop must not wait for the callbacks of other nodes.
    spin_nodes(lambda: make_nodes(options, has_own_thread=True), own_thread=(SAFETY.name,))


if __name__ == '__main__':
    main()
