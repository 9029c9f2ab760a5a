# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The linters of ROS 2, with the rules that its own packages follow."""

from pathlib import Path
import shutil
import subprocess

import pytest
from workspace import PYTHON_PACKAGES
from workspace import ROOT


@pytest.mark.timeout(600)  # seconds of work, minutes on a machine that trains meanwhile
@pytest.mark.parametrize(
    ('linter', 'folders'),
    [
        ('ament_flake8', [ROOT / 'src', ROOT / 'scripts', ROOT / 'test']),
        # Tests are exempt: their names say what a docstring would repeat.
        ('ament_pep257', [*(path / path.name for path in PYTHON_PACKAGES), ROOT / 'scripts']),
    ],
)
def test_linter_finds_nothing(linter: str, folders: list[Path]) -> None:
    if shutil.which(linter) is None:
        pytest.skip(
            f'{linter} is not installed; a ROS 2 install has it as ros-$ROS_DISTRO-'
            f'{linter.replace("_", "-")}'
        )
    result = subprocess.run([linter, *folders], capture_output=True, text=True, check=False)
    # The linters print every file that they pass on one of the two streams.
    found = [
        line
        for line in (result.stdout + result.stderr).splitlines()
        if ': ' in line or 'Error' in line
    ]
    assert result.returncode == 0, '\n'.join(found)
