# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Build the gripper action of control_msgs in a temporary folder: no wheel of it exists."""

import ctypes
import importlib.util
import os
from pathlib import Path
import subprocess
import sys

_STATE = 'float64 position\nfloat64 effort\nbool stalled\nbool reached_goal\n'
_FILES = {
    'package.xml': """<?xml version="1.0"?>
<package format="3">
  <name>control_msgs</name>
  <version>0.0.0</version>
  <description>Gripper action for tests</description>
  <maintainer email="maintainers@ros2-multimodal-vla.invalid">authors</maintainer>
  <license>Apache-2.0</license>
  <buildtool_depend>rosidl_default_generators</buildtool_depend>
  <member_of_group>rosidl_interface_packages</member_of_group>
</package>
""",
    'CMakeLists.txt': """cmake_minimum_required(VERSION 3.20)
project(control_msgs)
find_package(ament_cmake REQUIRED)
find_package(rosidl_default_generators REQUIRED)
rosidl_generate_interfaces(control_msgs "msg/GripperCommand.msg" "action/GripperCommand.action")
ament_package()
""",
    'msg/GripperCommand.msg': 'float64 position\nfloat64 max_effort\n',
    'action/GripperCommand.action': f'GripperCommand command\n---\n{_STATE}---\n{_STATE}',
}


def provide_control_msgs(folder: Path) -> None:
    """Make control_msgs importable: that of the ROS 2 installation, or one built in `folder`."""
    if importlib.util.find_spec('control_msgs') is not None:
        return
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    prefixes = os.environ['AMENT_PREFIX_PATH'].replace(':', ';')
    install = folder / 'install'
    _run(
        'cmake', '-S', str(folder), '-B', str(folder / 'build'), f'-DCMAKE_PREFIX_PATH={prefixes}',
        f'-DCMAKE_INSTALL_PREFIX={install}', f'-DPython3_EXECUTABLE={sys.executable}',
        '-DBUILD_TESTING=OFF', '-DCMAKE_BUILD_TYPE=Debug',
    )  # fmt: skip
    _run('cmake', '--build', str(folder / 'build'), '--target', 'install', '-j2')
    # Libraries that are loaded already are found by name: no LD_LIBRARY_PATH is needed.
    waiting = list((install / 'lib').glob('*.so'))
    for _ in range(len(waiting)):
        waiting = [path for path in waiting if not _load(path)]
    assert not waiting, f'these libraries cannot be loaded: {waiting}'
    site = next(install.glob('lib/python3*/*-packages'))
    sys.path.insert(0, str(site))
    importlib.invalidate_caches()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def _load(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
