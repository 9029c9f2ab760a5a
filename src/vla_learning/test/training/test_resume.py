# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whole training processes: killed, interrupted and resumed, alone and under torchrun."""

from dataclasses import asdict
from dataclasses import replace
import os
from pathlib import Path
import signal
import socket
import subprocess
import sys

from learning_samples import tiny_config
import pytest
from vla_learning.data.dataset import save_frames
from vla_learning.data.frames import Frames
from vla_learning.data.generate_dataset import recipe
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_learning.training.plot_training import losses_csv
from vla_policy.nn.policy_builder import PolicyConfig
import yaml

pytestmark = pytest.mark.timeout(1200)
PROGRAM = str(Path(__file__).parents[1] / 'helpers' / 'train_in_subprocess.py')
SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)
TORCHRUN = ('-m', 'torch.distributed.run')
ENVIRONMENT = {**os.environ, 'OMP_NUM_THREADS': '1'}
CURVES = ('losses.csv', 'validation.csv')
HOLD_AT = 5


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """Return a folder with the data set of `settings`."""
    folder = tmp_path_factory.mktemp('runs')
    config = settings(folder, 'any')
    save_frames(Path(config.data.folder), frames, recipe(config.data))
    return folder


def settings(folder: Path, name: str, processes: int = 1) -> TrainConfig:
    return replace(
        tiny_config(folder),
        log=str(folder / name),
        policy=SMALL,
        processes=processes,
        scene_steps=2,
        output=str(folder / f'{name}.safetensors'),
        save_every=2,
    )


def command(config: TrainConfig, *prefix: str) -> list[str]:
    """Write the configuration to a file and return the command that trains with it."""
    path = Path(f'{config.log}.yaml')
    path.write_text(yaml.safe_dump({**to_dict(config), 'policy': asdict(config.policy)}))
    return [sys.executable, *prefix, PROGRAM, '--config', str(path)]


def finish(config: TrainConfig, *prefix: str) -> str:
    """Train to the end and return the output."""
    done = run(config, *prefix)
    assert done.returncode == 0, done.stdout
    return done.stdout


def run(
    config: TrainConfig, *prefix: str, **environment: str
) -> 'subprocess.CompletedProcess[str]':
    return subprocess.run(
        command(config, *prefix),
        env={**ENVIRONMENT, **environment},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=500,
    )


def curves(config: TrainConfig) -> list[str]:
    return [(Path(config.log) / name).read_text() for name in CURVES]


def test_a_killed_run_resumes_as_an_uninterrupted_one(folder: Path) -> None:
    whole, killed = settings(folder, 'whole'), settings(folder, 'killed')
    finish(whole)
    steps = [step for step, _ in losses_csv(Path(whole.log)).rows()]
    assert steps == list(range(1, steps[-1] + 1))
    assert steps[-1] > HOLD_AT
    with subprocess.Popen(
        command(killed),
        stdout=subprocess.PIPE,
        text=True,
        env={**ENVIRONMENT, 'HOLD_AT': str(HOLD_AT)},
    ) as process:
        assert process.stdout is not None
        assert any('holding' in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not Path(killed.output).exists()
    # The log contains a step that is in no saved state.
    assert losses_csv(Path(killed.log)).rows()[-1][0] == HOLD_AT
    assert 'resumed at step 4' in finish(killed)
    assert curves(killed) == curves(whole)


@pytest.fixture(scope='module')
def pair(folder: Path) -> TrainConfig:
    """Return the configuration of a finished run of two processes."""
    config = settings(folder, 'pair', 2)
    finish(config)
    return config


def test_torchrun_trains_like_processes_of_the_configuration(
    folder: Path, pair: TrainConfig
) -> None:
    torchrun = settings(folder, 'torchrun', 2)
    finish(torchrun, *TORCHRUN, '--standalone', '--nproc-per-node', '2')
    assert curves(torchrun) == curves(pair)
    assert Path(torchrun.output).exists()


def test_two_processes_resume_after_one_was_killed(folder: Path, pair: TrainConfig) -> None:
    killed = settings(folder, 'one_killed', 2)
    failed = run(killed, KILL_AT=str(HOLD_AT))
    assert failed.returncode == 1
    assert 'error: process 1 has ended' in failed.stdout
    assert 'Run the same command to resume' in failed.stdout
    assert 'Traceback' not in failed.stdout
    assert 'resumed at step 4' in finish(killed)
    assert curves(killed) == curves(pair)


def test_two_machines_train_like_one(folder: Path, pair: TrainConfig) -> None:
    two = settings(folder, 'two_nodes', 2)
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    nodes = [
        subprocess.Popen(
            command(
                two,
                *TORCHRUN,
                '--nnodes=2',
                '--nproc-per-node=1',
                f'--node-rank={rank}',
                '--master-addr=127.0.0.1',
                f'--master-port={port}',
            ),
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for rank in (0, 1)
    ]
    outputs = [node.communicate(timeout=500)[0] for node in nodes]
    assert [node.returncode for node in nodes] == [0, 0], outputs
    assert curves(two) == curves(pair)
    assert Path(two.output).exists()


def test_ctrl_c_stops_all_processes(folder: Path) -> None:
    config = settings(folder, 'interrupted', 2)
    with subprocess.Popen(
        command(config),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**ENVIRONMENT, 'HOLD_AT': str(HOLD_AT)},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert any('holding' in line for line in process.stdout)
        # A terminal sends the signal to all processes of its foreground group.
        os.killpg(process.pid, signal.SIGINT)
        # The output ends when no process of the group is left to write it.
        output = process.stdout.read()
    assert process.returncode == 130
    assert 'The same command resumes' in output
    assert 'Traceback' not in output
