# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""No source runs what it is given: no pickle, no eval, no shell, no unsafe YAML, no open port."""

import ast
from collections.abc import Iterator

import pytest
from workspace import ROOT

#: Tests are left out: some make the bad input that must be refused.
SOURCES = sorted(
    path
    for folder in ('src', 'scripts', 'launch')
    for path in (ROOT / folder).rglob('*.py')
    if not {'build', 'test'} & set(path.parts)
)
MODULES = {
    'cPickle',
    '_pickle',
    'dill',
    'cloudpickle',
    'joblib',
    'marshal',
    'shelve',
    'jsonpickle',
    'pty',
    'telnetlib',
    'ftplib',
    'http',
    'socketserver',
    'xmlrpc',
    'requests',
}
#: An error to catch, nothing to run.
HARMLESS = {'pickle.UnpicklingError'}
NAMES = {'eval', 'exec', 'compile', '__import__'}
#: Calls that are refused unless an argument makes them safe.
CALLS = {
    'yaml.load': 'none',
    'yaml.load_all': 'none',
    'yaml.unsafe_load': 'none',
    'yaml.full_load': 'none',
    'os.system': 'none',
    'os.popen': 'none',
    'subprocess.getoutput': 'none',
    'subprocess.getstatusoutput': 'none',
    'torch.load': 'weights_only',
    'np.load': 'allow_pickle',
    'numpy.load': 'allow_pickle',
    'torch.hub.load': 'none',
}


def dotted(node: ast.AST) -> str:
    """Return the name of what is called, such as yaml.load."""
    if isinstance(node, ast.Attribute):
        return f'{dotted(node.value)}.{node.attr}'
    return node.id if isinstance(node, ast.Name) else ''


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ''] if isinstance(node, ast.ImportFrom) else []


def sins(tree: ast.AST) -> Iterator[str]:
    """Yield what a source must not do."""
    for node in ast.walk(tree):
        for name in imported(node):
            if name.partition('.')[0] in MODULES:
                yield f'imports {name}'
        if isinstance(node, ast.ImportFrom) and node.module == 'pickle':
            yield 'imports from pickle'
        if dotted(node).startswith('pickle.') and dotted(node) not in HARMLESS:
            yield f'uses {dotted(node)}'
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        given = {word.arg: word.value for word in node.keywords}
        if isinstance(node.func, ast.Name) and name in NAMES:
            yield f'calls {name}'
        if _is_true(given.get('shell')):
            yield f'{name} with shell=True'
        if _is_true(given.get('allow_pickle')):
            yield f'{name} with allow_pickle=True'
        guard = CALLS.get(name)
        if guard == 'none' or (guard == 'weights_only' and not _is_true(given.get(guard))):
            yield f'calls {name}'
        if name.endswith('.bind') and node.args and not _is_loopback(node.args[0]):
            yield 'binds a socket to another address than 127.0.0.1'


def _is_true(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_loopback(node: ast.AST) -> bool:
    if not isinstance(node, ast.Tuple):
        return False
    return isinstance(node.elts[0], ast.Constant) and node.elts[0].value == '127.0.0.1'


def test_no_source_runs_what_it_is_given() -> None:
    assert len(SOURCES) > 100
    found = {path: list(sins(ast.parse(path.read_text(encoding='utf-8')))) for path in SOURCES}
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    'source',
    [
        'import pickle\npickle.loads(text)',
        'from pickle import loads',
        'import http.server',
        'eval("1")',
        'yaml.load(text)',
        'torch.load(path)',
        'torch.load(path, weights_only=False)',
        'np.load(path, allow_pickle=True)',
        'subprocess.run(text, shell=True)',
        'os.system("ls")',
        'holder.bind(("0.0.0.0", 80))',
        'holder.bind(address)',
    ],
)
def test_sins_are_found(source: str) -> None:
    assert list(sins(ast.parse(source)))


@pytest.mark.parametrize(
    'source',
    [
        'import re\nre.compile("x")',
        'import pickle\ncaught = pickle.UnpicklingError',
        'yaml.safe_load(text)',
        'model.eval()',
        'np.load(path)',
        'torch.load(path, weights_only=True)',
        'holder.bind(("127.0.0.1", 80))',
        'subprocess.run(["ls"])',
    ],
)
def test_what_is_safe_is_let_through(source: str) -> None:
    assert list(sins(ast.parse(source))) == []
