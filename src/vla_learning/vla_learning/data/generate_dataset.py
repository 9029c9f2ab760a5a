# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Record the data set in several processes: random-pose frames and episodes; `make data`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import replace
import os
from pathlib import Path
from typing import Any
from typing import NamedTuple

from tqdm import tqdm
from vla_learning.data.config import DataConfig
from vla_learning.data.config import load_data_config
from vla_learning.data.dataset import find_shard_corruption
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import Manifest
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.manifest import write_manifest
from vla_learning.data.shards import save_shard
from vla_learning.utils.cli import run_cli
from vla_learning.utils.cli import worker_pool

#: Scenes of evaluation and demo have smaller seeds.
FIRST_TRAINING_SEED = 1_000_000
_RANDOM_POSES, _EPISODES = 'random_pose', 'episode'
_SEEDS_PER_SHARD = {_RANDOM_POSES: 250, _EPISODES: 25}
# Settings without influence on the recorded frames.
_NOT_IN_RECIPE = ('folder', 'workers', 'on_corrupt')


class ShardJob(NamedTuple):
    """Job of a worker process: one shard to record from a range of seeds."""

    folder: Path
    kind: str
    seeds: range
    frames_per_episode: int

    @property
    def name(self) -> str:
        """Return the name of the shard; it contains all settings that determine its frames."""
        return f'{self.kind}_{self.seeds.start}_{self.seeds.stop}_{self.frames_per_episode}'


def record_dataset(config: DataConfig) -> None:
    """
    Record the missing and damaged shards of the data set; an interrupted run can be resumed.

    Raises
    ------
    DataError
        If the seeds belong to evaluation scenes, or the folder holds other files.

    """
    require_training_seed(config.seed)
    folder, jobs = Path(config.folder), plan_shards(config)
    folder.mkdir(parents=True, exist_ok=True)
    shards = {shard.name: shard for shard in intact_shards(folder, jobs)}
    missing = [job for job in jobs if job.name not in shards]
    # Until recording has finished, the manifest must not describe the former data set.
    manifest = Manifest(recipe(config), tuple(shards.values()), complete=not missing)
    write_manifest(folder, manifest)
    if not missing:
        print(f'{folder} is complete. Remove it to record it again')
        return
    if config.workers > 1:
        # Threads of the software renderer (llvmpipe) only take turns with the other processes.
        os.environ.setdefault('LP_NUM_THREADS', '0')
    with worker_pool(config.workers) as pool:
        recorded = pool.imap_unordered(record_shard, missing)
        for shard in tqdm(recorded, total=len(jobs), initial=len(shards), desc='data'):
            shards[shard.name] = shard
            write_manifest(folder, replace(manifest, shards=tuple(shards.values())))
    ordered = tuple(shards[job.name] for job in jobs)
    write_manifest(folder, replace(manifest, shards=ordered, complete=True))


def require_training_seed(seed: int) -> None:
    """
    Refuse seeds of evaluation scenes.

    Raises
    ------
    DataError
        If `seed` is below FIRST_TRAINING_SEED.

    """
    if seed < FIRST_TRAINING_SEED:
        raise DataError(
            f'training seeds begin at {FIRST_TRAINING_SEED}; got {seed}. '
            'Smaller seeds are reserved for scenes of evaluation'
        )


def recipe(config: DataConfig) -> dict[str, Any]:
    """Return the settings that determine what is recorded."""
    return {name: value for name, value in asdict(config).items() if name not in _NOT_IN_RECIPE}


def dataset_is_complete(config: DataConfig) -> bool:
    """Return whether the folder holds all data of `config`; the files are not read."""
    manifest = read_manifest(Path(config.folder))
    return manifest is not None and manifest.complete and manifest.recipe == recipe(config)


def plan_shards(config: DataConfig) -> list[ShardJob]:
    """Return the jobs that together record the data set."""

    def split(kind: str, first: int, count: int, frames: int) -> list[ShardJob]:
        seeds, size = range(first, first + count), _SEEDS_PER_SHARD[kind]
        chunks = [seeds[start : start + size] for start in range(0, count, size)]
        return [ShardJob(Path(config.folder), kind, chunk, frames) for chunk in chunks]

    first_episode = config.seed + config.random_pose_frames
    return [
        *split(_RANDOM_POSES, config.seed, config.random_pose_frames, 1),
        *split(_EPISODES, first_episode, config.episodes, config.frames_per_episode),
    ]


def intact_shards(folder: Path, jobs: Sequence[ShardJob]) -> list[Shard]:
    """Return the shards of `jobs` that exist and are intact; damaged ones are printed."""
    manifest, wanted, intact = read_manifest(folder), {job.name for job in jobs}, []
    for shard in manifest.shards if manifest else ():
        if shard.name not in wanted:
            continue
        if fault := find_shard_corruption(folder, shard):
            print(f'{fault}: the shard is recorded again')
        else:
            intact.append(shard)
    return intact


def record_shard(job: ShardJob) -> Shard:
    """Record and save the frames of one shard."""
    # Imported here: only the workers need the simulator's renderer.
    from vla_learning.data.episodes import add_episode
    from vla_learning.data.frame_recorder import FrameRecorder
    from vla_learning.data.random_pose_frames import add_random_pose_frame

    recorder = FrameRecorder()
    for seed in job.seeds:
        if job.kind == _RANDOM_POSES:
            add_random_pose_frame(recorder, seed)
        else:
            add_episode(recorder, seed, job.frames_per_episode)
    return save_shard(job.folder, job.name, recorder.frames())


def main(args: Sequence[str] | None = None) -> None:
    """Run `make data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    path = parser.parse_args(args).config
    run_cli(
        lambda: record_dataset(load_data_config(path)),
        'Finished shards are kept; run the same command to continue',
    )


if __name__ == '__main__':
    main()
