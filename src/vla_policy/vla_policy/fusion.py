# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fuse words and image: queries that read the command, then look at the scene."""

from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from vla_policy.attention import ScaledDotProductAttention

#: Target, destination, task.
QUERIES = 3


class Fused(NamedTuple):
    """Query states after fusion and where the last block looked."""

    queries: Tensor  # (B, QUERIES, dim)
    text_weights: Tensor | None  # (B, QUERIES, L)
    image_weights: Tensor | None  # (B, QUERIES, N)


class TextReader(nn.Module):
    """Bring token states of the text encoder into the shared space, in context."""

    def __init__(self, *, text_dim: int, dim: int, heads: int, max_tokens: int = 32) -> None:
        super().__init__()
        self.max_tokens = max_tokens
        self.project = nn.Sequential(nn.LayerNorm(text_dim), nn.Linear(text_dim, dim))
        self.position = nn.Parameter(torch.randn(1, max_tokens, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.attention = ScaledDotProductAttention(dim=dim, heads=heads)
        self.feed_forward = _feed_forward(dim, 3)

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

    def __init__(self, *, dim: int, heads: int) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_self = ScaledDotProductAttention(dim=dim, heads=heads)
        self.to_text = ScaledDotProductAttention(dim=dim, heads=heads)
        self.to_image = ScaledDotProductAttention(dim=dim, heads=heads)
        self.feed_forward = _feed_forward(dim, 3)

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

    def __init__(self, *, dim: int, heads: int, layers: int) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.blocks = nn.ModuleList(FusionBlock(dim=dim, heads=heads) for _ in range(layers))
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> Fused:
        """Fuse `text` (B * K, L, dim) with `image` (B, N, dim)."""
        fused = Fused(self.queries.expand(text.shape[0], -1, -1), None, None)
        for i, block in enumerate(self.blocks):
            last = i == len(self.blocks) - 1
            fused = block(fused.queries, text, mask, image, weights=weights and last)
        return fused._replace(queries=self.norm(fused.queries))


def _feed_forward(dim: int, factor: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(dim), nn.Linear(dim, factor * dim), nn.GELU(), nn.Linear(factor * dim, dim)
    )
