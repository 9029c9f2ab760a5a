# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a frozen text encoder makes of sentences, computed once and kept on disk."""

from collections.abc import Iterable
from collections.abc import Sequence
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from tqdm import tqdm
from vla_learning.training.text_cache import EncodeBatch
from vla_learning.training.text_cache import TextCache

_BATCH = 64


def write_sentences(folder: Path, sentences: Iterable[str], encode: EncodeBatch) -> None:
    """Write the states of `sentences` for `StoredText`."""
    # Sentences of one length are encoded together: padding costs as much as words.
    told = sorted(sentences, key=lambda text: (len(text.split()), text))
    rows: list[NDArray[np.float16]] = []
    for start in tqdm(range(0, len(told), _BATCH), desc='sentences'):
        states, mask = encode(told[start : start + _BATCH])
        rows += [s[m].half().numpy() for s, m in zip(states, mask, strict=True)]
    np.save(folder / 'states.npy', np.concatenate(rows))
    counted = [(text, len(row)) for text, row in zip(told, rows, strict=True)]
    (folder / 'states.json').write_text(json.dumps(counted))


class StoredText:
    """States of sentences as `write_sentences` left them in a folder."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, slice] = {}
        start = 0
        for sentence, count in json.loads((folder / 'states.json').read_text()):
            self._places[sentence] = slice(start, start + count)
            start += count
        self._states = np.load(folder / 'states.npy', mmap_mode='r')

    def encode(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """
        Return states (B, L, channels), zero at padding, and mask (B, L).

        Raises
        ------
        ValueError
            If one of `texts` was not written.

        """
        if unknown := next((text for text in texts if text not in self._places), None):
            raise ValueError(
                f'sentences must be written before they are read, got {unknown!r}. '
                'The words have changed meanwhile: start again'
            )
        rows = [self._states[self._places[text]] for text in texts]
        states = np.zeros((len(rows), max(map(len, rows)), self._states.shape[1]), np.float32)
        mask = np.zeros(states.shape[:2], bool)
        for i, row in enumerate(rows):
            states[i, : len(row)], mask[i, : len(row)] = row, True
        return torch.from_numpy(states), torch.from_numpy(mask)


class Listener(TextCache):
    """Hears all sentences and understands none."""

    def __init__(self, channels: int) -> None:
        super().__init__(lambda texts: (torch.zeros(0), torch.zeros(0)))
        self._channels = channels
        self.heard: set[str] = set()

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Remember `texts` and return one empty token for each."""
        self.heard.update(texts)
        return torch.zeros(len(texts), 1, self._channels), torch.ones(len(texts), 1).bool()
