# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Early fusion: words, patches and queries are one sequence from the start."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import check_fusion_shapes
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import Fused
from vla_policy.nn.fusion import QUERIES


class JointBlock(nn.Module):
    """The first tokens of a sequence attend to all of it."""

    def __init__(self, *, dim: int, heads: int, attention: str) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        # As many weights as a block of cross attention, which has three attentions.
        self.feed_forward = feed_forward(dim, 7 * dim)

    def forward(
        self, tokens: Tensor, mask: Tensor, count: int, *, weights: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Return the first `count` of `tokens` (B, N, dim) and their weights (B, count, N)."""
        y = self.norm(tokens)
        seen = self.attention(y[:, :count], y, mask, weights=weights)
        x = tokens[:, :count] + seen.values
        return x + self.feed_forward(x), seen.weights


class EarlyFusion(nn.Module):
    """Joint self-attention; of the last block only the queries are computed."""

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
    ) -> Fused:
        """Fuse as `Fusion` says."""
        check_fusion_shapes(text, mask, image)
        patches = (image + self.patch).repeat_interleave(text.shape[0] // image.shape[0], 0)
        queries = self.queries.expand(text.shape[0], -1, -1)
        tokens = torch.cat([queries, text + self.word, patches], 1)  # (B * K, Q + L + N, dim)
        counts = mask.new_ones(text.shape[0], QUERIES + image.shape[1])
        allowed = torch.cat([counts[:, :QUERIES], mask, counts[:, QUERIES:]], 1)
        for block in self.blocks[:-1]:
            tokens, _ = block(tokens, allowed, tokens.shape[1])
        queries, share = self.blocks[-1](tokens, allowed, QUERIES, weights=weights)
        if share is None:
            return Fused(self.norm(queries), None, None)
        _, words, seen = share.split([QUERIES, text.shape[1], image.shape[1]], dim=-1)
        return Fused(self.norm(queries), _to_sum_1(words), _to_sum_1(seen))


def _to_sum_1(share: Tensor) -> Tensor:
    return share / share.sum(-1, keepdim=True).clamp(min=1e-9)
