# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The linters of ROS 2, with the rules that its own packages follow."""

import pytest
from workspace import PYTHON_PACKAGES
from workspace import ROOT

FOLDERS = [str(ROOT / name) for name in ('src', 'scripts', 'test')]


def test_flake8() -> None:
    main = pytest.importorskip('ament_flake8.main', reason='ament_flake8 is not installed')
    status, errors = main.main_with_errors(argv=FOLDERS)
    assert status == 0, '\n'.join(errors)


def test_pep257(capsys: pytest.CaptureFixture[str]) -> None:
    main = pytest.importorskip('ament_pep257.main', reason='ament_pep257 is not installed')
    # Tests are exempt: their names say what a docstring would repeat.
    folders = [str(package / package.name) for package in PYTHON_PACKAGES]
    status = main.main(argv=[*folders, str(ROOT / 'scripts')])
    assert status == 0, capsys.readouterr().err
