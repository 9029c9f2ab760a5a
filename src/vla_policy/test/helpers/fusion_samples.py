# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Small fusions and inputs for them."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.fusion_registry import build_fusion

DIM, WORDS, PATCHES = 16, 5, 6


def sample_fusion(kind: str, attention: str = 'scaled_dot_product', seed: int = 0) -> nn.Module:
    """Return a fusion of two layers with random weights."""
    torch.manual_seed(seed)
    return build_fusion(kind, dim=DIM, heads=2, layers=2, attention=attention)


def sample_fusion_input(
    images: int = 2, commands: int = 3, seed: int = 1
) -> tuple[Tensor, Tensor, Tensor]:
    """Return words (B * K, L, dim), their mask (B * K, L) and visual tokens (B, N, dim)."""
    generator = torch.Generator().manual_seed(seed)
    text = torch.randn(images * commands, WORDS, DIM, generator=generator)
    mask = torch.arange(WORDS)[None] < torch.randint(
        2, WORDS + 1, (len(text), 1), generator=generator
    )
    return text, mask, torch.randn(images, PATCHES, DIM, generator=generator)
