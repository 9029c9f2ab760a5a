# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features of all frames, seen once, for steps that train everything but the visual encoder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
import torch
from vla_learning.augment import augmented
from vla_learning.batches import to_images
from vla_learning.frames import Frames
from vla_learning.parallel import group
from vla_learning.parallel import wait_for_all
from vla_perception.encoder import GridEncoder
from vla_perception.encoder import VisualOutput

_CHUNK = 32


class Features:
    """
    What a trained visual encoder sees in every frame, in half precision on disk.

    Parameters
    ----------
    folder
        Where two files are kept, about 130 kB a frame.
    frames
        What is looked at, augmented once.
    encoder
        A trained encoder; it is left as it is.

    """

    def __init__(self, folder: Path, frames: Frames, encoder: GridEncoder) -> None:
        """Look at all frames; the processes that train together share the work."""
        folder.mkdir(parents=True, exist_ok=True)
        self._frames, self._encoder, self._folder = frames, encoder, folder
        rank, processes = group()
        training = encoder.training
        encoder.eval()
        if rank == 0:
            self._create()
        wait_for_all()
        self._fill(*(len(frames) * (rank + i) // processes for i in (0, 1)))
        wait_for_all()
        encoder.train(training)
        self._files = self._open('r')

    def __call__(self, rows: Sequence[int]) -> VisualOutput:
        """Return the features of some frames."""
        return VisualOutput(*(torch.from_numpy(file[np.asarray(rows)]).float()
                              for file in self._files))

    def _create(self) -> None:
        seen = self._look(range(1))
        for name, values in zip(seen._fields, seen, strict=True):
            np.lib.format.open_memmap(
                self._path(name), 'w+', np.float16, (len(self._frames), *values.shape[1:]))

    def _fill(self, first: int, last: int) -> None:
        files = self._open('r+')
        for start in range(first, last, _CHUNK):
            rows = range(start, min(start + _CHUNK, last))
            for values, file in zip(self._look(rows), files, strict=True):
                file[rows.start:rows.stop] = values.half().numpy()

    def _open(self, mode: Literal['r', 'r+']) -> list[NDArray[np.float16]]:
        return [np.load(self._path(name), mmap_mode=mode) for name in VisualOutput._fields]

    @torch.inference_mode()
    def _look(self, rows: range) -> VisualOutput:
        images = to_images(self._frames.images[rows.start:rows.stop])
        seen: VisualOutput = self._encoder(
            augmented(images, torch.Generator().manual_seed(rows.start)))
        return seen

    def _path(self, name: str) -> Path:
        return self._folder / f'{name}.npy'
