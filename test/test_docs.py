# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every command, topic, parameter, class and file that the documentation names exists."""

from collections import Counter
from functools import cache
from pathlib import Path
import re

import pytest
from safetensors import safe_open
from vla_bringup.nodes import OPTIONAL
from workspace import project_files
from workspace import PYTHON_PACKAGES
from workspace import ROOT

PAGES = sorted([*ROOT.glob('*.md'), *(ROOT / 'docs').rglob('*.md')])
SUFFIXES = {
    '.py',
    '.md',
    '.yaml',
    '.yml',
    '.xml',
    '.rviz',
    '.sh',
    '.toml',
    '.txt',
    '.msg',
    '.action',
}
# Names that belong to other software or to files that runs create.
FOREIGN = {
    'ament_python', 'best_effort', 'cv_bridge', 'launch_ros', 'robot_description',
    'ros2_control', 'transient_local',
}  # fmt: skip

pages = pytest.mark.parametrize('page', PAGES, ids=lambda path: path.name)


@cache
def vocabulary() -> frozenset[str]:
    """Return every word of the sources, the configuration and the messages."""
    words = set()
    for path in project_files():
        if path.suffix == '.md' or (path.suffix not in SUFFIXES and path.name != 'Makefile'):
            continue
        words |= set(re.findall(r'\w+', path.read_text(encoding='utf-8')))
    return frozenset(words)


@cache
def source_text() -> str:
    """Return the sources, launch files and scripts as one text."""
    folders = ('src', 'launch', 'config', 'examples', 'scripts')
    return '\n'.join(
        path.read_text(encoding='utf-8')
        for path in project_files()
        if path.suffix in SUFFIXES and path.relative_to(ROOT).parts[0] in folders
    )


def code_blocks(text: str) -> list[str]:
    """Return the lines of fenced code blocks, continued lines joined, comments removed."""
    blocks = re.findall(r'```[a-z]*\n(.*?)```', text, re.DOTALL)
    joined = '\n'.join(blocks).replace('\\\n', ' ')
    return [re.sub(r'\s#.*', '', line).strip() for line in joined.splitlines() if line.strip()]


def inline_code(text: str) -> list[str]:
    """Return what stands in single backticks outside of fenced code blocks."""
    outside = re.sub(r'```.*?```', '', text, flags=re.DOTALL)
    return re.findall(r'`([^`\n]+)`', outside)


def commands(text: str) -> list[str]:
    return code_blocks(text) + inline_code(text)


@pages
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r'\]\(([^)#\s]+)(?:#[^)]*)?\)', page.read_text())
    local = [link for link in links if '://' not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pages
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / 'Makefile').read_text()
    targets = set(re.findall(r'^([a-z-]+):.*##', makefile, re.MULTILINE))
    named = {
        name
        for line in commands(page.read_text())
        for name in re.findall(r'(?:^|&& |; |time )make ([a-z-]+)', line)
    }
    assert named - targets == set()


@pages
def test_python_modules_exist(page: Path) -> None:
    named = re.findall(r'-m (vla_[\w.]+)', page.read_text())
    roots = {package.name: package for package in PYTHON_PACKAGES}
    missing = []
    for name in named:
        base = roots[name.split('.')[0]].joinpath(*name.split('.'))
        if not base.with_suffix('.py').exists() and not (base / '__main__.py').exists():
            missing.append(name)
    assert missing == []


@pages
def test_ros2_commands_name_what_exists(page: Path) -> None:
    text = '\n'.join(commands(page.read_text()))
    source = source_text()
    missing = []
    for package, executable in re.findall(r'ros2 run (\w+) (\w+)', text):
        setup = (ROOT / 'src' / package / 'setup.py').read_text()
        if f"'{executable} = " not in setup:
            missing.append(f'{package} {executable}')
    for package, file in re.findall(r'ros2 launch (\w+) (\S+)', text):
        if package != 'vla_bringup' or not (ROOT / 'launch' / file).exists():
            missing.append(f'{package} {file}')
    for name in re.findall(r'ros2 (?:topic|service|action) \w+ (?:-\S+ (?:\d+ )?)*/(\w+)', text):
        if not re.search(rf"'{name}'", source) and name != 'diagnostics':
            missing.append(name)
    for node, parameter in re.findall(r'ros2 param \w+ /(\w+) (\w+)', text):
        missing += [word for word in (node, parameter) if word not in source]
    assert missing == []


@pages
def test_launch_arguments_exist(page: Path) -> None:
    launch = '\n'.join(path.read_text() for path in (ROOT / 'launch').glob('*.py'))
    named = {
        name
        for line in commands(page.read_text())
        if 'ros2 run' not in line
        for name in re.findall(r'\b(\w+):=', line)
    }
    assert {name for name in named if f"'{name}'" not in launch} <= set(OPTIONAL)


@pages
def test_named_tests_exist(page: Path) -> None:
    missing = []
    for path, name in re.findall(r'`([\w/]+\.py)::(\w+)`', page.read_text()):
        places = [file for file in (ROOT / path, ROOT / 'src' / path) if file.exists()]
        if not places or f'def {name}(' not in places[0].read_text():
            missing.append(f'{path}::{name}')
    assert missing == []


def is_file_name(token: str) -> bool:
    return bool(re.fullmatch(r'[\w./*-]+', token)) and (
        Path(token).suffix in SUFFIXES or bool(re.match(r'(src|docs|config|launch|test)/', token))
    )


@pages
def test_named_files_exist(page: Path) -> None:
    known = [str(path.relative_to(ROOT)) for path in project_files()]
    missing = []
    for token in inline_code(page.read_text()):
        if not is_file_name(token) or token.startswith(('log/', '.')) or '://' in token:
            continue
        pattern = re.compile(
            rf'(^|.*/){re.escape(token.rstrip("/")).replace(chr(92) + "*", ".*")}(/.*)?'
        )
        if not any(pattern.fullmatch(path) for path in known):
            missing.append(token)
    assert missing == []


@pages
def test_named_identifiers_exist(page: Path) -> None:
    missing = []
    for token in inline_code(page.read_text()):
        plain = token.split(':=')[0].split(': ')[0].lstrip('/~').removesuffix('()')
        if is_file_name(plain) or not re.fullmatch(r'[A-Za-z][\w./]*', plain):
            continue
        if page.name == 'dependencies.md' and not plain.startswith('vla_'):
            continue  # Names of the libraries that this page compares.
        words = re.split(r'[./]', plain)
        is_name = any('_' in word or re.match(r'[A-Z][a-z]+[A-Z]', word) for word in words)
        if is_name and plain not in FOREIGN and not set(words) - {''} <= vocabulary():
            missing.append(token)
    assert missing == []


def test_parameter_counts_are_those_of_the_checkpoint() -> None:
    counts: Counter[str] = Counter()
    with safe_open(ROOT / 'src/vla_policy/models/tabletop.safetensors', 'np') as checkpoint:
        for key in checkpoint.keys():
            counts[key.split('.')[0]] += checkpoint.get_tensor(key).size
    named = re.findall(r'\(([\d.]+) M parameters\)', (ROOT / 'MODEL_CARD.md').read_text())
    assert named == [f'{counts[part] / 1e6:.2f}' for part in ('visual', 'policy')]
    text = ' '.join((ROOT / 'README.md').read_text().split())
    assert f'policy have {counts.total() / 1e6:.1f} million parameters together' in text


def test_commands_are_found() -> None:
    block = '```bash\nmake test   # comment\nros2 topic echo /x \\\n  --once\n```\n'
    text = f'Run `make demo`.\n\n{block}'
    assert code_blocks(text) == ['make test', 'ros2 topic echo /x    --once']
    assert inline_code(text) == ['make demo']
