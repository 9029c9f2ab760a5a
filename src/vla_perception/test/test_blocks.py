# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Building blocks of the visual encoder."""

import pytest
import torch
from torch import nn
from vla_perception.blocks import conv_norm
from vla_perception.blocks import ResidualBlock
from vla_perception.blocks import SelfAttentionBlock


def test_attention_does_not_depend_on_the_order_of_tokens() -> None:
    torch.manual_seed(0)
    block, tokens = SelfAttentionBlock(dim=16, heads=4), torch.rand(2, 7, 16)
    order = torch.randperm(7)
    torch.testing.assert_close(block(tokens)[:, order], block(tokens[:, order]))


@pytest.mark.parametrize(('out_channels', 'stride'), [(8, 1), (12, 1), (8, 2)])
def test_shape_of_the_residual_block(out_channels: int, stride: int) -> None:
    block = ResidualBlock(in_channels=8, out_channels=out_channels, stride=stride)
    assert block(torch.rand(2, 8, 6, 10)).shape == (2, out_channels, 6 // stride, 10 // stride)


def test_a_residual_block_of_equal_size_has_an_identity_shortcut() -> None:
    assert isinstance(ResidualBlock(in_channels=8, out_channels=8).shortcut, nn.Identity)
    assert not isinstance(ResidualBlock(in_channels=8, out_channels=9).shortcut, nn.Identity)


def test_a_residual_block_adds_its_input() -> None:
    block = ResidualBlock(in_channels=4, out_channels=4).eval()
    nn.init.zeros_(block.second[0].weight)
    x = torch.rand(1, 4, 5, 6)
    torch.testing.assert_close(block(x), x)


@pytest.mark.parametrize(('kernel_size', 'stride'), [(1, 1), (3, 1), (5, 2)])
def test_a_convolution_divides_the_size_by_the_stride(kernel_size: int, stride: int) -> None:
    layer = conv_norm(3, 7, kernel_size=kernel_size, stride=stride)
    assert layer(torch.rand(2, 3, 8, 12)).shape == (2, 7, 8 // stride, 12 // stride)
    assert layer[0].bias is None


def test_heads_must_divide_the_dimension_of_the_block() -> None:
    with pytest.raises(ValueError, match='dim=16 and heads=5'):
        SelfAttentionBlock(dim=16, heads=5)
