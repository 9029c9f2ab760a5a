# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The option --robot of demo and interactive system."""

import argparse

from vla_bringup.files import simulated_robot_files
from vla_bringup.prerequisites import check_robot_models
from vla_sim.physics.robot_arm import BUILTIN_NAME


def add_robot_option(parser: argparse.ArgumentParser) -> None:
    """Add --robot."""
    parser.add_argument(
        '--robot',
        default=BUILTIN_NAME,
        choices=(BUILTIN_NAME, *simulated_robot_files()),
        help='simulated robot (default: %(default)s)',
    )


def simulated_robot(options: argparse.Namespace, parser: argparse.ArgumentParser) -> str:
    """Return the name of the robot in place of the built-in arm; empty: the built-in arm."""
    if options.robot == BUILTIN_NAME:
        return ''
    try:
        check_robot_models(options.robot)
    except RuntimeError as error:
        parser.error(str(error))
    return str(options.robot)
