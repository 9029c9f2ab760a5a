# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train encoder and policy together from demonstrations; `make train`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from vla_learning.data.dataset import load_frames
from vla_learning.data.generate_dataset import data_is_ready
from vla_learning.data.generate_dataset import make_data
from vla_learning.data.manifest import DataError
from vla_learning.training.config import load_config
from vla_learning.training.config import TrainConfig
from vla_learning.training.distributed import leave_group
from vla_learning.training.distributed import run_together
from vla_learning.training.distributed import started_by_torchrun
from vla_learning.training.finetune_language import teach
from vla_learning.training.network import save_network
from vla_learning.training.plot_training import draw_curves
from vla_learning.training.text_cache import TextCache
from vla_learning.training.trainer import Trainer
from vla_learning.utils.cli import run_tool


def train(config: TrainConfig) -> None:
    """Train on data that is there; rank 0 writes checkpoint and curves."""
    from vla_language.minilm import MiniLM

    frames = load_frames(Path(config.data.folder), config.data.on_corrupt)
    trainer = Trainer(config, frames, TextCache(MiniLM().encode_batch))
    trainer.run()
    if trainer.rank > 0:
        return
    # The other processes have ended: what follows is done by this one alone.
    leave_group()
    teach(trainer.network, frames, trainer.text, config, trainer.features)
    validation = trainer.validate(10_000)
    facts = {
        'validation': validation,
        'training_wall_s': round(trainer.wall_s),
        'best_step': trainer.best_step,
    }
    path = Path(config.output)
    digest = save_network(path, trainer.network, config, facts)
    print(f'wrote {path} ({path.stat().st_size / 1e6:.1f} MB, sha256 {digest[:12]})')
    print(f'wrote {draw_curves(trainer.folder)}')
    for name, value in validation.items():
        print(f'  {name:24} {value:.4f}')


def run(config: TrainConfig) -> None:
    """Make the data if needed, and train."""
    if not data_is_ready(config.data):
        if started_by_torchrun():
            raise DataError(
                f'{config.data.folder} must hold all data of the configuration '
                'before torchrun starts. Run make data with the same CONFIG'
            )
        make_data(config.data)
    run_together(config.processes, train, config)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    path = parser.parse_args(args).config
    run_tool(lambda: run(load_config(path)), 'The same command goes on from the last saved state')


if __name__ == '__main__':
    main()
