# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names of the workspace: unique classes, terms of the field, a test for every module."""

import ast
from collections import defaultdict
from pathlib import Path
import re

import pytest
from workspace import project_files
from workspace import PYTHON_PACKAGES
from workspace import ROOT

# Former names of concepts that have a standard term now.
FORMER_NAMES = [
    'Executive', 'Asked', 'Told', 'Heard', 'Seen', 'Sight', 'Eye', 'Busyness', 'Chatter',
    'Nuisance', 'spoil', 'meddle', 'strange_orders', 'contest', 'Lesson', 'practice', 'teach',
    'Voices', 'Saying', 'Senses', 'Rung', 'Kegs', 'lay_table', 'BEYOND', 'read_as',
]  # fmt: skip
# Files that hold sentences of users: templates, lexica, held-out commands and their tests.
SENTENCES = [
    'src/vla_learning/vla_learning/language/', 'src/vla_learning/test/language/',
    'src/vla_language/test/', 'src/vla_common/test/test_stop_words.py', 'test/test_names.py',
]  # fmt: skip

packages = pytest.mark.parametrize('package', PYTHON_PACKAGES, ids=lambda path: path.name)


def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == '.py']


def identifiers(tree: ast.AST) -> set[str]:
    """Return every name that a module defines or uses."""
    found = set()
    for node in ast.walk(tree):
        for field in ('id', 'attr', 'name', 'arg', 'asname'):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found |= set(value.split('.'))
    return found


def words_of(name: str) -> set[str]:
    """Return the words of an identifier: snake case and camel case."""
    return set(re.findall(r'[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+', name)) | {name}


def test_class_names_are_unique() -> None:
    places = defaultdict(list)
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_former_names_are_gone_from_code() -> None:
    found = []
    for path in python_files():
        if any(str(path.relative_to(ROOT)).startswith(folder) for folder in SENTENCES):
            continue
        names = identifiers(ast.parse(path.read_text(encoding='utf-8')))
        parts = set().union(*(words_of(name) for name in names), words_of(path.stem), {path.stem})
        found += [(str(path.relative_to(ROOT)), word) for word in FORMER_NAMES if word in parts]
    assert found == []


def test_former_names_are_gone_from_messages_and_configuration() -> None:
    found = []
    for path in project_files():
        # RViz's own key 'Stereo Eye Separation' is in .rviz files.
        if path.suffix not in {'.msg', '.action', '.yaml', '.xml'}:
            continue
        words = set(re.findall(r'\w+', path.read_text(encoding='utf-8')))
        found += [(path.name, word) for word in FORMER_NAMES if word in words]
    assert found == []


def has_logic(path: Path) -> bool:
    """Return whether a module defines a function with a body of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.FunctionDef) and node.name != 'main':
            body = [part for part in node.body if not isinstance(part, ast.Expr | ast.Pass)]
            if body:
                return True
    return False


@packages
def test_every_module_with_logic_has_a_test_of_its_name(package: Path) -> None:
    root = package / package.name
    tests = {path.relative_to(package / 'test') for path in package.glob('test/**/test_*.py')}
    missing = [
        str(relative)
        for path in sorted(root.rglob('*.py'))
        if path.name != '__init__.py' and has_logic(path)
        if (relative := path.relative_to(root)).with_name(f'test_{path.name}') not in tests
    ]
    assert missing == []


def test_words_of_identifiers() -> None:
    assert {'Sight', 'Reader'} <= words_of('SightReader')
    assert {'KIND', 'BEYOND'} <= words_of('KIND_BEYOND')
    assert 'Eye' not in words_of('Eyelid')
