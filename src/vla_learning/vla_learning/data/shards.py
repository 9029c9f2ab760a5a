# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shards of a data set: files of a few hundred rows; images stay on disk until used."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
import zipfile
import zlib

import numpy as np
from numpy.typing import ArrayLike
from numpy.typing import DTypeLike
from numpy.typing import NDArray
from vla_learning.data.frames import FACTS
from vla_learning.data.frames import Frames
from vla_learning.data.frames import ROWS
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import describe_file
from vla_learning.data.manifest import Shard

Rows = int | slice | ArrayLike
_REMEDY = 'make data records it again'


class ImageShards:
    """
    Images of all shards as one array, read by rows.

    Parameters
    ----------
    arrays
        Images of each shard, each (N, H, W, 3).

    """

    def __init__(self, arrays: Sequence[NDArray[np.uint8]]) -> None:
        self._arrays = list(arrays)
        self._ends = np.cumsum([len(array) for array in arrays])
        self._rows = np.arange(self._ends[-1])
        self.shape: tuple[int, ...] = (len(self._rows), *arrays[0].shape[1:])
        self.dtype, self.ndim = arrays[0].dtype, arrays[0].ndim

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, rows: Rows) -> NDArray[np.uint8]:
        """Return copies of the selected images; `rows` indexes like the first axis of an array."""
        wanted = np.asarray(self._rows[rows])  # type: ignore[index]
        flat = wanted.reshape(-1)
        out = np.empty((len(flat), *self.shape[1:]), np.uint8)
        shards = np.searchsorted(self._ends, flat, side='right')
        for shard in np.unique(shards):
            chosen = shards == shard
            array = self._arrays[shard]
            out[chosen] = array[flat[chosen] - (self._ends[shard] - len(array))]
        return out.reshape(*wanted.shape, *self.shape[1:])

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray:
        """Read all images."""
        del copy
        return np.concatenate(self._arrays).astype(dtype or self.dtype, copy=False)


def save_shard(folder: Path, name: str, frames: Frames) -> Shard:
    """Write `frames` as shard `name`; a file has its final name only when it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {'images': f'{name}.images.npy', 'facts': f'{name}.facts.npz'}
    for kind, file in files.items():
        partial = folder / f'{name}.{kind}.partial'
        with partial.open('wb') as stream:
            if kind == 'images':
                np.save(stream, np.asarray(frames.images))
            else:
                np.savez_compressed(stream, **{key: getattr(frames, key) for key in FACTS})
        partial.replace(folder / file)
    return Shard(
        name,
        len(frames),
        describe_file(folder, files['images']),
        describe_file(folder, files['facts']),
    )


def load_shard(folder: Path, shard: Shard) -> Frames:
    """
    Read a shard; images stay on disk until they are used.

    Raises
    ------
    DataError
        If a file cannot be read or its arrays do not have the shapes of a `Frames`.

    """
    values = {
        'images': _read_images(folder / shard.images.path),
        **_read_facts(folder / shard.facts.path),
    }
    for name, array in values.items():
        shape, dtype = ROWS[name]
        if array.shape != (shard.rows, *shape) or array.dtype != dtype:
            path = folder / (shard.images if name == 'images' else shard.facts).path
            raise DataError(
                f'{name} in {path} must be {(shard.rows, *shape)} {dtype}, got '
                f'{array.shape} {array.dtype}. {_REMEDY}'
            )
    return Frames(**values)


def _read_images(path: Path) -> NDArray[np.uint8]:
    try:
        images: NDArray[np.uint8] = np.load(path, mmap_mode='r', allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f'cannot read {path} ({error}). {_REMEDY}') from error
    return images


def _read_facts(path: Path) -> dict[str, Any]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in FACTS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f'cannot read {path} ({error}). {_REMEDY}') from error
