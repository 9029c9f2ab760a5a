# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Read and write whole data sets; the layout is described in docs/data.md."""

from collections.abc import Mapping
from pathlib import Path
import sys
from typing import Any

import numpy as np
from vla_learning.data.frames import FACTS
from vla_learning.data.frames import Frames
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import fault_of
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
    Read a data set after a check of every file; images stay on disk until they are used.

    Parameters
    ----------
    folder
        Holds manifest.json.
    on_corrupt
        'refuse', or 'skip' to go on without the shards of files that are missing or damaged;
        they and the rows that are lost are printed.

    Raises
    ------
    DataError
        If the data set is missing or incomplete, if a file is damaged and `on_corrupt` is
        'refuse', or if nothing is left.

    """
    if on_corrupt not in ON_CORRUPT:
        raise DataError(f'on_corrupt must be one of {ON_CORRUPT}, got {on_corrupt!r}')
    manifest = read_manifest(folder)
    if manifest is None or not manifest.complete:
        raise DataError(f'{folder} holds no complete data set. Run make data')
    faults = {
        shard.name: fault for shard in manifest.shards if (fault := fault_of_shard(folder, shard))
    }
    if faults and on_corrupt == 'refuse':
        raise DataError(
            f'{"; ".join(faults.values())}. make data makes it again; '
            'data.on_corrupt: skip goes on without'
        )
    sound = [shard for shard in manifest.shards if shard.name not in faults]
    _report(faults, manifest, sound)
    if not sound:
        raise DataError(f'{folder} has no sound file left. Run make data')
    return _joined([load_shard(folder, shard) for shard in sound])


def fault_of_shard(folder: Path, shard: Shard) -> str | None:
    """Return what is wrong with a shard, or None."""
    faults = (fault_of(folder, file) for file in shard.files)
    return next((fault for fault in faults if fault), None)


def _report(faults: Mapping[str, str], manifest: Manifest, sound: list[Shard]) -> None:
    for fault in faults.values():
        print(f'skipped: {fault}', file=sys.stderr)
    if faults:
        rows = sum(shard.rows for shard in manifest.shards)
        lost = rows - sum(shard.rows for shard in sound)
        print(f'skipped {lost} of {rows} frames; make data makes them again', file=sys.stderr)


def _joined(parts: list[Frames]) -> Frames:
    facts = {name: np.concatenate([getattr(part, name) for part in parts]) for name in FACTS}
    return Frames(images=ImageShards([np.asanyarray(part.images) for part in parts]), **facts)
