# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Make the data set: stills and demonstrations in several processes; `make data`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import replace
from pathlib import Path
from typing import Any
from typing import NamedTuple

from tqdm import tqdm
from vla_learning.data.dataset import fault_of_shard
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import Manifest
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.manifest import write_manifest
from vla_learning.data.shards import save_shard
from vla_learning.training.config import DataConfig
from vla_learning.training.config import load_config
from vla_learning.utils.cli import run_tool
from vla_learning.utils.cli import worker_pool

#: Scenes of evaluation and demo have smaller seeds.
FIRST_TRAINING_SEED = 1_000_000
_STILLS_PER_PART = 250
_EPISODES_PER_PART = 25
# What a data set does not depend on.
_ELSEWHERE = ('folder', 'workers', 'on_corrupt')


class Part(NamedTuple):
    """Work of one process: a shard to fill from some seeds."""

    folder: Path
    kind: str
    seeds: range
    frames_per_episode: int

    @property
    def name(self) -> str:
        """Return a name that says all that the shard depends on."""
        return f'{self.kind}_{self.seeds.start}_{self.seeds.stop}_{self.frames_per_episode}'


def make_data(config: DataConfig) -> None:
    """
    Make what is missing or damaged of the data set; a stopped run goes on.

    Raises
    ------
    DataError
        If the seeds would be those of evaluation scenes, or there are other files.

    """
    if config.seed < FIRST_TRAINING_SEED:
        raise DataError(
            f'training seeds begin at {FIRST_TRAINING_SEED}; got {config.seed}. '
            'Smaller ones are the scenes of evaluation'
        )
    folder, parts = Path(config.folder), parts_of(config)
    folder.mkdir(parents=True, exist_ok=True)
    shards = {shard.name: shard for shard in sound_shards(folder, parts)}
    missing = [part for part in parts if part.name not in shards]
    if not missing:
        print(f'{folder} is ready. Remove it to make it again')
    # Until all is whole again, nobody shall take the old data for the new.
    manifest = Manifest(recipe(config), tuple(shards.values()), complete=not missing)
    write_manifest(folder, manifest)
    if not missing:
        return
    with worker_pool(config.workers) as pool:
        made = pool.imap_unordered(make_part, missing)
        for shard in tqdm(made, total=len(parts), initial=len(shards), desc='data'):
            shards[shard.name] = shard
            write_manifest(folder, replace(manifest, shards=tuple(shards.values())))
    ordered = tuple(shards[part.name] for part in parts)
    write_manifest(folder, replace(manifest, shards=ordered, complete=True))


def recipe(config: DataConfig) -> dict[str, Any]:
    """Return the settings that decide what is recorded."""
    return {name: value for name, value in asdict(config).items() if name not in _ELSEWHERE}


def data_is_ready(config: DataConfig) -> bool:
    """Return whether the folder holds all data of `config`; the files are not read."""
    manifest = read_manifest(Path(config.folder))
    return manifest is not None and manifest.complete and manifest.recipe == recipe(config)


def parts_of(config: DataConfig) -> list[Part]:
    """Divide the work."""

    def split(kind: str, first: int, count: int, size: int, frames: int) -> list[Part]:
        whole = range(first, first + count)
        chunks = [whole[start : start + size] for start in range(0, count, size)]
        return [Part(Path(config.folder), kind, chunk, frames) for chunk in chunks]

    return [
        *split('still', config.seed, config.stills, _STILLS_PER_PART, 1),
        *split(
            'episode',
            config.seed + config.stills,
            config.episodes,
            _EPISODES_PER_PART,
            config.frames_per_episode,
        ),
    ]


def sound_shards(folder: Path, parts: Sequence[Part]) -> list[Shard]:
    """Return those of `parts` that are there and whole; damaged ones are named."""
    manifest, wanted, sound = read_manifest(folder), {part.name for part in parts}, []
    for shard in manifest.shards if manifest else ():
        if shard.name not in wanted:
            continue
        if fault := fault_of_shard(folder, shard):
            print(f'{fault}: it is made again')
        else:
            sound.append(shard)
    return sound


def make_part(part: Part) -> Shard:
    """Record the frames of one part."""
    # Imported here: only the workers need the simulator's renderer.
    from vla_learning.data.episodes import add_episode
    from vla_learning.data.frame_recorder import Recorder
    from vla_learning.data.random_pose_frames import add_still

    recorder = Recorder()
    for seed in part.seeds:
        if part.kind == 'still':
            add_still(recorder, seed)
        else:
            add_episode(recorder, seed, part.frames_per_episode)
    return save_shard(part.folder, part.name, recorder.frames())


def main(args: Sequence[str] | None = None) -> None:
    """Run `make data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    path = parser.parse_args(args).config
    run_tool(
        lambda: make_data(load_config(path).data),
        'Finished parts are kept; the same command goes on',
    )


if __name__ == '__main__':
    main()
