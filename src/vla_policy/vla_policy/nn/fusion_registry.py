# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the fusion strategies; all have about the same number of weights."""

from collections.abc import Callable

from torch import nn
from vla_policy.nn.fusion_cross_attention import CrossAttentionFusion
from vla_policy.nn.fusion_early import EarlyFusion
from vla_policy.nn.fusion_intermediate import IntermediateFusion
from vla_policy.nn.fusion_late import LateFusion
from vla_policy.nn.registry import choose

FUSIONS: dict[str, Callable[..., nn.Module]] = {
    'cross_attention': CrossAttentionFusion,
    'early': EarlyFusion,
    'late': LateFusion,
    'intermediate': IntermediateFusion,
}


def build_fusion(
    kind: str, *, dim: int, heads: int, layers: int, attention: str = 'scaled_dot_product'
) -> nn.Module:
    """
    Build a fusion strategy that implements `Fusion`.

    Parameters
    ----------
    kind
        Name of the strategy, a key of `FUSIONS`.
    dim, heads
        Channels of the tokens, and heads of every attention.
    layers
        Depth.
    attention
        Kind of every attention, a key of `ATTENTIONS`.

    """
    return choose('fusion', kind, FUSIONS)(
        dim=dim, heads=heads, layers=layers, attention=attention
    )
