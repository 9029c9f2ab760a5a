# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Each shell command of the documentation is checked by a test, or listed here with a reason."""

from pathlib import Path
import re
import shlex

import pytest
from test_docs import PAGES
from vla_bringup.nodes import OPTIONAL
from workspace import PYTHON_PACKAGES
from workspace import ROOT
import yaml

#: Beginnings of commands that no test runs or parses.
NOT_CHECKED = {
    "sed 's#meshes/visual/": 'test_own_arm_live.py replaces the names likewise',
    'source /opt/ros/': 'needs an installed ROS 2',
    'rosdep install ': 'needs an installed ROS 2; test_dependencies.py checks the keys',
    'cp log/train/': 'copies the weights of a finished training',
    'W=log/train/': 'sets a shell variable',
}
FENCE = re.compile(r'^ *```(?:bash|sh|shell|console)\n(.*?)^ *```', re.DOTALL | re.MULTILINE)


def shell_commands(text: str) -> list[str]:
    """Return the commands of the shell code blocks, continued lines joined, comments removed."""
    lines = ''.join(FENCE.findall(text)).replace('\\\n', ' ').splitlines()
    commands = (re.sub(r'(^|\s)#.*', '', line).strip() for line in lines)
    return [command for command in commands if command]


def module_source(name: str) -> str:
    """Return the source of a module and, for the options that they share, of report.py."""
    package = next(path for path in PYTHON_PACKAGES if path.name == name.split('.')[0])
    base = package.joinpath(*name.split('.'))
    file = base.with_suffix('.py') if base.with_suffix('.py').exists() else base / '__main__.py'
    report = package / 'vla_learning' / 'evaluation' / 'report.py'
    texts = [path.read_text(encoding='utf-8') for path in (file, report) if path.exists()]
    return '\n'.join(texts)


def entry_point(package: str, executable: str) -> str:
    """Return the module that `ros2 run` starts."""
    setup = (ROOT / 'src' / package / 'setup.py').read_text(encoding='utf-8')
    found = re.search(rf"'{executable} = ([\w.]+):", setup)
    return found.group(1) if found else ''


def unknown_options(module: str, words: list[str]) -> list[str]:
    """Return the options among `words` that the module does not define; ROS arguments end them."""
    own = words[: words.index('--ros-args')] if '--ros-args' in words else words
    options = [word.split('=')[0] for word in own if word.startswith('--')]
    source = module_source(module)
    switches = {f'--no-{name}' for name in OPTIONAL} if "f'--no-{" in source else set()
    return [o for o in options if f"'{o}'" not in source and o not in switches]


def problem_of(command: str) -> str | None:
    """Return what is wrong with a command, or that nothing checks it; None if it is in order."""
    if command.startswith(tuple(NOT_CHECKED)):
        return None
    match shlex.split(command):
        case ['make', target, *settings]:
            return problem_of_make(target, settings)
        case ['python', '-m', 'pip', 'install', *_, '-r', path]:
            return None if (ROOT / path).is_file() else f'{path} is missing'
        case ['python' | 'python3', '-m', module, *words]:
            return ', '.join(unknown_options(module, words)) or None
        case ['python', '-c', text] if found := re.fullmatch(r'\$\(cat (\S+)\)', text):
            return None if (ROOT / found.group(1)).is_file() else f'{found.group(1)} is missing'
        case ['python' | 'python3' | 'source', path, *_] | [path] if '/' in path:
            generated = path.startswith('install/')
            return None if generated or (ROOT / path).is_file() else f'{path} is missing'
        case [path, *_] if path.startswith('scripts/'):
            return None if (ROOT / path).is_file() else f'{path} is missing'
        case ['ros2', 'run', package, executable, *words]:
            module = entry_point(package, executable)
            return (', '.join(unknown_options(module, words)) or None) if module else 'no entry'
        case ['ros2', 'launch' | 'topic' | 'service' | 'action' | 'param', *_]:
            return None  # Names, types and arguments: test_docs.py, test_readme_commands.py.
        case ['export', *settings]:
            return problem_of_export(settings)
    return 'no test checks it: add a check, or an entry in NOT_CHECKED'


def problem_of_make(target: str, settings: list[str]) -> str | None:
    """Return the setting that the Makefile does not have; the recipe must use its value."""
    makefile = (ROOT / 'Makefile').read_text(encoding='utf-8')
    shared = re.search(r'^WEIGHTS := (.*)$', makefile, re.MULTILINE)
    makefile = makefile.replace('$(WEIGHTS)', shared.group(1) if shared else '')
    recipe = re.search(rf'^{target}:.*?\n((?:\t.*\n)*)', makefile, re.MULTILINE)
    if recipe is None:
        return f'no target {target}'
    names = [setting.split('=')[0] for setting in settings]
    unused = [name for name in names if f'VLA_{name}' not in recipe.group(1)]
    return f'{target} does not use {unused}' if unused else None


def problem_of_export(settings: list[str]) -> str | None:
    """Return the variable that neither ROS 2 nor a script of the workspace uses."""
    scripts = ''.join(path.read_text(encoding='utf-8') for path in ROOT.glob('scripts/*.sh'))
    names = [setting.split('=')[0] for setting in settings]
    unknown = [n for n in names if not n.startswith('ROS_SECURITY_') and n not in scripts]
    return f'unknown {unknown}' if unknown else None


@pytest.mark.parametrize('page', PAGES, ids=lambda path: path.name)
def test_commands_are_in_order(page: Path) -> None:
    commands = shell_commands(page.read_text(encoding='utf-8'))
    problems = {command: problem_of(command) for command in commands}
    assert {command: text for command, text in problems.items() if text} == {}


def test_pre_commit_install_adds_a_hook_for_each_stage() -> None:
    config = yaml.safe_load((ROOT / '.pre-commit-config.yaml').read_text(encoding='utf-8'))
    hooks = [hook for repository in config['repos'] for hook in repository['hooks']]
    stages = {stage for hook in hooks for stage in hook.get('stages', ['pre-commit'])}
    assert stages == set(config['default_install_hook_types'])


def test_pre_commit_checks_the_spelling_of_the_files_that_lint_checks() -> None:
    config = yaml.safe_load((ROOT / '.pre-commit-config.yaml').read_text(encoding='utf-8'))
    (hook,) = [h for h in config['repos'][0]['hooks'] if h['id'] == 'codespell']
    lint = (ROOT / 'scripts' / 'lint.sh').read_text(encoding='utf-8')
    for path in re.findall(r"':!([\w/]+)'", lint):
        assert re.search(hook['exclude'], path), path
    assert not re.search(hook['exclude'], 'src/vla_language/vla_language/language_node.py')


def test_every_exception_is_used() -> None:
    commands = [c for page in PAGES for c in shell_commands(page.read_text(encoding='utf-8'))]
    for beginning in NOT_CHECKED:
        assert any(command.startswith(beginning) for command in commands), beginning


@pytest.mark.parametrize(
    'command',
    [
        'make nothing',
        'make demo EPISODES=3',
        'python -m vla_learning.evaluation.evaluate --no-such-option',
        'python3 examples/none.py',
        'python -c "$(cat examples/none.py)"',
        'scripts/none.sh',
        'ros2 run vla_safety none',
        'ros2 run vla_safety vla_audit --none',
        'export NO_SUCH_VARIABLE=1',
        'curl example.org',
    ],
)
def test_a_wrong_command_is_found(command: str) -> None:
    assert problem_of(command) is not None
