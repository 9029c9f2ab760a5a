# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Paths of the installed launch and configuration files."""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory


def share() -> Path:
    """Return the share folder of the package."""
    return Path(get_package_share_directory('vla_bringup'))


def robot_files() -> dict[str, Path]:
    """Return the parameter files of the shipped robots by name, such as ur5e."""
    return {path.stem: path for path in sorted((share() / 'config' / 'robots').glob('*.yaml'))}


def simulated_robot_files() -> dict[str, Path]:
    """Return the parameter files of the robots that can be simulated, by name."""
    folder = share() / 'config' / 'robots' / 'simulated'
    return {path.stem: path for path in sorted(folder.glob('*.yaml'))}


def bring_up_file() -> Path:
    """Return the parameter file for the bring-up of a robot."""
    return share() / 'config' / 'bring_up.yaml'


def default_params_file() -> Path:
    """Return the parameter file of all nodes."""
    return share() / 'config' / 'vla.yaml'
