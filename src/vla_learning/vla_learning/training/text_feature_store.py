# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Token states of the frozen text encoder, stored on disk for several processes."""

from collections.abc import Iterable
from collections.abc import Sequence
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from tqdm import tqdm
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.training.text_cache import EncodeBatch

_BATCH = 64


def write_text_features(folder: Path, sentences: Iterable[str], encode: EncodeBatch) -> None:
    """Write the token states of `sentences` for `TextFeatureStore`."""
    # Sentences of equal length form a batch, because padding costs as much as tokens.
    ordered = sorted(sentences, key=lambda text: (len(text.split()), text))
    rows: list[NDArray[np.float16]] = []
    for start in tqdm(range(0, len(ordered), _BATCH), desc='sentences'):
        states, mask = encode(ordered[start : start + _BATCH])
        rows += [
            np.asarray(s)[np.asarray(m)].astype(np.float16)
            for s, m in zip(states, mask, strict=True)
        ]
    np.save(folder / 'states.npy', np.concatenate(rows))
    lengths = [(text, len(row)) for text, row in zip(ordered, rows, strict=True)]
    (folder / 'states.json').write_text(json.dumps(lengths))


class TextFeatureStore:
    """Reader of the token states that `write_text_features` wrote into a folder."""

    def __init__(self, folder: Path) -> None:
        self._rows: dict[str, slice] = {}
        start = 0
        for sentence, count in json.loads((folder / 'states.json').read_text()):
            self._rows[sentence] = slice(start, start + count)
            start += count
        self._states = np.load(folder / 'states.npy', mmap_mode='r')

    def encode(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """
        Return states (B, L, channels), zero at padding, and mask (B, L).

        Raises
        ------
        ValueError
            If one of `texts` is not stored.

        """
        if unknown := next((text for text in texts if text not in self._rows), None):
            raise ValueError(
                f'every sentence must be in the store, got {unknown!r}. The command templates '
                'changed during the run: start again'
            )
        rows = [self._states[self._rows[text]] for text in texts]
        states = np.zeros((len(rows), max(map(len, rows)), self._states.shape[1]), np.float32)
        mask = np.zeros(states.shape[:2], bool)
        for i, row in enumerate(rows):
            states[i, : len(row)], mask[i, : len(row)] = row, True
        return torch.from_numpy(states), torch.from_numpy(mask)


class SentenceCollector(CachedTextEncoder):
    """Text encoder stub that collects all sentences instead of encoding them."""

    def __init__(self, channels: int) -> None:
        super().__init__(lambda texts: (torch.zeros(0), torch.zeros(0)))
        self._channels = channels
        self.sentences: set[str] = set()

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Collect `texts` and return one empty token for each."""
        self.sentences.update(texts)
        return torch.zeros(len(texts), 1, self._channels), torch.ones(len(texts), 1).bool()
