# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The linters of ROS 2, with the rules of its own packages."""

import importlib.util
from pathlib import Path
import re
import shutil
import subprocess

import pytest
from workspace import PYTHON_PACKAGES
from workspace import ROOT


def flake8_configuration(folder: Path) -> Path:
    """
    Return the configuration of ament_flake8 without the rules that `ruff format` contradicts.

    E203 is about colons of slices. Q000 demands single quotes in each part of a concatenated
    string; ruff gives all parts the same quotes, and checks them by its own rule Q000.
    """
    spec = importlib.util.find_spec('ament_flake8')
    assert spec is not None
    assert spec.origin is not None
    shipped = Path(spec.origin).parent / 'configuration' / 'ament_flake8.ini'
    text, count = re.subn(r'(?m)^(extend-ignore *= *)', r'\1E203,Q000,', shipped.read_text())
    assert count == 1
    path = folder / 'ament_flake8.ini'
    path.write_text(text)
    return path


def run_linter(linter: str, *arguments: str | Path) -> None:
    if shutil.which(linter) is None:
        pytest.skip(
            f'{linter} is not installed; a ROS 2 install has it as ros-$ROS_DISTRO-'
            f'{linter.replace("_", "-")}'
        )
    result = subprocess.run([linter, *arguments], capture_output=True, text=True, check=False)
    # The linters print every file that passes on one of the two streams.
    found = [
        line
        for line in (result.stdout + result.stderr).splitlines()
        if ': ' in line or 'Error' in line
    ]
    assert result.returncode == 0, '\n'.join(found)


@pytest.mark.timeout(600)  # Seconds on an idle machine, minutes beside a training run.
def test_ament_flake8(tmp_path: Path) -> None:
    if shutil.which('ament_flake8') is None:
        pytest.skip('ament_flake8 is not installed; it is ros-$ROS_DISTRO-ament-flake8')
    folders = [ROOT / 'src', ROOT / 'scripts', ROOT / 'test', ROOT / 'examples']
    run_linter('ament_flake8', '--config', flake8_configuration(tmp_path), *folders)


@pytest.mark.timeout(600)
def test_ament_pep257() -> None:
    # Tests are exempt: a test's name says what its docstring would repeat.
    packages = [path / path.name for path in PYTHON_PACKAGES]
    run_linter('ament_pep257', *packages, ROOT / 'scripts')
