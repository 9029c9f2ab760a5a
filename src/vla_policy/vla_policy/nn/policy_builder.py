# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of a policy network, and its construction."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.dense_head import DenseHead
from vla_policy.nn.fusion_registry import build_fusion
from vla_policy.nn.grounding import LocationHead
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.text_adapter import TextAdapter


@dataclass(frozen=True)
class PolicyConfig:
    """Sizes and components of a policy; the defaults are those of the shipped one."""

    dim: int = 96
    map_channels: int = 64
    map_rows: int = 24
    map_cols: int = 32
    tokens: int = 192
    text_dim: int = 384
    heads: int = 4
    fusion_layers: int = 2
    steps: int = 16
    step_duration_s: float = 0.1
    decoder_dim: int = 64
    decoder_hidden: int = 256
    fusion: str = 'cross_attention'
    attention: str = 'scaled_dot_product'
    decoder: str = 'transformer'
    targets: str = 'relative'

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> 'PolicyConfig':
        """Return the configuration written by `to_dict`; an unknown key raises TypeError."""
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return the configuration for the header of a checkpoint."""
        return asdict(self)


def build_policy(config: PolicyConfig, cell_position: Tensor | None = None) -> VlaPolicy:
    """
    Build a policy with random weights.

    Parameters
    ----------
    config
        Sizes and components.
    cell_position
        Initial table position of each cell of the feature map (rows * cols, 2) [m]; zeros if
        None, for weights that are loaded afterwards.

    """
    c = config
    cells = c.map_rows * c.map_cols
    start = torch.zeros(cells, 2) if cell_position is None else cell_position
    return VlaPolicy(
        text=TextAdapter(text_dim=c.text_dim, dim=c.dim, heads=c.heads, attention=c.attention),
        fusion=build_fusion(
            c.fusion, dim=c.dim, heads=c.heads, layers=c.fusion_layers, attention=c.attention
        ),
        dense=DenseHead(channels=c.map_channels, dim=c.dim, tokens=c.tokens, cell_position=start),
        locator=LocationHead(dim=c.dim, channels=c.map_channels),
        decoder=_build_decoder(c),
        alignment=ContrastiveAlignment(dim=c.dim, channels=c.map_channels, steps=c.steps),
        dim=c.dim,
    )


def _build_decoder(c: PolicyConfig) -> nn.Module:
    return build_decoder(
        c.decoder,
        steps=c.steps,
        dim=c.decoder_dim,
        hidden=c.decoder_hidden,
        heads=c.heads,
        targets=c.targets,
    )
