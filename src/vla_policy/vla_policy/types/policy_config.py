# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration of a policy network."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from typing import Any
from typing import Final

#: Most word pieces of a command.
MAX_TOKENS: Final = 32


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
