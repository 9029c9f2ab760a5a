# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Makefile targets pass their variables to the tools unchanged."""

import os
from pathlib import Path
import subprocess

import pytest
from workspace import ROOT

RECORDER = '#!/bin/sh\nprintf "%s\\0" "$@"\n'


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """Stand in for scripts/run.sh: print the arguments that arrive."""
    path = tmp_path / 'recorder'
    path.write_text(RECORDER)
    path.chmod(0o755)
    return path


def arguments(recorder: Path, target: str, *settings: str, **environment: str) -> list[str]:
    """Return the command that a target would run, set-up left out."""
    outer = {key: value for key, value in os.environ.items() if not key.startswith('MAKE')}
    output = subprocess.run(
        [
            'make',
            '--no-print-directory',
            '-osetup',
            '-osetup-runtime',
            '-orobot-models',
            '-oall-robot-models',
            '-opeers-environment',
            target,
            f'RUN={recorder}',
            *settings,
        ],
        cwd=ROOT,
        env=outer | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return output.split('\0')[:-1]


@pytest.mark.parametrize(
    'command',
    [
        'pick up the red cube',
        'pick up the "red" cube',
        "it's the $HOME of ${HOME} and $(shell echo x) # not a comment",
        '`id`; exit 3 && false | true > /dev/null',
        'a back\\slash, 100 %, a * and a ?',
        '--help',
        '',
        'two\nlines',
        'stell die blaue Schüssel 左へ',
    ],
)
def test_demo_passes_the_command_intact(recorder: Path, command: str) -> None:
    expected = ['python', '-m', 'vla_bringup.demo.main', f'--command={command}', '--seed=1']
    expected.append('--robot=builtin')
    assert arguments(recorder, 'demo', f'COMMAND={command}') == expected
    assert arguments(recorder, 'demo', COMMAND=command) == expected


def test_attention_passes_the_command_intact(recorder: Path) -> None:
    settings = ("COMMAND=pick up the red cube's $HOME", 'SEED=3')
    assert arguments(recorder, 'attention', *settings)[-2:] == [
        "--command=pick up the red cube's $HOME",
        '--seed=3',
    ]


def test_attention_has_defaults_of_its_own(recorder: Path) -> None:
    module = ['python', '-m', 'vla_learning.tutorials.attention']
    assert arguments(recorder, 'attention') == module
    assert arguments(recorder, 'attention', 'SEED=4') == [*module, '--seed=4']
    assert arguments(recorder, 'attention', COMMAND='') == [*module, '--command=']


@pytest.mark.parametrize(
    'target', ['demo', 'run', 'eval', 'bias', 'retrieval', 'robustness', 'attention-faithfulness']
)
def test_weights_of_the_user_are_passed_intact(recorder: Path, target: str) -> None:
    assert arguments(recorder, target, "CHECKPOINT=my $HOME's.safetensors")[-1] == (
        "--checkpoint=my $HOME's.safetensors"
    )
    assert not any('checkpoint' in word for word in arguments(recorder, target))


def test_graphs_of_the_weights_of_the_user(recorder: Path) -> None:
    module = ['python', '-m', 'vla_learning.graphs.export_graphs']
    assert arguments(recorder, 'graphs') == module
    assert arguments(recorder, 'graphs', 'CHECKPOINT=a b') == [*module, 'a b']


def test_demo_has_a_default_command(recorder: Path) -> None:
    assert arguments(recorder, 'demo', 'SEED=7', 'ROBOT=fr3')[-3:] == [
        '--command=put the blue sphere in the green bowl',
        '--seed=7',
        '--robot=fr3',
    ]


def test_demo_of_an_arm_that_does_not_place_points(recorder: Path) -> None:
    assert arguments(recorder, 'demo', 'ROBOT=so101')[-3] == '--command=point at the red cube'
    given = arguments(recorder, 'demo', 'ROBOT=so101', 'COMMAND=push the red cube left')
    assert given[-3] == '--command=push the red cube left'


@pytest.mark.parametrize('target', ['demo', 'run', 'eval'])
def test_an_unknown_robot_is_refused_before_anything_is_built(target: str) -> None:
    result = subprocess.run(
        [
            'make',
            '--no-print-directory',
            '-osetup',
            '-osetup-runtime',
            'RUN=false',
            target,
            'ROBOT=ur6; false',
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "ROBOT must be one of builtin fr3 so101 ur5e; got 'ur6; false'" in result.stderr
    assert result.stdout == ''


@pytest.mark.parametrize(
    ('target', 'setting', 'expected'),
    [
        (
            'train',
            'CONFIG=a b.yaml',
            ['python', '-m', 'vla_learning.training.train', '--config=a b.yaml'],
        ),
        ('train', 'CONFIG=', ['python', '-m', 'vla_learning.training.train']),
        ('export', 'OUT=a b', ['python', '-m', 'vla_learning.lerobot.export', '--out=a b']),
        ('export', 'EPISODES=8', ['python', '-m', 'vla_learning.lerobot.export', '--episodes=8']),
        (
            'eval',
            'EPISODES=4',
            [
                'python',
                '-m',
                'vla_learning.evaluation.evaluate',
                '--robot=builtin',
                '--episodes=4',
            ],
        ),
        (
            'eval-commands',
            'EPISODES=5',
            ['python', '-m', 'vla_learning.evaluation.evaluate_commands', '--episodes=5'],
        ),
        (
            'eval-destinations',
            'EPISODES=6',
            ['python', '-m', 'vla_learning.evaluation.evaluate_destinations', '--episodes=6'],
        ),
        (
            'eval-scenes',
            'EPISODES=8',
            ['python', '-m', 'vla_learning.evaluation.evaluate_scenes', '--episodes=8'],
        ),
        (
            'eval-camera',
            'EPISODES=2',
            ['python', '-m', 'vla_learning.evaluation.evaluate_camera', '--episodes=2'],
        ),
        ('bias', 'EPISODES=7', ['python', '-m', 'vla_learning.evaluation.bias', '--episodes=7']),
        (
            'actions',
            'EPISODES=9',
            ['python', '-m', 'vla_learning.tutorials.actions', '--episodes=9'],
        ),
        (
            'robustness',
            'EPISODES=3',
            ['python', '-m', 'vla_learning.evaluation.robustness', '--episodes=3'],
        ),
        (
            'instruction-following',
            'EPISODES=',
            ['python', '-m', 'vla_learning.evaluation.instruction_following'],
        ),
        (
            'attention-faithfulness',
            'EPISODES=9',
            ['python', '-m', 'vla_learning.evaluation.attention_faithfulness', '--episodes=9'],
        ),
        (
            'retrieval',
            'EPISODES=64',
            ['python', '-m', 'vla_learning.evaluation.retrieval', '--episodes=64'],
        ),
        (
            'alignment',
            'EPISODES=64',
            ['python', '-m', 'vla_learning.tutorials.alignment', '--episodes=64'],
        ),
        (
            'attention-kinds',
            'EPISODES=',
            ['python', '-m', 'vla_learning.tutorials.attention_kinds'],
        ),
        ('compare', 'EPISODES=', ['python', '-m', 'vla_learning.ablation.compare']),
        (
            'data',
            'CONFIG=c.yaml',
            ['python', '-m', 'vla_learning.data.generate_dataset', '--config=c.yaml'],
        ),
        (
            'fault-injection',
            'SEED=1',
            ['python', '-m', 'vla_system_tests.fault_injection.main', '--page', 'docs/safety.md'],
        ),
        (
            'restart-runs',
            'SEED=1',
            ['python', '-m', 'vla_system_tests.restart_runs.main', '--page', 'docs/safety.md'],
        ),
        (
            'stop-latency',
            'SEED=1',
            ['python', '-m', 'vla_system_tests.stop_latency.main', '--page', 'docs/safety.md'],
        ),
        (
            'bench',
            'SEED=1',
            ['python', '-m', 'vla_system_tests.benchmark.main', '--page', 'docs/performance.md'],
        ),
        ('test', 'SEED=1', ['scripts/test.sh']),
        ('lint', 'SEED=1', ['scripts/lint.sh']),
    ],
)
def test_targets_run_their_module(
    recorder: Path, target: str, setting: str, expected: list[str]
) -> None:
    assert arguments(recorder, target, setting) == expected


@pytest.mark.parametrize('target', ['test', 'fault-injection'])
def test_targets_that_run_a_simulated_ur5e_install_its_model(target: str) -> None:
    command = ['make', '--dry-run', target]
    steps = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 'scripts/robot_models.sh install ur5e' in steps


def test_plain_make_lists_every_target() -> None:
    text = (ROOT / 'Makefile').read_text()
    text = text.replace('\\\n', ' ')
    targets = next(line for line in text.splitlines() if line.startswith('.PHONY:')).split()[1:]
    listing = subprocess.run(['make'], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in targets if f'make {name} ' not in listing] == []


@pytest.mark.parametrize(
    ('former', 'name'),
    [
        ('sensitivity', 'instruction-following'),
        ('faithfulness', 'attention-faithfulness'),
        ('faults', 'fault-injection'),
        ('reactions', 'stop-latency'),
    ],
)
def test_renamed_target_names_its_new_name(former: str, name: str) -> None:
    result = subprocess.run(
        ['make', former], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert f'Run: make {name}\n' in result.stderr


def test_ci_runs_all_of_make_test(tmp_path: Path) -> None:
    fake = tmp_path / 'make'
    fake.write_text('#!/bin/sh\necho "$PWD: make $*"\nexit 7\n')
    fake.chmod(0o755)
    result = subprocess.run(
        ['bash', ROOT / '.ci/run'],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {'PATH': f'{tmp_path}:{os.environ["PATH"]}'},
    )
    assert result.stdout == f'{ROOT}: make test\n'
    assert result.returncode == 7


def test_bench_compares_with_peers_where_asked(recorder: Path) -> None:
    page = ['--page', 'docs/performance.md']
    module = ['python', '-m', 'vla_system_tests.benchmark.main', *page]
    assert arguments(recorder, 'bench') == module
    module[2] = 'vla_system_tests.benchmark.peers.main'
    assert arguments(recorder, 'bench', 'PEERS=1') == module


def test_another_value_of_peers_is_refused() -> None:
    result = subprocess.run(
        ['make', 'bench', 'PEERS=yes'], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert "PEERS must be 1 or not given; got 'yes'" in result.stderr
