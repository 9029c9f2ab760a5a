# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Make the data set: stills and demonstrations in several processes; `make data`."""

import argparse
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import fields
import json
from multiprocessing import get_context
from pathlib import Path
import shutil
from typing import NamedTuple

import numpy as np
from numpy.lib.format import open_memmap
from tqdm import tqdm
from vla_learning.config import DataConfig
from vla_learning.config import load_config
from vla_learning.frames import DataError
from vla_learning.frames import Frames
from vla_learning.frames import load_frames
from vla_learning.frames import save_frames
from vla_learning.recorder import Recorder

#: Scenes of evaluation and demo have smaller seeds.
FIRST_TRAINING_SEED = 1_000_000
_STILLS_PER_PART = 250
_EPISODES_PER_PART = 25


class _Part(NamedTuple):
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
    parts = _parts(config)
    missing = [p for p in parts if not (p.folder / 'frames.npz').exists()]
    # Spawned: a forked process would share the parent's graphics context.
    with get_context('spawn').Pool(config.workers) as pool:
        done = pool.imap_unordered(_make_part, missing)
        for _ in tqdm(done, total=len(parts), initial=len(parts) - len(missing), desc='data'):
            pass
    _join(folder, [p.folder for p in parts])
    (folder / 'config.json').write_text(json.dumps(asdict(config)))
    shutil.rmtree(folder / 'parts')


def data_is_ready(config: DataConfig) -> bool:
    """Return whether the folder holds the data that `config` describes."""
    path = Path(config.folder) / 'config.json'
    return path.exists() and json.loads(path.read_text()) == asdict(config)


def _parts(config: DataConfig) -> list[_Part]:
    def split(kind: str, first: int, count: int, size: int) -> list[_Part]:
        starts = range(first, first + count, size)
        return [_Part(Path(config.folder) / 'parts' / f'{kind}_{s}', kind,
                      range(s, min(s + size, first + count)), config.frames_per_episode)
                for s in starts]

    return [
        *split('still', config.seed, config.stills, _STILLS_PER_PART),
        *split('episode', config.seed + config.stills, config.episodes, _EPISODES_PER_PART),
    ]


def _make_part(part: _Part) -> None:
    recorder = Recorder()
    makers: dict[str, Callable[[int], None]] = {
        'still': lambda seed: _still(recorder, seed),
        'episode': lambda seed: _episode(recorder, seed, part.frames_per_episode),
    }
    for seed in part.seeds:
        makers[part.kind](seed)
    save_frames(part.folder, recorder.frames())


def _still(recorder: Recorder, seed: int) -> None:
    from vla_learning.stills import add_still

    add_still(recorder, seed)


def _episode(recorder: Recorder, seed: int, frames: int) -> None:
    from vla_learning.episodes import add_episode

    add_episode(recorder, seed, frames)


def _join(folder: Path, parts: Sequence[Path]) -> None:
    """Put the parts together without holding all images in memory."""
    loaded = [load_frames(part) for part in parts]
    count = sum(map(len, loaded))
    shape = (count, *loaded[0].images.shape[1:])
    images = open_memmap(folder / 'images.npy', mode='w+', dtype=np.uint8, shape=shape)
    start = 0
    for part in loaded:
        images[start:start + len(part)] = part.images
        start += len(part)
    images.flush()
    names = [f.name for f in fields(Frames) if f.name != 'images']
    rest = {n: np.concatenate([getattr(part, n) for part in loaded]) for n in names}
    np.savez_compressed(folder / 'frames.npz', **rest)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    make_data(load_config(parser.parse_args(args).config).data)


if __name__ == '__main__':
    main()
