# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Import contract inside each package: sub-packages in one direction, no module cycles."""

import ast
from graphlib import CycleError
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from workspace import PYTHON_PACKAGES

# Layers from low to high: a module imports from its own layer and from lower ones only.
# Modules at the top of a package form the highest layer, or the one named ''.
LAYERS = {
    'vla_bringup': ['', 'episode', 'demo', 'interactive', 'film'],
    'vla_language': ['encoders', 'meaning'],
    'vla_learning': [
        'utils',
        'graphs',
        'language',
        'data',
        'lerobot',
        'training',
        'evaluation',
        'ablation',
        'tutorials',
    ],
    'vla_policy': ['types', 'nn', 'control', 'ros'],
    'vla_robot': ['control', 'ros'],
    'vla_safety': [
        'types',
        'robot',
        'monitors',
        'playback',
        'checks',
        'gate',
        'audit',
        'ros',
        'testing',
    ],
    'vla_sim': ['physics', 'tasks', 'expert', 'ros'],
    'vla_system_tests': ['', 'fault_injection', 'restart_runs', 'stop_latency', 'benchmark'],
}
# Sub-packages that only tests and vla_system_tests may import.
FOR_TESTS_ONLY = {'vla_safety.testing'}
# Sub-packages that work without ROS.
WITHOUT_ROS = [
    'vla_bringup.episode',
    'vla_language.encoders', 'vla_language.meaning', 'vla_learning.language',
    'vla_learning.training',
    'vla_policy.control', 'vla_policy.nn', 'vla_policy.types', 'vla_robot.control',
    'vla_kinematics', 'vla_safety.audit', 'vla_safety.robot',
    'vla_safety.checks', 'vla_safety.gate', 'vla_safety.monitors', 'vla_safety.playback',
    'vla_safety.types', 'vla_sim.expert', 'vla_sim.physics', 'vla_sim.tasks',
]  # fmt: skip
ROS_PACKAGES = {'rclpy', 'vla_interfaces'}
ROS_MODULES = {'vla_common.node', 'vla_common.runner', 'vla_common.testing'}

packages = pytest.mark.parametrize('package', PYTHON_PACKAGES, ids=lambda path: path.name)


def modules(package: Path) -> dict[str, Path]:
    """Return the modules of a package by their dotted names."""
    found = {}
    for path in (package / package.name).rglob('*.py'):
        parts = path.relative_to(package).with_suffix('').parts
        found['.'.join(parts[:-1] if parts[-1] == '__init__' else parts)] = path
    return found


def imported_modules(path: Path, known: set[str]) -> set[str]:
    """Return which of the known modules a file imports, at its top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f'{node.module}.{alias.name}' for alias in node.names}
            found |= (submodules & known) or {node.module}
    return found & known


def all_imports(path: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f'{node.module}.{alias.name}' for alias in node.names)}
    return names


def is_ros(name: str) -> bool:
    package = name.split('.')[0]
    return package in ROS_PACKAGES or package.endswith(('_msgs', '_srvs')) or name in ROS_MODULES


def layer_of(module: str) -> str:
    """Return the sub-package of a module; empty for modules at the top of their package."""
    parts = module.split('.')
    return parts[1] if len(parts) > 2 else ''


def violations(graph: dict[str, set[str]], layers: list[str]) -> list[str]:
    """Return the imports that run upward."""
    names = layers if '' in layers else [*layers, '']
    rank = {layer: index for index, layer in enumerate(names)}
    return sorted(
        f'{module} imports {name}'
        for module, imported in graph.items()
        for name in imported
        if rank[layer_of(name)] > rank[layer_of(module)]
    )


@packages
def test_subpackages_import_in_one_direction(package: Path) -> None:
    found = modules(package)
    folders = {layer_of(name) for name, path in found.items() if path.name != '__init__.py'} - {''}
    layers = LAYERS.get(package.name, [])
    assert folders == set(layers) - {''}, 'LAYERS must name every sub-package'
    graph = {
        name: imported_modules(path, set(found))
        for name, path in found.items()
        if path.name != '__init__.py'
    }
    plain = {
        name: {other for other in names if found[other].name != '__init__.py'}
        for name, names in graph.items()
    }
    assert violations(plain, layers) == []


@packages
def test_modules_do_not_import_each_other_in_a_circle(package: Path) -> None:
    found = modules(package)
    graph = {name: imported_modules(path, set(found)) - {name} for name, path in found.items()}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f'import cycle: {" -> ".join(error.args[1])}')


def test_testing_subpackages_are_imported_by_tests_only() -> None:
    found = [
        f'{path} imports {name}'
        for package in PYTHON_PACKAGES
        if package.name != 'vla_system_tests'
        for path in (package / package.name).rglob('*.py')
        for name in FOR_TESTS_ONLY
        if name.split('.')[1] not in path.parts and f'from {name}' in path.read_text()
    ]
    assert found == []


@pytest.mark.parametrize('name', WITHOUT_ROS)
def test_subpackage_does_not_import_ros(name: str) -> None:
    package, _, folder = name.partition('.')
    root = next(path for path in PYTHON_PACKAGES if path.name == package) / package / folder
    found = [
        f'{path.name}: {name}'
        for path in sorted(root.glob('*.py'))
        for name in all_imports(path)
        if is_ros(name)
    ]
    assert found == []


@packages
def test_subpackage_docstring_says_what_it_may_import(package: Path) -> None:
    for layer in filter(None, LAYERS.get(package.name, [])):
        text = (package / package.name / layer / '__init__.py').read_text()
        lines = (ast.get_docstring(ast.parse(text)) or '').splitlines()
        assert len(lines) >= 3, f'{layer}: what it contains, an empty line, what it may import'
        assert 'import' in lines[2].lower(), layer


def test_violations_are_found() -> None:
    graph = {'p.low.a': {'p.high.b'}, 'p.high.b': {'p.low.a'}, 'p.node': {'p.high.b'}}
    assert violations(graph, ['low', 'high']) == ['p.low.a imports p.high.b']


@pytest.mark.parametrize(
    ('line', 'expected'),
    [
        ('from rclpy.clock import Clock', True),
        ('import rclpy.node', True),
        ('from std_srvs.srv import Trigger', True),
        ('from vla_interfaces.action import ExecuteCommand', True),
        ('from vla_common import node', True),
        ('from vla_common.clock import TimePoint', False),
        ('import numpy as np', False),
    ],
)
def test_imports_of_ros_are_found(tmp_path: Path, line: str, expected: bool) -> None:
    path = tmp_path / 'module.py'
    path.write_text(line)
    assert any(is_ros(name) for name in all_imports(path)) is expected
