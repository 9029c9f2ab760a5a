# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interface of the fusion strategies, and parts that they share."""

from typing import NamedTuple
from typing import Protocol

from torch import nn
from torch import Tensor

#: Target, destination, task.
QUERIES = 3


class FusionOutput(NamedTuple):
    """Query states after fusion, and the attention weights of the last block."""

    queries: Tensor  # (B * K, QUERIES, dim)
    text_weights: Tensor | None  # (B * K, QUERIES, L)
    image_weights: Tensor | None  # (B * K, QUERIES, N)


class Fusion(Protocol):
    """Interface of every fusion strategy."""

    def __call__(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """
        Fuse words and image.

        Parameters
        ----------
        text, mask
            Words (B * K, L, dim), and True for valid ones (B * K, L): K commands per image.
        image
            Visual tokens (B, N, dim), each image once.
        weights
            Whether to return the attention weights.

        """
        ...


def feed_forward(dim: int, hidden: int) -> nn.Sequential:
    """Return a pre-norm feed-forward network (..., dim); the caller adds the residual."""
    return nn.Sequential(
        nn.LayerNorm(dim), nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, dim)
    )


def check_fusion_shapes(text: Tensor, mask: Tensor, image: Tensor) -> None:
    """
    Check the shapes of the inputs of a fusion.

    Raises
    ------
    ValueError
        If they are not consistent.

    """
    consistent = text.ndim == image.ndim == 3 and text.shape[-1] == image.shape[-1]
    if not consistent or text.shape[0] % image.shape[0] or mask.shape != text.shape[:2]:
        raise ValueError(
            'text, mask and image must be (B * K, L, dim), (B * K, L) and (B, N, dim); '
            f'got {tuple(text.shape)}, {tuple(mask.shape)} and {tuple(image.shape)}'
        )
