# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Run all nodes in one process: less memory and copying, but one crash ends all nodes."""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
from typing import Any

import rclpy
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launch_arguments import check_params_file
from vla_bringup.launch_arguments import scene_parameters
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM
from vla_bringup.transport import transport_variables
from vla_common.runner import handle_sigint_once
from vla_common.runner import spin_nodes


def parse_arguments(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog='vla_composed', description=__doc__)
    parser.add_argument(
        '--params-file',
        type=Path,
        default=default_params_file(),
        help='parameters of every node (YAML)',
    )
    parser.add_argument('--no-sim', action='store_true', help='run without the simulated robot')
    parser.add_argument('--namespace', default='', help='namespace of all nodes')
    parser.add_argument('--scene-seed', type=int, help='seed of the simulated scene')
    parser.add_argument(
        '--scene-include',
        default='',
        metavar='NAMES',
        help="objects that the scene must contain: 'blue sphere,green bowl'",
    )
    options = parser.parse_args(args)
    seed = '' if options.scene_seed is None else str(options.scene_seed)
    names = [entry.name for entry in entries(use_sim=not options.no_sim)]
    try:
        scene_parameters(seed, options.scene_include)
        check_params_file(options.params_file, options.namespace, names)
    except ValueError as error:
        parser.error(str(error))
    return options


def _overrides(entry: NodeEntry, options: argparse.Namespace) -> list[Parameter]:
    if entry != SIM:
        values = {} if options.no_sim else WITH_SIM.get(entry.name, {})
        return [Parameter(name, value=value) for name, value in values.items()]
    names = [name.strip() for name in options.scene_include.split(',') if name.strip()]
    scene = {'scene_seed': options.scene_seed, 'scene_include': names or None}
    return [Parameter(name, value=value) for name, value in scene.items() if value is not None]


def make_nodes(options: argparse.Namespace, **kwargs: Any) -> list[Node]:
    """Create the nodes; each configures and activates itself when it is spun."""
    return [
        entry.load()(
            namespace=options.namespace,
            cli_args=['--ros-args', '--params-file', str(options.params_file)],
            parameter_overrides=_overrides(entry, options),
            **kwargs,
        )
        for entry in entries(use_sim=not options.no_sim)
    ]


def main(args: Sequence[str] | None = None) -> None:
    """Run all nodes until Ctrl-C."""
    options = parse_arguments(args)
    os.environ.update(transport_variables(os.environ, share() / 'config' / 'fastdds.xml'))
    handle_sigint_once()
    rclpy.init(args=[])
    spin_nodes(lambda: make_nodes(options))


if __name__ == '__main__':
    main()
