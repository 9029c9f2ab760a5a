# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The pure part works without ROS."""

import subprocess
import sys

PURE = (
    'attention_plane',
    'ledger',
    'observations',
    'overlay',
    'palette',
    'primitives',
    'projection',
    'scene',
    'settings',
    'slot',
    'wording',
)


def test_pure_modules_import_without_ros() -> None:
    lines = [
        'import sys',
        *(f'sys.modules[{name!r}] = None' for name in ('rclpy', 'std_msgs', 'vla_interfaces')),
        *(f'import vla_visualization.{name}' for name in PURE),
    ]
    subprocess.run([sys.executable, '-c', '\n'.join(lines)], check=True, timeout=60)
