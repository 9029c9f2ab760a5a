# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cache of the token states of the frozen text encoder."""

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

#: Text encoder: sentences to states (B, L, channels) and mask (B, L), tensors or arrays.
EncodeBatch = Callable[[Sequence[str]], tuple[Any, Any]]


class CachedTextEncoder:
    """Encode each sentence once; states are kept in half precision."""

    def __init__(self, encode: EncodeBatch, batch_size: int = 64) -> None:
        self._encode = encode
        self._batch_size = batch_size
        self._states: dict[str, Tensor] = {}

    def __len__(self) -> int:
        return len(self._states)

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return states (B, L, channels), zero where there is no token, and mask (B, L)."""
        # Sentences of similar length need little padding.
        new = sorted({t for t in texts if t not in self._states}, key=lambda t: (len(t), t))
        for start in range(0, len(new), self._batch_size):
            part = new[start : start + self._batch_size]
            states, mask = map(torch.as_tensor, self._encode(part))
            for text, row, count in zip(part, states, mask.sum(1).tolist(), strict=True):
                self._states[text] = row[:count].half()
        rows = [self._states[t] for t in texts]
        length = max(len(r) for r in rows)
        states = torch.zeros(len(rows), length, rows[0].shape[-1])
        mask = torch.zeros(len(rows), length, dtype=torch.bool)
        for i, row in enumerate(rows):
            states[i, : len(row)] = row
            mask[i, : len(row)] = True
        return states, mask
