# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Early fusion: joint blocks over one sequence."""

from fusion_samples import DIM
from fusion_samples import sample_fusion
from fusion_samples import sample_fusion_input
import pytest
import torch
from vla_policy.nn.fusion_early import JointBlock


@pytest.mark.parametrize('count', [2, 7])
def test_a_block_returns_the_first_tokens(count: int) -> None:
    torch.manual_seed(0)
    block = JointBlock(dim=DIM, heads=2, attention='scaled_dot_product')
    tokens, mask = torch.randn(3, 7, DIM), torch.ones(3, 7, dtype=torch.bool)
    updated, weights = block(tokens, mask, count, weights=True)
    everything, _ = block(tokens, mask, 7)
    assert updated.shape == (3, count, DIM)
    assert weights.shape == (3, count, 7)
    torch.testing.assert_close(updated, everything[:, :count])


def test_words_and_patches_are_marked_by_their_modality() -> None:
    fusion, (text, mask, image) = sample_fusion('early'), sample_fusion_input()
    before = fusion(text, mask, image).queries
    marker = torch.randn(DIM)
    with torch.no_grad():
        fusion.word.add_(marker)
    words = fusion(text, mask, image).queries
    with torch.no_grad():
        fusion.word.sub_(marker)
        fusion.patch.add_(marker)
    patches = fusion(text, mask, image).queries
    assert (words - before).abs().max() > 1e-3
    assert (patches - before).abs().max() > 1e-3
    assert (patches - words).abs().max() > 1e-3
