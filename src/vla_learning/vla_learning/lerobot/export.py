# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Export demonstrations of the scripted expert as a LeRobot data set; `make export`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm
from vla_learning.data.config import DataConfig
from vla_learning.data.generate_dataset import FIRST_TRAINING_SEED
from vla_learning.data.generate_dataset import require_training_seed
from vla_learning.lerobot.dataset_writer import LeRobotWriter
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_recording import DATASET_SPEC
from vla_learning.lerobot.episode_recording import record_episode
from vla_learning.utils.cli import run_cli
from vla_learning.utils.cli import worker_pool

_EPISODES = 50
# Larger than the seeds of `make data`.
_SEED = 2 * FIRST_TRAINING_SEED


def export(folder: Path, episodes: int, seed: int, workers: int) -> None:
    """
    Record one episode per seed; failed episodes are omitted.

    Raises
    ------
    ExportError
        If a number is out of range, or if `folder` exists and is not empty.
    DataError
        If the seeds belong to evaluation scenes.

    """
    if episodes < 1 or workers < 1:
        raise ExportError(f'episodes and workers must be at least 1, got {episodes}, {workers}')
    require_training_seed(seed)
    writer, failed = LeRobotWriter(folder, DATASET_SPEC), 0
    with worker_pool(workers) as pool:
        recorded = pool.imap(record_episode, range(seed, seed + episodes))
        for episode in tqdm(recorded, total=episodes, desc='export'):
            if episode is None:
                failed += 1
            else:
                writer.add(episode)
    writer.close()
    print(f'wrote {episodes - failed} episodes to {folder}; {failed} failed and are omitted')


def main(args: Sequence[str] | None = None) -> None:
    """Run `make export`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('log/lerobot'), help='folder to create')
    parser.add_argument('--episodes', type=int, default=_EPISODES)
    parser.add_argument('--seed', type=int, default=_SEED, help='first seed of the scenes')
    parser.add_argument('--workers', type=int, default=DataConfig().workers)
    options = parser.parse_args(args)
    run_cli(
        lambda: export(options.out, options.episodes, options.seed, options.workers),
        'The folder has not been created',
    )


if __name__ == '__main__':
    main()
