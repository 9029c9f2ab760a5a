# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Set-up names what is missing and the remedy; its environment works from any shell."""

import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest
from workspace import ROOT


def bare_environment(**variables: str) -> dict[str, str]:
    """Return the environment of a new shell, with the distribution under test."""
    distribution = {k: v for k, v in os.environ.items() if k == 'VLA_DISTRO'}
    return {'PATH': '/usr/bin:/bin', **distribution, **variables}


def bash(script: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a script after the helpers of setup.sh were sourced."""
    return subprocess.run(
        ['bash', '-euo', 'pipefail', '-c', f'source {ROOT}/scripts/functions.sh\n{script}'],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_missing_libraries_are_named_to_who_is_not_root(tmp_path: Path) -> None:
    # Without apt-get on PATH the line cannot be run, as without root.
    result = bash(f'PATH={tmp_path}; apt_install "no EGL" libegl1 libosmesa6')
    assert result.returncode == 1
    assert 'error: no EGL' in result.stderr
    assert 'sudo apt-get install -y libegl1 libosmesa6\n' in result.stderr


def test_missing_python_is_explained() -> None:
    result = bash('python_version() { return 1; }; find_python')
    assert result.returncode == 1
    assert 'no Python 3.11 or 3.12 found' in result.stderr
    assert 'sudo apt-get install -y python3.11 python3.11-venv python3.11-dev' in result.stderr
    assert 'make setup PYTHON=' in result.stderr


def test_a_python_of_a_wrong_version_is_passed_over() -> None:
    result = bash(
        'python_version() { [[ $1 != */odd ]] && echo 3.12 || echo 3.9; }\n'
        'python_is_complete() { return 0; }\n'
        'command() { [[ $2 == python3.11 ]] && echo /x/odd || echo "/x/$2"; }\n'
        'find_python; echo "$BASE_PYTHON"'
    )
    assert result.stdout == '/x/python3.12\n'


@pytest.mark.parametrize('version', ['return 1', 'echo 3.9'])
def test_a_given_python_is_not_replaced_by_another(version: str) -> None:
    result = bash(
        f'python_version() {{ if [[ $1 == /x/own ]]; then {version}; else echo 3.11; fi; }}\n'
        'python_is_complete() { return 0; }\n'
        'find_python',
        PYTHON='/x/own',
    )
    assert result.returncode == 1
    assert "must be Python 3.11 or 3.12 outside of a virtual environment; got '/x/own'" in (
        result.stderr
    )


def test_an_environment_is_not_taken_for_a_base_python() -> None:
    result = bash(f'python_version {sys.executable} || echo refused')
    assert result.stdout == 'refused\n'


def test_a_sourced_ros_install_is_used(tmp_path: Path) -> None:
    python = tmp_path / 'python3'
    python.write_text('#!/bin/sh\nexit 0\n')
    python.chmod(0o755)
    script = 'find_ros; echo "$ROS_SOURCE"'
    assert bash(script, ROS_DISTRO='jazzy', PYTHON=str(python)).stdout == 'installed:jazzy\n'
    assert bash(script, ROS_DISTRO='', PYTHON=str(python)).stdout == 'wheels\n'
    assert (
        bash(script, ROS_DISTRO='jazzy', PYTHON=str(python), VLA_ROS='wheels').stdout == 'wheels\n'
    )


def test_a_ros_install_with_an_old_python_is_refused(tmp_path: Path) -> None:
    python = tmp_path / 'python3'
    python.write_text('#!/bin/sh\ncase "$2" in *version_info*) exit 1;; esac\n')
    python.chmod(0o755)
    result = bash('find_ros', ROS_DISTRO='humble', PYTHON=str(python))
    assert result.returncode == 1
    assert 'ROS 2 humble runs on a Python older than 3.11' in result.stderr


def test_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    def fingerprint() -> str:
        return bash(f'find {tmp_path} -type f -print0 | fingerprint one two').stdout

    (tmp_path / 'a').write_text('1')
    first = fingerprint()
    assert fingerprint() == first
    (tmp_path / 'a').write_text('2')
    changed = fingerprint()
    (tmp_path / 'a').rename(tmp_path / 'b')
    assert len({first, changed, fingerprint()}) == 3


@pytest.mark.parametrize(
    ('name', 'reason'),
    [
        ('a folder', 'contains a space or colon'),
        ('a:folder', 'contains a space or colon'),
        ('Übung', 'contains characters outside of ASCII'),
        ('テーブル', 'contains characters outside of ASCII'),
    ],
)
def test_unusable_paths_are_refused_at_the_start(tmp_path: Path, name: str, reason: str) -> None:
    shutil.copytree(ROOT / 'scripts', tmp_path / name / 'scripts')
    result = subprocess.run(
        ['bash', tmp_path / name / 'scripts/setup.sh'],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert reason in result.stderr
    assert not (tmp_path / name / '.venv').exists()


def test_env_says_that_the_workspace_is_not_built(tmp_path: Path) -> None:
    shutil.copytree(ROOT / 'scripts', tmp_path / 'scripts')
    result = subprocess.run(
        [tmp_path / 'scripts/run.sh', 'true'],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert f"run: make -C '{tmp_path}' setup" in result.stderr


def test_a_bare_shell_anywhere_gets_a_working_environment(tmp_path: Path) -> None:
    code = (
        'import os, rclpy, vla_interfaces.msg; print(os.environ["MUJOCO_GL"], '
        'os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"])'
    )
    result = subprocess.run(
        [ROOT / 'scripts/run.sh', 'python', '-c', code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=bare_environment(MUJOCO_GL='osmesa'),
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == 'osmesa LOCALHOST\n'


def test_the_transport_profile_is_set_under_one_name_only() -> None:
    result = subprocess.run(
        [ROOT / 'scripts/run.sh', 'env'],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=bare_environment(),
    )
    profiles = [
        line.split('=', 1)[1]
        for line in result.stdout.splitlines()
        if '_DEFAULT_PROFILES_FILE=' in line
    ]
    assert profiles == [f'{ROOT}/config/fastdds.xml']
    assert Path(profiles[0]).exists()


def test_run_passes_arguments_and_status(tmp_path: Path) -> None:
    result = subprocess.run(
        [ROOT / 'scripts/run.sh', 'bash', '-c', 'printf "<%s>" "$@"; exit 5', 'x', 'a b', '$c'],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (result.stdout, result.returncode) == ('<a b><$c>', 5)


@pytest.mark.parametrize(
    ('source', 'distro', 'expected'),
    [
        ('wheels', '', 'kilted .venv build install'),
        ('wheels', 'kilted', 'kilted .venv build install'),
        ('wheels', 'jazzy', 'jazzy .venv-jazzy build-jazzy install-jazzy'),
        ('installed:jazzy', '', 'jazzy .venv build install'),
        ('installed:jazzy', 'jazzy', 'jazzy .venv build install'),
        ('installed:kilted', '', 'kilted .venv build install'),
    ],
)
def test_each_distribution_of_the_wheels_has_its_own_environment(
    source: str, distro: str, expected: str
) -> None:
    script = 'choose_environment; echo "$DISTRO $(basename $VENV) $BUILD $INSTALL"'
    result = bash(script, VLA_DISTRO=distro, ROS_SOURCE=source, ROOT='/x')
    assert result.stdout.strip() == expected


@pytest.mark.parametrize(
    ('source', 'distro', 'reason'),
    [
        ('wheels', 'humble', "DISTRO must be kilted or jazzy; got 'humble'"),
        ('installed:kilted', 'jazzy', 'ROS 2 kilted is sourced, but DISTRO=jazzy was given'),
    ],
)
def test_an_impossible_distribution_is_refused(source: str, distro: str, reason: str) -> None:
    result = bash('choose_environment', VLA_DISTRO=distro, ROS_SOURCE=source, ROOT='/x')
    assert result.returncode == 1
    assert reason in result.stderr


@pytest.mark.parametrize('current', ['AMENT_CURRENT_PREFIX', 'COLCON_CURRENT_PREFIX'])
@pytest.mark.parametrize(('mark', 'expected'), [('installed:jazzy', True), ('wheels', False)])
def test_packages_of_the_environment_are_importable_after_colcon_build(
    tmp_path: Path, current: str, mark: str, expected: bool
) -> None:
    version = '.'.join(map(str, sys.version_info[:2]))
    site = tmp_path / f'.venv/lib/python{version}/site-packages'
    site.mkdir(parents=True)
    (tmp_path / 'install/vla_interfaces').mkdir(parents=True)
    (tmp_path / '.venv/.ros_source').write_text(f'{tmp_path} {mark}\n')
    hook = ROOT / 'src/vla_interfaces/env_hooks/vla_site_packages.sh'
    result = subprocess.run(
        ['sh', '-euc', f'. {hook}; . {hook}; echo "$PYTHONPATH"'],
        env={
            'PATH': f'{Path(sys.executable).parent}:/usr/bin:/bin',
            'PYTHONPATH': '/before',
            current: str(tmp_path / 'install/vla_interfaces'),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == (f'/before:{site}\n' if expected else '/before\n')


# --- torch -----------------------------------------------------------------------------------

CUDA_REPORT = '{"install": [{"metadata": {"name": "torch"}}, {"metadata": {"name": "nvidia-x"}}]}'
CPU_REPORT = '{"install": [{"metadata": {"name": "torch"}}, {"metadata": {"name": "sympy"}}]}'


def run_function(
    folder: Path,
    *,
    report: str = '',
    error: str = '',
    uv_works: bool = True,
    function: str = 'install_torch',
) -> subprocess.CompletedProcess:
    """Run a function of setup.sh with a Python that records its arguments."""
    (folder / 'bin').mkdir(exist_ok=True)
    python = folder / 'bin/python'
    python.write_text(
        '#!/bin/sh\n'
        f'echo "$*" >>{folder}/calls\n'
        'case "$*" in\n'
        '-c*) exit 1;;\n'
        f'*--dry-run*) echo "{error}" >&2; echo \'{report}\'; exit {int(bool(error))};;\n'
        f'*"uv pip"*) exit {int(not uv_works)};;\n'
        'esac\n'
    )
    python.chmod(0o755)
    text = (ROOT / 'scripts/setup.sh').read_text()
    body = text[text.index('install_packages() {') : text.index('# NumPy must keep')]
    return bash(f'cd {ROOT}; VENV={folder}; PIP_EXTRA=(); {body}\n{function}')


def calls(folder: Path) -> list[str]:
    return (folder / 'calls').read_text().splitlines()


def test_a_build_without_cuda_is_installed_at_once(tmp_path: Path) -> None:
    result = run_function(tmp_path, report=CPU_REPORT)
    assert result.returncode == 0, result.stderr
    assert 'a build without CUDA' in result.stdout
    assert not [line for line in calls(tmp_path) if 'uv' in line.split()]


def test_a_cpu_build_is_preferred_to_the_cuda_build(tmp_path: Path) -> None:
    result = run_function(tmp_path, report=CUDA_REPORT)
    assert result.returncode == 0, result.stderr
    assert '-m uv pip install' in calls(tmp_path)[-1]
    assert '--torch-backend cpu' in calls(tmp_path)[-1]


def test_the_size_of_the_cuda_build_is_named_before_it_is_installed(tmp_path: Path) -> None:
    result = run_function(tmp_path, report=CUDA_REPORT, uv_works=False)
    assert result.returncode == 0, result.stderr
    assert 'about 3 GB of downloads' in result.stdout
    assert 'PIP_EXTRA_INDEX_URL' in result.stdout
    assert '-m pip install' in calls(tmp_path)[-1]


@pytest.mark.parametrize(
    ('error', 'reason'),
    [
        ('ERROR: No matching distribution found for torch==2.13.0', 'finds no torch'),
        ('ERROR: Could not connect to the index', 'could not resolve torch'),
        ('ERROR: Operation cancelled by user', 'could not resolve torch'),
    ],
)
def test_a_failed_resolution_installs_nothing(tmp_path: Path, error: str, reason: str) -> None:
    result = run_function(tmp_path, error=error)
    assert result.returncode == 1
    assert reason in result.stderr
    assert error in result.stderr
    assert not [
        line for line in calls(tmp_path) if 'pip install' in line and 'dry-run' not in line
    ]


# --- levels ----------------------------------------------------------------------------------


def listed(*names: str) -> set[str]:
    """Return the packages that requirement files name."""
    text = '\n'.join((ROOT / f'requirements{name}.txt').read_text() for name in names)
    return set(re.findall(r'^([A-Za-z0-9_.-]+)', text, re.MULTILINE))


def test_the_demo_installs_neither_torch_nor_tools_of_developers() -> None:
    runtime = listed('', '-build', '-weights', '-ros-kilted', '-ros-jazzy')
    assert runtime & listed('-torch', '-dev') == set()


@pytest.mark.parametrize('target', ['demo', 'run'])
def test_demo_and_run_set_up_the_runtime_only(target: str) -> None:
    assert setup_calls(target) == ['scripts/setup.sh runtime']


@pytest.mark.parametrize('target', ['test', 'lint', 'docs', 'train', 'graphs', 'export', 'eval'])
def test_other_targets_set_up_everything(target: str) -> None:
    assert 'scripts/setup.sh' in setup_calls(target)


def setup_calls(target: str) -> list[str]:
    """Return the calls of setup.sh that make would run for a target."""
    lines = subprocess.run(
        ['make', '--no-print-directory', '-n', target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [line for line in lines if line.startswith('scripts/setup.sh')]


def test_an_unknown_level_is_refused() -> None:
    result = subprocess.run(
        [ROOT / 'scripts/setup.sh', 'demo'], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "the argument must be runtime or none; got 'demo'" in result.stderr


@pytest.mark.parametrize(
    ('source', 'uv_works', 'tools'),
    [
        ('wheels', True, ['uv']),
        ('wheels', False, ['uv', 'pip']),
        ('installed:jazzy', True, ['pip']),
    ],
)
def test_packages_are_installed_with_uv_else_pip(
    tmp_path: Path, source: str, uv_works: bool, tools: list[str]
) -> None:
    result = run_function(
        tmp_path, uv_works=uv_works, function=f'ROS_SOURCE={source}; install_packages -r a.txt'
    )
    assert result.returncode == 0, result.stderr
    assert [line.split()[1] for line in calls(tmp_path)] == tools
    assert all('-r a.txt' in line for line in calls(tmp_path))
