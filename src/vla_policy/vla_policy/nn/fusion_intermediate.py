# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Intermediate fusion: words and image attend to each other, then queries attend to both."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import FusionOutput
from vla_policy.nn.fusion import QUERIES


class ModalityStream(nn.Module):
    """One modality: self-attention, then cross-attention to the other modality."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(2))
        self.to_self = build_attention(attention, dim=dim, heads=heads)
        self.to_other = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim // 2)

    def attend_self(self, tokens: Tensor, mask: Tensor | None) -> Tensor:
        """Update `tokens` (B, N, dim) where `mask` (B, N) is True."""
        y = self.norms[0](tokens)
        attended: Tensor = tokens + self.to_self(y, y, mask).values
        return attended

    def attend_other(self, tokens: Tensor, other: Tensor, mask: Tensor | None) -> Tensor:
        """Update `tokens` (B * K, N, dim) with `other` (B, M, dim), which K of them share."""
        rows = self.norms[1](tokens).reshape(other.shape[0], -1, tokens.shape[-1])
        x = tokens + self.to_other(rows, other, mask).values.reshape(tokens.shape)
        updated: Tensor = x + self.feed_forward(x)
        return updated


class BidirectionalBlock(nn.Module):
    """
    Co-attention: words attend to the image while the image attends to the words.

    Lu et al., ViLBERT, NeurIPS 2019.
    """

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.text = ModalityStream(dim=dim, heads=heads, attention=attention)
        self.image = ModalityStream(dim=dim, heads=heads, attention=attention)

    def forward(self, text: Tensor, mask: Tensor, image: Tensor) -> tuple[Tensor, Tensor]:
        """Return updated words (B * K, L, dim) and one image per command (B * K, N, dim)."""
        text = self.text.attend_self(text, mask)
        image = self.image.attend_self(image, None)
        patches = image.repeat_interleave(text.shape[0] // image.shape[0], 0)
        return (
            self.text.attend_other(text, image, None),
            self.image.attend_other(patches, text, mask),
        )


class IntermediateFusion(nn.Module):
    """Stack of `BidirectionalBlock`, and queries that attend to its outputs."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        if layers < 2:
            raise ValueError(
                'intermediate fusion needs fusion_layers of at least 2, one to exchange and one '
                f'to read; got {layers}'
            )
        self.blocks = nn.ModuleList(
            BidirectionalBlock(dim=dim, heads=heads, attention=attention)
            for _ in range(layers - 1)
        )
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_text = build_attention(attention, dim=dim, heads=heads)
        self.to_image = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim // 2)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """Fuse words and image; shapes as in `Fusion`."""
        check_fusion_shapes(text, mask, image)
        for block in self.blocks:
            text, image = block(text, mask, image)  # (B * K, L, dim), (B * K, N, dim)
        queries = self.queries.expand(text.shape[0], -1, -1)
        from_text = self.to_text(self.norms[0](queries), text, mask, weights=weights)
        queries = queries + from_text.values
        from_image = self.to_image(self.norms[1](queries), image, weights=weights)
        queries = queries + from_image.values
        queries = self.norms[2](queries + self.feed_forward(queries))
        return FusionOutput(queries, from_text.weights, from_image.weights)
