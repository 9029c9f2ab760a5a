# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks that what the nodes need is installed, before any node starts."""

from collections.abc import Iterable
import os
from pathlib import Path
import subprocess
import sys
from typing import Final

from ament_index_python.packages import get_package_prefix
from ament_index_python.packages import PackageNotFoundError
from vla_bringup.nodes import NodeEntry
from vla_sim.physics.robot_models import robot_arm

#: Third-party modules that the packages of the nodes import; torch only with the engine torch.
MODULES: Final = {
    'vla_common': ('numpy', 'onnxruntime', 'safetensors', 'yaml'),
    'vla_perception': ('cv2', 'numpy'),
    'vla_language': ('numpy', 'safetensors', 'tokenizers'),
    'vla_policy': ('numpy',),
    'vla_robot': ('matplotlib', 'mujoco', 'numpy'),
    'vla_safety': ('numpy',),
    'vla_visualization': ('PIL', 'cv2', 'numpy'),
    'vla_sim': ('gymnasium', 'mujoco', 'numpy'),
}
_FIND: Final = (
    'import importlib.util, sys; '
    'print(*[n for n in sys.argv[1:] if importlib.util.find_spec(n) is None])'
)
_TIMEOUT_S: Final = 20.0


def check_rviz() -> None:
    """
    Check that RViz is installed.

    Raises
    ------
    RuntimeError
        If it is not; the text says how to install it.

    """
    try:
        get_package_prefix('rviz2')
    except PackageNotFoundError:
        distribution = os.environ.get('ROS_DISTRO', 'DISTRIBUTION')
        raise RuntimeError(
            'rviz:=true requires the package rviz2, which is not installed. Run: '
            f'sudo apt install ros-{distribution}-rviz2, or start with rviz:=false'
        ) from None


def check_robot_models(robot: str) -> None:
    """
    Check that the model of a simulated robot is installed.

    Raises
    ------
    RuntimeError
        If it is not; the text says what to install.

    """
    robot_arm(robot).spec()


def check_python_packages(entries: Iterable[NodeEntry]) -> None:
    """
    Check that the interpreters of the nodes find the Python packages that the nodes import.

    Raises
    ------
    RuntimeError
        If packages are missing; the text names them and the remedy.

    """
    needed: dict[str, set[str]] = {}
    for entry in entries:
        modules = {*MODULES['vla_common'], *MODULES[entry.package]}
        needed.setdefault(interpreter_of(entry.executable()), set()).update(modules)
    for interpreter, modules in needed.items():
        if missing := missing_modules(interpreter, sorted(modules)):
            raise RuntimeError(
                f'the nodes require the Python packages {", ".join(missing)}, which {interpreter} '
                'does not find. Run: make setup'
            )


def interpreter_of(executable: Path) -> str:
    """Return the Python interpreter in the first line of a script, or the running one."""
    with executable.open('rb') as file:
        words = file.readline().removeprefix(b'#!').decode(errors='replace').split()
    is_python = bool(words) and Path(words[0]).name.startswith('python')
    return words[0] if is_python else sys.executable


def missing_modules(interpreter: str, names: Iterable[str]) -> list[str]:
    """Return the modules that a Python interpreter does not find."""
    try:
        # Only finds the modules: importing them takes seconds.
        result = subprocess.run(
            [interpreter, '-c', _FIND, *names],
            capture_output=True,
            text=True,
            check=True,
            timeout=_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RuntimeError(f'{interpreter} must run: {error}. Run: make setup') from None
    return result.stdout.split()
