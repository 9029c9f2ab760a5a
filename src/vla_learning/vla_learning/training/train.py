# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train visual encoder and policy from demonstrations; `make train`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import resolve_path
from vla_learning.data.dataset import load_frames
from vla_learning.data.generate_dataset import dataset_is_complete
from vla_learning.data.generate_dataset import record_dataset
from vla_learning.data.manifest import DataError
from vla_learning.graphs.export_graphs import export_graphs
from vla_learning.graphs.export_graphs import SHIPPED_POLICY
from vla_learning.training.config import load_config
from vla_learning.training.config import TrainConfig
from vla_learning.training.distributed import is_main
from vla_learning.training.launcher import launch
from vla_learning.training.launcher import launched_by_torchrun
from vla_learning.training.network import save_network
from vla_learning.training.plot_training import plot_curves
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.training.trainer import Trainer
from vla_learning.training.usual_camera_error import measure_usual_error
from vla_learning.utils.cli import run_cli
from vla_learning.utils.config_values import ConfigError

_FINAL_VALIDATION_FRAMES = 10_000
_INSTALLED_POLICY = 'package://vla_policy/models/tabletop.safetensors'


def train(config: TrainConfig) -> None:
    """Train on an existing data set, in each process; rank 0 writes checkpoint and curves."""
    from vla_language.encoders.minilm import MiniLM

    frames = load_frames(Path(config.data.folder), config.data.on_corrupt)
    trainer = Trainer(config, frames, CachedTextEncoder(MiniLM().encode_batch))
    trainer.run()
    if is_main():
        _write_results(trainer)


def _write_results(trainer: Trainer) -> None:
    config = trainer.config
    # The other processes are idle from here on.
    torch.set_num_threads(config.threads * config.processes)
    validation = trainer.validate(_FINAL_VALIDATION_FRAMES)
    usual_error = measure_usual_error(trainer.network, trainer.frames, trainer.held_out)
    trainer.network.policy.dense.camera.usual_error.copy_(usual_error)
    facts = {
        'validation': validation,
        'training_wall_s': round(trainer.wall_s),
        'best_step': trainer.best_step,
    }
    path = Path(config.output)
    digest = save_network(path, trainer.network, config, facts)
    export_graphs(path)
    print(f'wrote {path} ({path.stat().st_size / 1e6:.1f} MB, sha256 {digest[:12]})')
    print(f'wrote {plot_curves(trainer.folder)}')
    for name, value in validation.items():
        print(f'  {name:24} {value:.4f}')


def run(config: TrainConfig) -> None:
    """
    Record the data set if it is incomplete, and train.

    Raises
    ------
    ConfigError
        If the run would replace the shipped weights without `replace_shipped`.

    """
    require_own_output(config)
    if not dataset_is_complete(config.data):
        if launched_by_torchrun():
            raise DataError(
                f'{config.data.folder} must hold all data of the configuration '
                'before torchrun starts. Run make data with the same CONFIG'
            )
        record_dataset(config.data)
    launch(config.processes, train, config)


def require_own_output(config: TrainConfig) -> None:
    """Refuse the file of the shipped weights as output, unless `replace_shipped` permits it."""
    if config.replace_shipped or Path(config.output).resolve() not in _shipped_files():
        return
    raise ConfigError(
        f'output must not be the file of the shipped weights, got {config.output!r}. Set another '
        'path, or replace_shipped: true to replace them'
    )


def _shipped_files() -> set[Path]:
    files = {SHIPPED_POLICY.resolve()}
    try:
        files.add(resolve_path(_INSTALLED_POLICY).resolve())
    except CheckpointError:
        pass  # the workspace is not built: there is no second copy
    return files


def main(args: Sequence[str] | None = None) -> None:
    """Run `make train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    path = parser.parse_args(args).config
    run_cli(lambda: run(load_config(path)), 'The same command resumes from the last saved state')


if __name__ == '__main__':
    main()
