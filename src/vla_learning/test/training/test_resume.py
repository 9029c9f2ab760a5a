# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whole training processes: killed and resumed, and started by torchrun."""

from dataclasses import asdict
from dataclasses import replace
import os
from pathlib import Path
import signal
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
ALONE = str(Path(__file__).parents[1] / 'helpers' / 'train_alone.py')
SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)
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
        output=str(folder / f'{name}.safetensors'),
        save_every=2,
    )


def command(config: TrainConfig, *prefix: str) -> list[str]:
    """Write the configuration to a file and return what trains with it."""
    path = Path(f'{config.log}.yaml')
    path.write_text(yaml.safe_dump({**to_dict(config), 'policy': asdict(config.policy)}))
    return [sys.executable, *prefix, ALONE, '--config', str(path)]


def finish(config: TrainConfig, *prefix: str) -> str:
    """Train to the end and return what was said."""
    done = subprocess.run(
        command(config, *prefix),
        env={**os.environ, 'OMP_NUM_THREADS': '1'},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def curves(config: TrainConfig) -> list[str]:
    return [(Path(config.log) / name).read_text() for name in CURVES]


def test_a_killed_run_goes_on_as_if_nothing_had_been(folder: Path) -> None:
    whole, killed = settings(folder, 'whole'), settings(folder, 'killed')
    finish(whole)
    steps = [step for step, _ in losses_csv(Path(whole.log)).rows()]
    assert steps == list(range(1, steps[-1] + 1))
    assert steps[-1] > HOLD_AT
    with subprocess.Popen(
        command(killed),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, 'HOLD_AT': str(HOLD_AT)},
    ) as process:
        assert process.stdout is not None
        assert any('holding' in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not Path(killed.output).exists()
    # A step was logged that no saved state has.
    assert losses_csv(Path(killed.log)).rows()[-1][0] == HOLD_AT
    assert 'resumed at step 4' in finish(killed)
    assert curves(killed) == curves(whole)


def test_torchrun_trains_as_processes_of_our_own(folder: Path) -> None:
    ours, theirs = settings(folder, 'ours', 2), settings(folder, 'theirs', 2)
    finish(ours)
    finish(theirs, '-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', '2')
    assert curves(theirs) == curves(ours)
    assert Path(theirs.output).exists()
