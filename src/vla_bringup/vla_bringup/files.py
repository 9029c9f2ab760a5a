# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the installed launch and configuration files are."""

from pathlib import Path

from ament_index_python.packages import get_package_share_directory


def share() -> Path:
    """Return the folder that the build installed the files to."""
    return Path(get_package_share_directory('vla_bringup'))


def default_params_file() -> Path:
    """Return the parameters of every node."""
    return share() / 'config' / 'vla.yaml'
