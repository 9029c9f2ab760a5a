# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Late fusion: words and image are encoded separately and combined only at the end."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention import AttentionOutput
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import FusionOutput
from vla_policy.nn.fusion import QUERIES


class QueryBlock(nn.Module):
    """Cross-attention from queries to the tokens of one modality."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 2 * dim)

    def forward(
        self, queries: Tensor, tokens: Tensor, mask: Tensor | None, *, weights: bool = False
    ) -> AttentionOutput:
        """Update `queries` (B, Q, dim) with `tokens` (B, N, dim) where `mask` (B, N) is True."""
        attended = self.attention(self.norm(queries), tokens, mask, weights=weights)
        x = queries + attended.values
        return AttentionOutput(x + self.feed_forward(x), attended.weights)


class QueryEncoder(nn.Module):
    """Stack of `QueryBlock` over learned queries."""

    def __init__(self, *, dim: int, heads: int, layers: int, attention: str) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.blocks = nn.ModuleList(
            QueryBlock(dim=dim, heads=heads, attention=attention) for _ in range(layers)
        )

    def forward(
        self, tokens: Tensor, mask: Tensor | None, *, weights: bool = False
    ) -> AttentionOutput:
        """Encode `tokens` (B, N, dim) as query states (B, QUERIES, dim)."""
        out = AttentionOutput(self.queries.expand(tokens.shape[0], -1, -1), None)
        for block in self.blocks:
            out = block(out.values, tokens, mask, weights=weights)
        return out


class LateFusion(nn.Module):
    """One encoder per modality, and a small network that combines their query states."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        sizes = {'dim': dim, 'heads': heads, 'layers': layers}
        self.to_text = QueryEncoder(**sizes, attention=attention)
        self.to_image = QueryEncoder(**sizes, attention=attention)
        self.combine = nn.Sequential(
            nn.LayerNorm(2 * dim), nn.Linear(2 * dim, dim), nn.GELU(), nn.Linear(dim, dim)
        )
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """Fuse words and image; shapes as in `Fusion`."""
        check_fusion_shapes(text, mask, image)
        from_text = self.to_text(text, mask, weights=weights)  # (B * K, Q, dim)
        from_image = self.to_image(image, None, weights=weights)  # (B, Q, dim)
        commands = text.shape[0] // image.shape[0]
        both = torch.cat([from_text.values, from_image.values.repeat_interleave(commands, 0)], -1)
        image_weights = from_image.weights
        if image_weights is not None:
            image_weights = image_weights.repeat_interleave(commands, 0)  # (B * K, Q, N)
        queries = self.norm(from_text.values + self.combine(both))
        return FusionOutput(queries, from_text.weights, image_weights)
