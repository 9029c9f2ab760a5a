# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Adapter from the frozen text encoder to the token space of the policy."""

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.fusion import feed_forward
from vla_policy.types.policy_config import MAX_TOKENS

# Regularization in training: no word may depend on a few channels of the text encoder.
_DROPOUT, _NOISE = 0.2, 0.3


class FeatureNoise(nn.Module):
    """Dropout and Gaussian noise in training, so that similar words give similar outputs."""

    def __init__(self, *, dropout: float = _DROPOUT, noise: float = _NOISE) -> None:
        super().__init__()
        self.dropout, self.noise = dropout, noise

    def forward(self, x: Tensor) -> Tensor:
        """Perturb normalized states `x` of any shape in training; no change in inference."""
        if not self.training:
            return x
        return functional.dropout(x, self.dropout) + self.noise * torch.randn_like(x)


class TextAdapter(nn.Module):
    """Project token states of the text encoder to `dim` channels, then apply self-attention."""

    def __init__(
        self,
        *,
        text_dim: int,
        dim: int,
        heads: int,
        max_tokens: int = MAX_TOKENS,
        attention: str = 'scaled_dot_product',
    ) -> None:
        super().__init__()
        self.max_tokens = max_tokens
        self.project = nn.Sequential(
            nn.LayerNorm(text_dim), FeatureNoise(), nn.Linear(text_dim, dim)
        )
        self.position = nn.Parameter(torch.randn(1, max_tokens, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        self.feed_forward = feed_forward(dim, 3 * dim)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """
        Return word features (B, L, dim).

        Parameters
        ----------
        states
            Token states of the text encoder (B, L, text_dim); L is at most `max_tokens`.
        mask
            (B, L), True for valid tokens.

        """
        if states.shape[1] > self.max_tokens:
            raise ValueError(
                f'a command may have {self.max_tokens} tokens; got {states.shape[1]}. Shorten it'
            )
        x = self.project(states) + self.position[:, : states.shape[1]]  # (B, L, dim)
        y = self.norm(x)
        x = x + self.attention(y, y, mask).values
        return x + self.feed_forward(x)
