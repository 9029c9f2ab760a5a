# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Additive attention: scores from a small network of query plus key."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention import masked_softmax
from vla_policy.nn.attention import MultiHeadAttention


class AdditiveAttention(MultiHeadAttention):
    """
    Softmax(w . tanh(Q + K)) V; memory grows with queries x keys x dim.

    Bahdanau et al., Neural Machine Translation by Jointly Learning to Align and Translate,
    ICLR 2015.
    """

    def __init__(self, *, dim: int, heads: int) -> None:
        super().__init__(dim=dim, heads=heads)
        self.score = nn.Parameter(torch.randn(heads, dim // heads) * (heads / dim) ** 0.5)

    def attend(
        self, q: Tensor, k: Tensor, v: Tensor, allowed: Tensor | None, *, weights: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Weight the values by the softmax of the additive scores."""
        both = (q[..., :, None, :] + k[..., None, :, :]).tanh()  # (B, H, Q, N, d)
        scores = (both @ self.score[:, None, :, None]).squeeze(-1)  # (B, H, Q, N)
        share = masked_softmax(scores, allowed)
        return share @ v, share if weights else None
