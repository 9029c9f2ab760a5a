# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every package of the workspace keeps the same shape, and every file the same rules."""

from pathlib import Path
import re
import tomllib

import pytest
from workspace import manifest
from workspace import MANIFESTS
from workspace import project_files
from workspace import PYTHON_PACKAGES
from workspace import ROOT

HEADER = [
    '# Copyright 2026 The ROS 2 multimodal VLA authors',
    '# SPDX-License-Identifier: Apache-2.0',
]
# Comments of .msg, .srv and .action files reach users by `ros2 interface show`: no header there.
HEADED = {'.cmake', '.py', '.sh', '.toml', '.yaml', '.yml'}
HEADED_NAMES = {'CMakeLists.txt', 'Dockerfile', 'Makefile', '.gitignore'}
LINES_MAX = 400
# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = [
    'pypi' + '.org',
    'python' + 'hosted',
    'download.pytorch' + '.org',
    'debian' + '.org/debian',
    'archive.ubuntu' + '.com',
    '/ro' + 'ot/',
    '/wo' + 'rk/',
    '/home/' + 'user',
]

packages = pytest.mark.parametrize('package', PYTHON_PACKAGES, ids=lambda path: path.name)
manifests = pytest.mark.parametrize('path', MANIFESTS, ids=lambda path: path.parent.name)


def sources() -> list[Path]:
    """Return the files that a person wrote as code or configuration."""
    return [path for path in project_files() if path.suffix in HEADED or path.name in HEADED_NAMES]


def test_the_workspace_has_packages() -> None:
    assert len(PYTHON_PACKAGES) >= 2


@packages
def test_package_has_its_files(package: Path) -> None:
    name = package.name
    expected = ['setup.py', 'setup.cfg', f'resource/{name}', f'{name}/__init__.py']
    assert [file for file in expected if not (package / file).exists()] == []
    assert list(package.rglob('test/**/test_*.py')), 'a package without tests'


@packages
def test_scripts_are_installed_where_ros2_run_looks(package: Path) -> None:
    text = (package / 'setup.cfg').read_text()
    assert f'script_dir=$base/lib/{package.name}' in text
    assert f'install_scripts=$base/lib/{package.name}' in text


@packages
def test_setup_py_can_be_read_by_colcon(package: Path) -> None:
    text = (package / 'setup.py').read_text()
    assert 'tests_require' not in text, 'colcon test would run nothing, without an error'
    assert not re.search(rf'^\s*(from|import) {package.name}', text, re.MULTILINE)


@manifests
def test_manifest_follows_the_format(path: Path) -> None:
    root = manifest(path.parent)
    assert root.get('format') == '3'
    assert root.findtext('name') == path.parent.name
    assert root.findtext('license') == 'Apache-2.0'
    assert len(root.findtext('description', '').split()) >= 5, 'a description that says nothing'
    assert root.findtext('export/build_type') in ('ament_python', 'ament_cmake')
    assert 'ament_python' not in [tag.text for tag in root.findall('buildtool_depend')]


def test_all_packages_have_one_version() -> None:
    versions = {path.parent.name: manifest(path.parent).findtext('version') for path in MANIFESTS}
    for package in PYTHON_PACKAGES:
        match = re.search(r"version='([^']+)'", (package / 'setup.py').read_text())
        versions[f'{package.name}/setup.py'] = match.group(1) if match else None
    assert len(set(versions.values())) == 1, versions


def test_mypy_knows_every_package() -> None:
    settings = tomllib.loads((ROOT / 'pyproject.toml').read_text())
    known = {Path(entry).name for entry in settings['tool']['mypy']['mypy_path']}
    assert {package.name for package in PYTHON_PACKAGES} <= known


def test_sources_start_with_the_header() -> None:
    def head(path: Path) -> list[str]:
        lines = path.read_text(encoding='utf-8').splitlines()
        first = 1 if lines and lines[0].startswith(('#!', '# syntax=')) else 0
        return lines[first : first + 2]

    # An empty __init__.py or resource marker holds nothing to license.
    missing = [
        path.relative_to(ROOT)
        for path in sources()
        if path.stat().st_size and head(path) != HEADER
    ]
    assert missing == []


def test_no_source_is_longer_than_the_limit() -> None:
    lines = {
        path.relative_to(ROOT): len(path.read_text(encoding='utf-8').splitlines())
        for path in sources()
    }
    assert {path: count for path, count in lines.items() if count > LINES_MAX} == {}


def test_no_machine_or_registry_is_named() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding='utf-8')
        except UnicodeDecodeError:
            continue  # pictures and weights
        found += [(path.relative_to(ROOT), word) for word in FORBIDDEN if word in text]
    assert found == []
