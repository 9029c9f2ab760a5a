# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fuse words and image: queries that read the command, then look at the scene."""

from typing import NamedTuple
from typing import Protocol

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.attention_registry import build_attention

#: Target, destination, task.
QUERIES = 3
# Of the text encoder's channels in training: a word must not hang on a few of them.
_DROPOUT, _NOISE = 0.2, 0.3


class Fused(NamedTuple):
    """Query states after fusion and where the last block looked."""

    queries: Tensor  # (B, QUERIES, dim)
    text_weights: Tensor | None  # (B, QUERIES, L)
    image_weights: Tensor | None  # (B, QUERIES, N)


class Fusion(Protocol):
    """What every fusion strategy can do."""

    def __call__(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> Fused:
        """
        Fuse words and image.

        Parameters
        ----------
        text, mask
            Words (B * K, L, dim) and True where they count (B * K, L): K commands an image.
        image
            Visual tokens (B, N, dim), each image once.
        weights
            Whether to return where the queries looked.

        """
        ...


class Blur(nn.Module):
    """Noise in training: words that mean about the same are to be read alike."""

    def __init__(self, *, dropout: float = _DROPOUT, noise: float = _NOISE) -> None:
        super().__init__()
        self.dropout, self.noise = dropout, noise

    def forward(self, x: Tensor) -> Tensor:
        """Blur the normed states `x` of words."""
        if not self.training:
            return x
        return functional.dropout(x, self.dropout) + self.noise * torch.randn_like(x)


class TextReader(nn.Module):
    """Bring token states of the text encoder into the shared space, in context."""

    def __init__(
        self,
        *,
        text_dim: int,
        dim: int,
        heads: int,
        max_tokens: int = 32,
        attention: str = 'scaled_dot_product',
    ) -> None:
        super().__init__()
        self.max_tokens = max_tokens
        self.project = nn.Sequential(nn.LayerNorm(text_dim), Blur(), nn.Linear(text_dim, dim))
        self.position = nn.Parameter(torch.randn(1, max_tokens, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Read `states` (B, L, text_dim) where `mask` (B, L) is True; L up to `max_tokens`."""
        if states.shape[1] > self.max_tokens:
            raise ValueError(
                f'a command may have {self.max_tokens} tokens; got {states.shape[1]}. Shorten it'
            )
        x = self.project(states) + self.position[:, : states.shape[1]]
        y = self.norm(x)
        x = x + self.attention(y, y, mask).values
        return x + self.feed_forward(x)


class FusionBlock(nn.Module):
    """Queries attend to themselves, to the words, then to the image."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_self = build_attention(attention, dim=dim, heads=heads)
        self.to_text = build_attention(attention, dim=dim, heads=heads)
        self.to_image = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim)

    def forward(
        self, queries: Tensor, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> Fused:
        """
        Update `queries` (B * K, Q, dim) with `text` (B * K, L, dim) and `image` (B, N, dim).

        K commands share one image, which is encoded and projected only once.
        """
        y = self.norms[0](queries)
        queries = queries + self.to_self(y, y).values
        read = self.to_text(self.norms[1](queries), text, mask, weights=weights)
        queries = queries + read.values
        # The K commands of an image become one long row of queries.
        rows = self.norms[2](queries).reshape(image.shape[0], -1, queries.shape[-1])
        seen = self.to_image(rows, image, weights=weights)
        queries = queries + seen.values.reshape(queries.shape)
        queries = queries + self.feed_forward(queries)
        looked = None if seen.weights is None else seen.weights.reshape(*queries.shape[:2], -1)
        return Fused(queries, read.weights, looked)


class CrossAttentionFusion(nn.Module):
    """A stack of `FusionBlock` over learned queries."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.blocks = nn.ModuleList(
            FusionBlock(dim=dim, heads=heads, attention=attention) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> Fused:
        """Fuse as `Fusion` says."""
        check_fusion_shapes(text, mask, image)
        fused = Fused(self.queries.expand(text.shape[0], -1, -1), None, None)
        for i, block in enumerate(self.blocks):
            last = i == len(self.blocks) - 1
            fused = block(fused.queries, text, mask, image, weights=weights and last)
        return fused._replace(queries=self.norm(fused.queries))


def feed_forward(dim: int, hidden: int) -> nn.Sequential:
    """Return norm and two layers; what goes in is to be added to what comes out."""
    return nn.Sequential(
        nn.LayerNorm(dim), nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, dim)
    )


def check_fusion_shapes(text: Tensor, mask: Tensor, image: Tensor) -> None:
    """
    Check that words and image fit each other.

    Raises
    ------
    ValueError
        If they do not.

    """
    fits = text.ndim == image.ndim == 3 and text.shape[-1] == image.shape[-1]
    if not fits or text.shape[0] % image.shape[0] or mask.shape != text.shape[:2]:
        raise ValueError(
            'text, mask and image must be (B * K, L, dim), (B * K, L) and (B, N, dim); '
            f'got {tuple(text.shape)}, {tuple(mask.shape)} and {tuple(image.shape)}'
        )
