# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Intermediate fusion: the modalities attend to each other."""

from fusion_samples import DIM
from fusion_samples import PATCHES
from fusion_samples import sample_fusion_input
import pytest
import torch
from vla_policy.nn.fusion_intermediate import BidirectionalBlock
from vla_policy.nn.fusion_intermediate import ModalityStream
from vla_policy.nn.fusion_registry import build_fusion


def test_both_modalities_of_a_block_attend_to_the_other() -> None:
    torch.manual_seed(0)
    block = BidirectionalBlock(dim=DIM, heads=2, attention='scaled_dot_product')
    text, mask, image = sample_fusion_input()
    words, patches = block(text, mask, image)
    assert patches.shape == (6, PATCHES, DIM)
    other_words, _ = block(text, mask, image.flip(-1))
    _, other_patches = block(text.flip(-1), mask, image)
    assert (words - other_words).abs().max() > 1e-3
    assert (patches - other_patches).abs().max() > 1e-3


def test_self_attention_of_a_stream_ignores_masked_tokens() -> None:
    torch.manual_seed(0)
    stream = ModalityStream(dim=DIM, heads=2, attention='scaled_dot_product')
    tokens, mask = torch.randn(2, 4, DIM), torch.tensor([[True] * 3 + [False]] * 2)
    changed = tokens.clone()
    changed[:, 3] = 9.0
    a, b = (stream.attend_self(x, mask)[:, :3] for x in (tokens, changed))
    torch.testing.assert_close(a, b)


def test_fewer_than_two_layers_are_an_error() -> None:
    with pytest.raises(ValueError, match=r'at least 2.*got 1'):
        build_fusion('intermediate', dim=16, heads=2, layers=1)
