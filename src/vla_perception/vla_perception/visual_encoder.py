# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped visual encoder as a network of torch."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval
from vla_common.arrays import Float32Array
from vla_perception.blocks import conv_norm
from vla_perception.blocks import ResidualBlock
from vla_perception.blocks import SelfAttentionBlock
from vla_perception.encoder_protocol import GRID_ENCODER_ID
from vla_perception.encoder_protocol import IMAGE_HEIGHT_PX
from vla_perception.encoder_protocol import IMAGE_WIDTH_PX
from vla_perception.encoder_protocol import split_levels
from vla_perception.encoder_protocol import TOKEN_COLS
from vla_perception.encoder_protocol import TOKEN_ROWS


class VisualOutput(NamedTuple):
    """Features of a batch of images; rows from the top, columns from the left."""

    tokens: Tensor  # (B, TOKEN_ROWS * TOKEN_COLS, dim)
    feature_map: Tensor  # (B, map_channels, MAP_ROWS, MAP_COLS)


class GridEncoder(nn.Module):
    """Convolutions, a 12 x 16 grid of tokens with self-attention, and a fine 24 x 32 map."""

    encoder_id = GRID_ENCODER_ID
    mean: Tensor
    std: Tensor

    def __init__(self, *, dim: int = 96, map_channels: int = 64, heads: int = 4) -> None:
        super().__init__()
        self.config = {'dim': dim, 'map_channels': map_channels, 'heads': heads}
        self.dim = dim
        self.register_buffer('mean', torch.full((1, 3, 1, 1), 0.45))
        self.register_buffer('std', torch.full((1, 3, 1, 1), 0.25))
        self.stem = nn.Sequential(
            conv_norm(3, 24, kernel_size=5, stride=2),
            nn.ReLU(),
            conv_norm(24, 48, stride=2),
            nn.ReLU(),
        )
        self.fine = ResidualBlock(in_channels=48, out_channels=64, stride=2)
        self.coarse = nn.Sequential(
            ResidualBlock(in_channels=64, out_channels=dim, stride=2),
            ResidualBlock(in_channels=dim, out_channels=dim),
        )
        self.position = nn.Parameter(0.02 * torch.randn(1, TOKEN_ROWS * TOKEN_COLS, dim))
        self.attention = SelfAttentionBlock(dim=dim, heads=heads)
        self.top_down = nn.Conv2d(dim, map_channels, 1)
        self.lateral = nn.Conv2d(64, map_channels, 1)
        self.fuse = nn.Conv2d(map_channels, map_channels, 3, padding=1)
        self.refine = nn.Conv2d(map_channels, map_channels, 1)

    def forward(self, images: Tensor) -> VisualOutput:
        """Encode RGB images (B, 3, 192, 256) in [0, 1]."""
        expected = (3, IMAGE_HEIGHT_PX, IMAGE_WIDTH_PX)
        if images.ndim != 4 or tuple(images.shape[1:]) != expected:
            raise ValueError(
                f'images must have shape (batch, {", ".join(map(str, expected))}), '
                f'got {tuple(images.shape)}; resize them with vla_perception.preprocess'
            )
        images = balance_exposure(images)
        fine = self.fine(self.stem((images - self.mean) / self.std))  # (B, 64, 24, 32)
        grid = self.coarse(fine)  # (B, dim, 12, 16)
        tokens = self.attention(grid.flatten(2).transpose(1, 2) + self.position)  # (B, 192, dim)
        return VisualOutput(tokens, self._feature_map(tokens, fine))

    def _feature_map(self, tokens: Tensor, fine: Tensor) -> Tensor:
        grid = tokens.transpose(1, 2).reshape(-1, self.dim, TOKEN_ROWS, TOKEN_COLS)
        coarse = functional.interpolate(self.top_down(grid), scale_factor=2.0, mode='bilinear')
        fused = functional.relu(self.fuse(functional.relu(coarse + self.lateral(fine))))
        return fused + functional.relu(self.refine(fused))

    @torch.inference_mode()
    def encode(self, image: Float32Array) -> list[Float32Array]:
        """Encode one RGB image (3, 192, 256) in [0, 1] as (12, 16, dim) and (24, 32, channels)."""
        return self.encode_batch([image])[0]

    @torch.inference_mode()
    def encode_batch(self, images: Sequence[Float32Array]) -> list[list[Float32Array]]:
        """Encode several images at once, see `encode`."""
        output = self(torch.from_numpy(np.stack(images)))
        return split_levels(output.tokens.numpy(), output.feature_map.numpy())


def balance_exposure(images: Tensor) -> Tensor:
    """Scale each of the images (B, 3, H, W) to a mean of about 0.45, by at most the factor 15."""
    level = images.mean((1, 2, 3), keepdim=True)
    return images * (0.45 / level.clamp(min=0.03))


def prepare_for_inference(encoder: GridEncoder) -> GridEncoder:
    """Fold batch norms and use channels-last memory, in place; training is then impossible."""
    fold_batch_norm(encoder)
    encoder.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return encoder.eval().requires_grad_(False)


def fold_batch_norm(module: nn.Module) -> nn.Module:
    """Fold each batch norm into the preceding convolution, in place."""
    if isinstance(module, nn.Sequential) and len(module) == 2:
        convolution, norm = module
        if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            return fuse_conv_bn_eval(convolution.eval(), norm.eval())
    for name, child in module.named_children():
        setattr(module, name, fold_batch_norm(child))
    return module


def build_encoder(config: Mapping[str, Any]) -> GridEncoder:
    """Build the shipped encoder from the value of `GridEncoder.config`."""
    known = {'dim', 'map_channels', 'heads'}
    if unknown := sorted(set(config) - known):
        raise ValueError(
            f'config of {GridEncoder.encoder_id} may contain {sorted(known)}, got {unknown}; '
            'use the checkpoint of this release'
        )
    return GridEncoder(**config)
