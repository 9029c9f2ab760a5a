# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features of all frames, seen once, for steps that train everything but the visual encoder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
import torch
from tqdm import tqdm
from vla_learning.data.augmentation import augmented
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_learning.training.distributed import group
from vla_learning.training.distributed import wait_for_all
from vla_perception.visual_encoder import GridEncoder
from vla_perception.visual_encoder import VisualOutput

_CHUNK = 32


def write_features(
    folder: Path,
    frames: Frames,
    encoder: GridEncoder,
    rows: NDArray[np.int64] | None = None,
    *,
    augment: bool = True,
) -> 'Features':
    """
    Write what a trained visual encoder sees; the processes that train together share the work.

    Parameters
    ----------
    folder
        Where two files are kept, about 130 kB a frame.
    frames
        What is looked at.
    encoder
        A trained encoder; it is left as it is.
    rows
        Which of the frames; all when None.
    augment
        Whether each of them is augmented, once.

    Returns
    -------
    Features
        What was written.

    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = np.arange(len(frames)) if rows is None else rows
    rank, processes = group()
    training = encoder.training
    encoder.eval()
    if rank == 0:
        _create(folder, _look(frames, encoder, chosen[:1]), len(chosen))
    wait_for_all()
    # Parts are whole chunks, so that any number of processes writes the same.
    starts = range(0, len(chosen), _CHUNK)
    first, last = (len(starts) * (rank + i) // processes for i in (0, 1))
    files = _open(folder, 'r+')
    for start in tqdm(starts[first:last], desc='features', disable=rank > 0):
        stop = min(start + _CHUNK, len(chosen))
        # The seed of the augmentation.
        seed = start if augment else None
        seen = _look(frames, encoder, chosen[start:stop], seed)
        for values, file in zip(seen, files, strict=True):
            file[start:stop] = values.half().numpy()
    wait_for_all()
    encoder.train(training)
    return Features(folder)


class Features:
    """What `write_features` has left in a folder, read from disk as needed."""

    def __init__(self, folder: Path) -> None:
        self._files = _open(folder, 'r')

    def __call__(self, rows: Sequence[int]) -> VisualOutput:
        """Return the features of some frames."""
        return VisualOutput(
            *(torch.from_numpy(file[np.asarray(rows)]).float() for file in self._files)
        )


def _create(folder: Path, like: VisualOutput, count: int) -> None:
    for name, values in zip(like._fields, like, strict=True):
        np.lib.format.open_memmap(
            folder / f'{name}.npy', 'w+', np.float16, (count, *values.shape[1:])
        )


def _open(folder: Path, mode: Literal['r', 'r+']) -> list[NDArray[np.float16]]:
    return [np.load(folder / f'{name}.npy', mmap_mode=mode) for name in VisualOutput._fields]


@torch.inference_mode()
def _look(
    frames: Frames, encoder: GridEncoder, rows: NDArray[np.int64], seed: int | None = None
) -> VisualOutput:
    images = to_images(frames.images[rows])
    if seed is not None:
        images = augmented(images, torch.Generator().manual_seed(seed))
    seen: VisualOutput = encoder(images)
    return seen
