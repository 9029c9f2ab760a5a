# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Make the data set: stills and demonstrations in several processes; `make data`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
import json
from pathlib import Path
import shutil
from typing import NamedTuple

import numpy as np
from numpy.lib.format import open_memmap
from tqdm import tqdm
from vla_learning.config import DataConfig
from vla_learning.config import load_config
from vla_learning.frames import DataError
from vla_learning.frames import FACTS
from vla_learning.frames import load_frames
from vla_learning.frames import save_facts
from vla_learning.frames import save_frames
from vla_learning.processes import run_tool
from vla_learning.processes import worker_pool

#: Scenes of evaluation and demo have smaller seeds.
FIRST_TRAINING_SEED = 1_000_000
_STILLS_PER_PART = 250
_EPISODES_PER_PART = 25


class Part(NamedTuple):
    """Work of one process: a folder to fill from some seeds."""

    folder: Path
    kind: str
    seeds: range
    frames_per_episode: int


def make_data(config: DataConfig) -> None:
    """
    Make what is missing of the data set; a stopped run goes on.

    Raises
    ------
    DataError
        If the seeds would be those of evaluation scenes.

    """
    if config.seed < FIRST_TRAINING_SEED:
        raise DataError(f'training seeds begin at {FIRST_TRAINING_SEED}; got {config.seed}. '
                        'Smaller ones are the scenes of evaluation')
    folder = Path(config.folder)
    # Until all is whole again, nobody shall take the old data for the new.
    (folder / 'config.json').unlink(missing_ok=True)
    parts = parts_of(config)
    missing = [part for part in parts if not part_is_ready(part)]
    with worker_pool(config.workers) as pool:
        done = pool.imap_unordered(make_part, missing)
        for _ in tqdm(done, total=len(parts), initial=len(parts) - len(missing), desc='data'):
            pass
    _join(folder, [part.folder for part in parts])
    (folder / 'config.json').write_text(json.dumps(asdict(config)))
    shutil.rmtree(folder / 'parts')


def data_is_ready(config: DataConfig) -> bool:
    """Return whether the folder holds the data that `config` describes, all of it readable."""
    folder = Path(config.folder)
    try:
        same = bool(json.loads((folder / 'config.json').read_text()) == asdict(config))
    except (OSError, ValueError):
        return False
    return same and _is_readable(folder)


def parts_of(config: DataConfig) -> list[Part]:
    """Divide the work; a part's name says all that it depends on."""
    def split(kind: str, first: int, count: int, size: int, frames: int) -> list[Part]:
        whole = range(first, first + count)
        chunks = [whole[start:start + size] for start in range(0, count, size)]
        return [Part(Path(config.folder) / 'parts' / f'{kind}_{c.start}_{c.stop}_{frames}', kind,
                     c, frames) for c in chunks]

    return [
        *split('still', config.seed, config.stills, _STILLS_PER_PART, 1),
        *split('episode', config.seed + config.stills, config.episodes, _EPISODES_PER_PART,
               config.frames_per_episode),
    ]


def part_is_ready(part: Part) -> bool:
    """Return whether a part is there; one that cannot be read is named and removed."""
    if not part.folder.exists():
        return False
    if _is_readable(part.folder):
        return True
    shutil.rmtree(part.folder)
    return False


def make_part(part: Part) -> None:
    """Record the frames of one part."""
    # Imported here: only the workers need the simulator's renderer.
    from vla_learning.episodes import add_episode
    from vla_learning.recorder import Recorder
    from vla_learning.stills import add_still

    recorder = Recorder()
    for seed in part.seeds:
        if part.kind == 'still':
            add_still(recorder, seed)
        else:
            add_episode(recorder, seed, part.frames_per_episode)
    save_frames(part.folder, recorder.frames())


def _is_readable(folder: Path) -> bool:
    try:
        load_frames(folder)
    except DataError as error:
        print(f'{error}')
        return False
    return True


def _join(folder: Path, parts: Sequence[Path]) -> None:
    """Put the parts together without holding all images in memory."""
    loaded = [load_frames(part) for part in parts]
    shape = (sum(map(len, loaded)), *loaded[0].images.shape[1:])
    images = open_memmap(folder / 'images.npy', mode='w+', dtype=np.uint8, shape=shape)
    start = 0
    for part in loaded:
        images[start:start + len(part)] = part.images
        start += len(part)
    images.flush()
    save_facts(folder, {name: np.concatenate([getattr(part, name) for part in loaded])
                        for name in FACTS})


def run(config: DataConfig) -> None:
    """Make the data unless they are there."""
    if data_is_ready(config):
        print(f'{config.folder} is ready. Remove it to make it again')
    else:
        make_data(config)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    path = parser.parse_args(args).config
    run_tool(lambda: run(load_config(path).data),
             'Finished parts are kept; the same command goes on')


if __name__ == '__main__':
    main()
