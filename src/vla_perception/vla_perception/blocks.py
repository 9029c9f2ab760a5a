# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Building blocks of the visual encoder."""

from torch import nn
from torch import Tensor
from torch.nn import functional


def conv_norm(inputs: int, outputs: int, *, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Build a convolution that keeps the size (or divides it by `stride`), with batch norm."""
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut."""

    def __init__(self, *, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = conv_norm(inputs, outputs, stride=stride)
        self.second = conv_norm(outputs, outputs)
        same = inputs == outputs and stride == 1
        self.shortcut = (
            nn.Identity() if same else conv_norm(inputs, outputs, kernel=1, stride=stride)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Turn (B, inputs, H, W) into (B, outputs, H / stride, W / stride)."""
        y: Tensor = self.second(functional.relu(self.first(x)))
        return functional.relu(y + self.shortcut(x))


class SelfAttentionBlock(nn.Module):
    """One pre-norm transformer layer over tokens without padding."""

    def __init__(self, *, dim: int, heads: int, expansion: int = 2) -> None:
        super().__init__()
        if dim % heads:
            raise ValueError(
                f'dim must be a multiple of heads, got dim={dim} and heads={heads}; change one'
            )
        self.heads = heads
        self.norm_attention = nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)
        self.feed_forward = nn.Sequential(
            nn.LayerNorm(dim),
            nn.Linear(dim, expansion * dim),
            nn.GELU(),
            nn.Linear(expansion * dim, dim),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Let the tokens (B, N, dim) see each other."""
        batch, count, dim = x.shape
        qkv = self.qkv(self.norm_attention(x)).view(batch, count, 3, self.heads, dim // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each (B, heads, N, D / heads)
        mixed = functional.scaled_dot_product_attention(query, key, value)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, count, dim))
        y: Tensor = self.feed_forward(x)
        return x + y
