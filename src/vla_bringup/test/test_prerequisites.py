# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Missing packages are named before any node starts."""

import ast
from pathlib import Path
import sys

import pytest
from vla_bringup import prerequisites
from vla_bringup.nodes import entries
from vla_bringup.nodes import SIM
from vla_bringup.prerequisites import check_python_packages
from vla_bringup.prerequisites import check_rviz
from vla_bringup.prerequisites import interpreter_of
from vla_bringup.prerequisites import missing_modules
from vla_bringup.prerequisites import MODULES

ROOT = Path(__file__).resolve().parents[3]


def third_party_imports(package: str) -> set[str]:
    """Return the third-party modules that a package imports outside of functions."""
    names: set[str] = set()
    for path in (ROOT / 'src' / package / package).rglob('*.py'):
        for node in ast.parse(path.read_text(encoding='utf-8')).body:
            if isinstance(node, ast.Import):
                names |= {alias.name.partition('.')[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition('.')[0])
    known = {name for modules in MODULES.values() for name in modules}
    return names & (known | {'matplotlib', 'PIL', 'tqdm', 'scipy'})


@pytest.mark.parametrize('package', MODULES)
def test_table_contains_all_imports(package: str) -> None:
    assert third_party_imports(package) <= set(MODULES[package]) | set(MODULES['vla_common'])


def test_table_contains_the_package_of_every_node() -> None:
    assert {entry.package for entry in entries(use_sim=True)} <= set(MODULES)


def test_missing_rviz_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('AMENT_PREFIX_PATH', str(tmp_path))
    monkeypatch.setenv('ROS_DISTRO', 'jazzy')
    with pytest.raises(RuntimeError, match=r'sudo apt install ros-jazzy-rviz2, or .* rviz:=false'):
        check_rviz()
    index = tmp_path / 'share' / 'ament_index' / 'resource_index' / 'packages'
    index.mkdir(parents=True)
    (index / 'rviz2').touch()
    check_rviz()


def test_missing_python_packages_are_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check_python_packages(entries(use_sim=True))
    modules = {**MODULES, 'vla_sim': ('numpy', 'no_such_mujoco', 'no_such_gymnasium')}
    monkeypatch.setattr(prerequisites, 'MODULES', modules)
    with pytest.raises(
        RuntimeError, match=r'no_such_gymnasium, no_such_mujoco, which .* Run: make setup'
    ):
        check_python_packages([SIM])
    check_python_packages(entries(use_sim=False))


def test_interpreter_is_that_of_the_executable(tmp_path: Path) -> None:
    script = tmp_path / 'node'
    script.write_text('#!/opt/venv/bin/python3.12\nimport sys\n')
    assert interpreter_of(script) == '/opt/venv/bin/python3.12'
    script.write_text('#!/bin/sh\nexec node\n')
    assert interpreter_of(script) == sys.executable


def test_interpreter_that_does_not_run_is_named() -> None:
    with pytest.raises(RuntimeError, match=r'/no/such/python must run: .* Run: make setup'):
        missing_modules('/no/such/python', ['numpy'])
