# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The package imports without ROS, and its models are installed."""

from pathlib import Path
import subprocess
import sys

from ament_index_python.packages import get_package_share_directory

PACKAGE = Path(__file__).resolve().parent.parent


def test_all_rooms_but_ros_import_without_ros() -> None:
    package = PACKAGE / 'vla_policy'
    rooms = [path for path in package.rglob('*.py') if path.name != 'policy_node.py']
    names = {'.'.join(path.relative_to(PACKAGE).with_suffix('').parts) for path in rooms}
    names = {name.removesuffix('.__init__') for name in names if '.ros.' not in name}
    assert {'vla_policy.nn.model', 'vla_policy.control.command_state', 'vla_policy'} <= names
    modules = ', '.join(sorted(names))
    block = 'import sys; sys.modules.update(dict.fromkeys(["rclpy", "vla_interfaces"]))'
    result = subprocess.run(
        [sys.executable, '-c', f'{block}; import {modules}'],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_models_are_installed() -> None:
    files = (PACKAGE / 'models').glob('tabletop.*')
    source = {path.name for path in files}
    installed = Path(get_package_share_directory('vla_policy'), 'models')
    assert {path.name for path in installed.glob('*')} == source
