# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reading and writing of data sets; docs/data.md describes the layout."""

from collections.abc import Mapping
from pathlib import Path
import sys
from typing import Any

import numpy as np
from vla_learning.data.frames import FACTS
from vla_learning.data.frames import Frames
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import find_corruption
from vla_learning.data.manifest import Manifest
from vla_learning.data.manifest import ON_CORRUPT
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.manifest import write_manifest
from vla_learning.data.shards import ImageShards
from vla_learning.data.shards import load_shard
from vla_learning.data.shards import save_shard


def save_frames(folder: Path, frames: Frames, recipe: Mapping[str, Any] | None = None) -> None:
    """Write a complete data set of one shard."""
    shard = save_shard(folder, 'all', frames)
    write_manifest(folder, Manifest(recipe or {}, (shard,), complete=True))


def load_frames(folder: Path, on_corrupt: str = 'refuse') -> Frames:
    """
    Check every file and read a data set; images stay on disk until they are used.

    Parameters
    ----------
    folder
        Folder with manifest.json.
    on_corrupt
        'refuse', or 'skip' to continue without the shards of missing or damaged files; their
        names and the number of lost rows are printed.

    Raises
    ------
    DataError
        If the data set is missing or incomplete, if a file is damaged and `on_corrupt` is
        'refuse', or if no shard is intact.

    """
    if on_corrupt not in ON_CORRUPT:
        raise DataError(f'on_corrupt must be one of {ON_CORRUPT}, got {on_corrupt!r}')
    manifest = read_manifest(folder)
    if manifest is None or not manifest.complete:
        raise DataError(f'{folder} holds no complete data set. Run make data')
    return _concatenate([load_shard(folder, s) for s in _select(folder, manifest, on_corrupt)])


def find_shard_corruption(folder: Path, shard: Shard) -> str | None:
    """Return the first fault of the files of a shard, or None."""
    faults = (find_corruption(folder, file) for file in shard.files)
    return next((fault for fault in faults if fault), None)


def _select(folder: Path, manifest: Manifest, on_corrupt: str) -> list[Shard]:
    """Return the intact shards; refuse or report the others."""
    faults = {shard.name: find_shard_corruption(folder, shard) for shard in manifest.shards}
    found = [fault for fault in faults.values() if fault]
    if found and on_corrupt == 'refuse':
        raise DataError(
            f'{"; ".join(found)}. make data records it again; '
            'data.on_corrupt: skip continues without it'
        )
    intact = [shard for shard in manifest.shards if not faults[shard.name]]
    if found:
        for fault in found:
            print(f'skipped: {fault}', file=sys.stderr)
        rows = sum(shard.rows for shard in manifest.shards)
        lost = rows - sum(shard.rows for shard in intact)
        print(f'skipped {lost} of {rows} frames; make data records them again', file=sys.stderr)
    if not intact:
        raise DataError(f'{folder} has no intact shard left. Run make data')
    return intact


def _concatenate(parts: list[Frames]) -> Frames:
    facts = {name: np.concatenate([getattr(part, name) for part in parts]) for name in FACTS}
    return Frames(images=ImageShards([np.asanyarray(part.images) for part in parts]), **facts)
