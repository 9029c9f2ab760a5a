# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Modules without messages can be imported without ROS."""

import subprocess
import sys

PURE = (
    'attention_plane',
    'marker_registry',
    'observations',
    'overlay',
    'palette',
    'primitives',
    'marker_scene',
    'settings',
    'cached_slot',
    'ascii_text',
    'face_privacy',
)


def test_pure_modules_import_without_ros() -> None:
    lines = [
        'import sys',
        *(f'sys.modules[{name!r}] = None' for name in ('rclpy', 'std_msgs', 'vla_interfaces')),
        *(f'import vla_visualization.{name}' for name in PURE),
    ]
    subprocess.run([sys.executable, '-c', '\n'.join(lines)], check=True, timeout=60)
