# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The data set: frames of demonstrations with what is true in each of them.

A folder holds ``images.npy`` (N, 192, 256, 3) uint8 RGB, which is read from disk as needed, and
``frames.npz`` with one row a frame of every other field of `Frames`.
"""

from dataclasses import dataclass
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from vla_learning.commands import Thing
from vla_learning.phrases import CLASSES
from vla_learning.phrases import COLORS

#: Most things in a scene.
MAX_THINGS = 9


class DataError(ValueError):
    """A data set cannot be used; the message names the file and says what to do."""


@dataclass(frozen=True)
class Frames:
    """N frames. T = MAX_THINGS; a thing that is not there has color -1."""

    images: NDArray[np.uint8]  # (N, 192, 256, 3) RGB
    things: NDArray[np.int8]  # (N, T, 2) index of color, index of class
    poses: NDArray[np.float32]  # (N, T, 4) x, y, z in base_link [m], yaw [rad]
    pixels: NDArray[np.float32]  # (N, T, 2) u, v of the center in the image [px]
    hand: NDArray[np.float32]  # (N, 5) tool x, y, z [m], yaw [rad], opening 0 .. 1
    memory: NDArray[np.float32]  # (N, 2) phase, time in phase [s]
    task: NDArray[np.int16]  # (N, 4) task, target, destination, direction; -1 for none
    scene: NDArray[np.int64]  # (N,) seed of the scene

    def __len__(self) -> int:
        return len(self.things)

    def things_of(self, row: int) -> list[Thing]:
        """Return the things of one frame; indices are those of `poses`."""
        return [Thing(COLORS[c], CLASSES[k]) for c, k in self.things[row] if c >= 0]

    def split(self, share: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """
        Return rows for training and for validation, apart by scene.

        Every nth seed is held back, as stills have the first seeds and demonstrations the last.
        """
        inside = np.isin(self.scene, np.unique(self.scene)[:: round(1 / share)])
        return np.flatnonzero(~inside), np.flatnonzero(inside)


def save_frames(folder: Path, frames: Frames) -> None:
    """Write `frames` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / 'images.npy', frames.images)
    rest = {f.name: getattr(frames, f.name) for f in fields(Frames) if f.name != 'images'}
    np.savez_compressed(folder / 'frames.npz', **rest)


def load_frames(folder: Path) -> Frames:
    """
    Read what `save_frames` wrote; images stay on disk until they are used.

    Raises
    ------
    DataError
        If a file is missing, damaged or does not fit the other.

    """
    try:
        images = np.load(folder / 'images.npy', mmap_mode='r', allow_pickle=False)
        with np.load(folder / 'frames.npz', allow_pickle=False) as file:
            rest = {f.name: file[f.name] for f in fields(Frames) if f.name != 'images'}
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DataError(f'{folder} is no readable data set ({error}); run make data') from error
    counts = {name: len(values) for name, values in {'images': images, **rest}.items()}
    if len(set(counts.values())) != 1:
        raise DataError(f'{folder} must hold as many rows of each kind; it has {counts}')
    return Frames(images=images, **rest)


def join_frames(parts: list[Frames]) -> Frames:
    """Put several sets together in memory."""
    return Frames(**{f.name: np.concatenate([getattr(p, f.name) for p in parts])
                     for f in fields(Frames)})
