# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What frozen encoders make of frames and sentences, computed once and kept on disk."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import fields
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
import torch
from torch import nn
from torch import Tensor
from tqdm import tqdm
from vla_learning.batches import to_images
from vla_learning.frames import Frames
from vla_learning.text_cache import EncodeBatch
from vla_perception.encoder import GridEncoder
from vla_perception.encoder import MAP_COLS
from vla_perception.encoder import MAP_ROWS
from vla_perception.encoder import TOKEN_COLS
from vla_perception.encoder import TOKEN_ROWS
from vla_perception.encoder import VisualOutput

_BATCH = 32


def take_rows(frames: Frames, rows: NDArray[np.int64], images: Any) -> Frames:
    """Return the frames `rows` with `images`, which has a row for each of them."""
    values = {f.name: getattr(frames, f.name)[rows] for f in fields(frames) if f.name != 'images'}
    return Frames(images=images, **values)


@torch.inference_mode()
def write_features(
    path: Path, frames: Frames, rows: NDArray[np.int64], encoder: GridEncoder
) -> None:
    """Write what `encoder` sees in the frames `rows` as (N, 1, 1, D), shaped like images."""
    partial, file = path.with_suffix('.partial'), None
    for start in tqdm(range(0, len(rows), _BATCH), desc='features'):
        part = rows[start:start + _BATCH]
        seen = encoder(to_images(frames.images[part]))
        flat = torch.cat([x.flatten(1) for x in seen], 1).half().numpy()
        if file is None:
            file = np.lib.format.open_memmap(
                partial, 'w+', np.float16, (len(rows), 1, 1, flat.shape[1]))
        file[start:start + len(part), 0, 0] = flat
    partial.replace(path)


class FrozenVisual(nn.Module):
    """A visual encoder that is handed its own features in the place of images."""

    def __init__(self, *, dim: int, map_channels: int) -> None:
        super().__init__()
        self._shapes = (TOKEN_ROWS * TOKEN_COLS, dim), (map_channels, MAP_ROWS, MAP_COLS)

    def forward(self, images: Tensor) -> VisualOutput:
        """Return the features in `images` (B, D, 1, 1), which went through `to_images`."""
        flat = 255 * images.flatten(1)
        parts = flat.split([int(np.prod(shape)) for shape in self._shapes], dim=1)
        return VisualOutput(*(part.unflatten(1, shape)
                              for part, shape in zip(parts, self._shapes, strict=True)))


class StoredText:
    """States of sentences as `write_sentences` left them in a folder."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        start = 0
        for sentence, count in json.loads((folder / 'states.json').read_text()):
            self._places[sentence] = start, start + count
            start += count
        self._states = np.load(folder / 'states.npy', mmap_mode='r')

    def encode(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return states (B, L, channels), zero at padding, and mask (B, L)."""
        rows = [self._states[slice(*self._places[text])] for text in texts]
        states = np.zeros((len(rows), max(map(len, rows)), self._states.shape[1]), np.float32)
        mask = np.zeros(states.shape[:2], bool)
        for i, row in enumerate(rows):
            states[i, : len(row)], mask[i, : len(row)] = row, True
        return torch.from_numpy(states), torch.from_numpy(mask)


def write_sentences(folder: Path, sentences: Iterable[str], encode: EncodeBatch) -> None:
    """Write the states of `sentences` for `StoredText`."""
    # Sentences of one length are encoded together: padding costs as much as words.
    told = sorted(sentences, key=lambda text: (len(text.split()), text))
    rows: list[NDArray[np.float16]] = []
    for start in tqdm(range(0, len(told), _BATCH), desc='sentences'):
        states, mask = encode(told[start:start + _BATCH])
        rows += [s[m].half().numpy() for s, m in zip(states, mask, strict=True)]
    np.save(folder / 'states.npy', np.concatenate(rows))
    counted = [(text, len(row)) for text, row in zip(told, rows, strict=True)]
    (folder / 'states.json').write_text(json.dumps(counted))
