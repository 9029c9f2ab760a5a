# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cache of visual features on disk, for steps with a frozen visual encoder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
import torch
from tqdm import tqdm
from vla_learning.data.augmentation import augment_images
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_learning.training.distributed import barrier
from vla_learning.training.distributed import broadcast_buffers
from vla_learning.training.distributed import rank_and_size
from vla_perception.visual_encoder import GridEncoder
from vla_perception.visual_encoder import VisualOutput

_CHUNK = 32


def write_visual_features(
    folder: Path,
    frames: Frames,
    encoder: GridEncoder,
    rows: NDArray[np.int64] | None = None,
    *,
    augment: bool = True,
) -> 'VisualFeatureCache':
    """
    Encode the frames `rows`, all when None; the training processes share the work.

    `folder`, the same for all processes, gets two files of about 130 kB a frame. With `augment`,
    each image is augmented once. The weights and the mode of `encoder` do not change.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = np.arange(len(frames)) if rows is None else rows
    rank, processes = rank_and_size()
    training = encoder.training
    encoder.eval()
    # After a training step, batch norms of different processes have different statistics.
    broadcast_buffers(encoder)
    if rank == 0:
        _create(folder, _encode_frames(frames, encoder, chosen[:1]), len(chosen))
    barrier()
    # Shares are whole chunks, so any number of processes writes the same features.
    starts = range(0, len(chosen), _CHUNK)
    first, last = (len(starts) * (rank + i) // processes for i in (0, 1))
    files = _open(folder, 'r+')
    for start in tqdm(starts[first:last], desc='features', disable=rank > 0):
        part = slice(start, min(start + _CHUNK, len(chosen)))
        features = _encode_frames(frames, encoder, chosen[part], start if augment else None)
        for values, file in zip(features, files, strict=True):
            file[part] = values.half().numpy()
    barrier()
    encoder.train(training)
    return VisualFeatureCache(folder)


class VisualFeatureCache:
    """Reader of the features that `write_visual_features` wrote into a folder."""

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
def _encode_frames(
    frames: Frames, encoder: GridEncoder, rows: NDArray[np.int64], seed: int | None = None
) -> VisualOutput:
    """Encode frames; `seed` augments them."""
    images = to_images(frames.images[rows])
    if seed is not None:
        images = augment_images(images, torch.Generator().manual_seed(seed))
    features: VisualOutput = encoder(images)
    return features
