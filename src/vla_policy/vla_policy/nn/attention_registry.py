# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the kinds of attention."""

from vla_policy.nn.attention import MultiHeadAttention
from vla_policy.nn.attention import ScaledDotProductAttention
from vla_policy.nn.attention_additive import AdditiveAttention
from vla_policy.nn.attention_linear import LinearAttention
from vla_policy.nn.registry import choose

ATTENTIONS: dict[str, type[MultiHeadAttention]] = {
    'scaled_dot_product': ScaledDotProductAttention,
    'additive': AdditiveAttention,
    'linear': LinearAttention,
}


def build_attention(kind: str, *, dim: int, heads: int) -> MultiHeadAttention:
    """Build the attention `kind`, a key of `ATTENTIONS`."""
    return choose('attention', kind, ATTENTIONS)(dim=dim, heads=heads)
