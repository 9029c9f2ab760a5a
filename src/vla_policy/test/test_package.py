# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The package: usable without ROS, installed with its models."""

from pathlib import Path
import subprocess
import sys

from ament_index_python.packages import get_package_share_directory
import pytest
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import progress
from vla_policy.types.vocabulary import TaskKind

PACKAGE = Path(__file__).resolve().parent.parent


def test_everything_but_the_ros_room_works_without_ros() -> None:
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
    source = {path.name for path in (PACKAGE / 'models').glob('*.safetensors*')}
    installed = Path(get_package_share_directory('vla_policy'), 'models')
    assert {path.name for path in installed.glob('*')} == source


@pytest.mark.parametrize('task', list(TaskKind))
def test_progress_goes_from_nothing_to_all(task: TaskKind) -> None:
    shares = [progress(task, phase) for phase in PHASES[task]]
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)


def test_a_phase_of_another_task_is_no_progress() -> None:
    assert progress(TaskKind.PICK, Phase.PUSH) == 0.0
