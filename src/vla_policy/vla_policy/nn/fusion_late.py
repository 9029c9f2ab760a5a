# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Late fusion: words and image are read apart and meet only at the end."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention import Attended
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import Fused
from vla_policy.nn.fusion import QUERIES


class ReaderBlock(nn.Module):
    """Queries read the tokens of one modality."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 2 * dim)

    def forward(
        self, queries: Tensor, tokens: Tensor, mask: Tensor | None, *, weights: bool = False
    ) -> Attended:
        """Update `queries` (B, Q, dim) with `tokens` (B, N, dim) where `mask` (B, N) is True."""
        read = self.attention(self.norm(queries), tokens, mask, weights=weights)
        x = queries + read.values
        return Attended(x + self.feed_forward(x), read.weights)


class Reader(nn.Module):
    """A stack of `ReaderBlock` over learned queries."""

    def __init__(self, *, dim: int, heads: int, layers: int, attention: str) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.blocks = nn.ModuleList(
            ReaderBlock(dim=dim, heads=heads, attention=attention) for _ in range(layers)
        )

    def forward(self, tokens: Tensor, mask: Tensor | None, *, weights: bool = False) -> Attended:
        """Read `tokens` (B, N, dim)."""
        read = Attended(self.queries.expand(tokens.shape[0], -1, -1), None)
        for block in self.blocks:
            read = block(read.values, tokens, mask, weights=weights)
        return read


class LateFusion(nn.Module):
    """Two readers and a small network over what both have found."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        sizes = {'dim': dim, 'heads': heads, 'layers': layers}
        self.to_text = Reader(**sizes, attention=attention)
        self.to_image = Reader(**sizes, attention=attention)
        self.combine = nn.Sequential(
            nn.LayerNorm(2 * dim), nn.Linear(2 * dim, dim), nn.GELU(), nn.Linear(dim, dim)
        )
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> Fused:
        """Fuse as `Fusion` says."""
        check_fusion_shapes(text, mask, image)
        read = self.to_text(text, mask, weights=weights)
        seen = self.to_image(image, None, weights=weights)
        commands = text.shape[0] // image.shape[0]
        both = torch.cat([read.values, seen.values.repeat_interleave(commands, 0)], -1)
        looked = None if seen.weights is None else seen.weights.repeat_interleave(commands, 0)
        return Fused(self.norm(read.values + self.combine(both)), read.weights, looked)
