# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Early fusion: words, image tokens and queries form one sequence from the first layer."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import FusionOutput
from vla_policy.nn.fusion import QUERIES


class JointBlock(nn.Module):
    """Transformer block that updates only the first tokens of a sequence."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        # As many weights as a block of cross-attention, which has three attentions.
        self.feed_forward = feed_forward(dim, 7 * dim)

    def forward(
        self, tokens: Tensor, mask: Tensor, count: int, *, weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Return the first `count` of `tokens` (B, N, dim) and their weights (B, count, N)."""
        y = self.norm(tokens)
        attended = self.attention(y[:, :count], y, mask, weights=weights)
        x = tokens[:, :count] + attended.values
        return x + self.feed_forward(x), attended.weights


class EarlyFusion(nn.Module):
    """Joint self-attention; the last block updates only the queries."""

    def __init__(
        self, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, QUERIES, dim) * 0.5)
        self.word, self.patch = (nn.Parameter(0.02 * torch.randn(dim)) for _ in range(2))
        self.blocks = nn.ModuleList(
            JointBlock(dim=dim, heads=heads, attention=attention) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(dim)

    def forward(
        self, text: Tensor, mask: Tensor, image: Tensor, *, weights: bool = False
    ) -> FusionOutput:
        """Fuse words and image; shapes as in `Fusion`."""
        check_fusion_shapes(text, mask, image)
        patches = (image + self.patch).repeat_interleave(text.shape[0] // image.shape[0], 0)
        queries = self.queries.expand(text.shape[0], -1, -1)
        tokens = torch.cat([queries, text + self.word, patches], 1)  # (B * K, Q + L + N, dim)
        valid = mask.new_ones(text.shape[0], QUERIES + image.shape[1])
        allowed = torch.cat(
            [valid[:, :QUERIES], mask, valid[:, QUERIES:]], 1
        )  # (B * K, Q + L + N)
        for block in self.blocks[:-1]:
            tokens, _ = block(tokens, allowed, tokens.shape[1])
        queries, share = self.blocks[-1](tokens, allowed, QUERIES, weights=weights)
        if share is None:
            return FusionOutput(self.norm(queries), None, None)
        _, to_words, to_image = share.split([QUERIES, text.shape[1], image.shape[1]], dim=-1)
        return FusionOutput(self.norm(queries), _normalized(to_words), _normalized(to_image))


def _normalized(share: Tensor) -> Tensor:
    return share / share.sum(-1, keepdim=True).clamp(min=1e-9)
