# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cross-attention fusion: learned queries attend to the words, then to the image."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import FusionOutput
from vla_policy.nn.fusion import QUERIES


class CrossModalAttention(nn.Module):
    """One block: self-attention of the queries, cross-attention to words, then to the image."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_self = build_attention(attention, dim=dim, heads=heads)
        self.to_text = build_attention(attention, dim=dim, heads=heads)
        self.to_image = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim)

    def forward(
        self, queries: Tensor, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """
        Update `queries` (B * K, Q, dim) with `text` (B * K, L, dim) and `image` (B, N, dim).

        K commands share one image, which is encoded and projected only once.
        """
        y = self.norms[0](queries)
        queries = queries + self.to_self(y, y).values
        from_text = self.to_text(self.norms[1](queries), text, mask, weights=weights)
        queries = queries + from_text.values  # (B * K, Q, dim)
        rows = self.norms[2](queries).reshape(image.shape[0], -1, queries.shape[-1])
        from_image = self.to_image(rows, image, weights=weights)  # (B, K * Q, dim)
        queries = queries + from_image.values.reshape(queries.shape)
        queries = queries + self.feed_forward(queries)
        image_weights = from_image.weights
        if image_weights is not None:
            image_weights = image_weights.reshape(*queries.shape[:2], -1)  # (B * K, Q, N)
        return FusionOutput(queries, from_text.weights, image_weights)


class CrossAttentionFusion(nn.Module):
    """Stack of `CrossModalAttention` over learned queries."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.blocks = nn.ModuleList(
            CrossModalAttention(dim=dim, heads=heads, attention=attention) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """Fuse words and image; shapes as in `Fusion`."""
        check_fusion_shapes(text, mask, image)
        fused = FusionOutput(self.queries.expand(text.shape[0], -1, -1), None, None)
        for i, block in enumerate(self.blocks):
            last = i == len(self.blocks) - 1
            fused = block(fused.queries, text, mask, image, weights=weights and last)
        return fused._replace(queries=self.norm(fused.queries))
