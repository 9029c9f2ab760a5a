# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cross-attention fusion: blocks over learned queries."""

from fusion_samples import DIM
from fusion_samples import sample_fusion
from fusion_samples import sample_fusion_input
import torch
from vla_policy.nn.fusion import QUERIES
from vla_policy.nn.fusion_cross_attention import CrossModalAttention


def test_a_block_reads_words_and_image() -> None:
    torch.manual_seed(0)
    block = CrossModalAttention(dim=DIM, heads=2, attention='scaled_dot_product')
    text, mask, image = sample_fusion_input()
    queries = torch.randn(6, QUERIES, DIM)
    before = block(queries, text, mask, image).queries
    assert before.shape == queries.shape
    for other in (
        block(queries, text.flip(-1), mask, image).queries,
        block(queries, text, mask, image.flip(-1)).queries,
    ):
        assert (before - other).abs().max() > 1e-3


def test_weights_are_those_of_the_last_block() -> None:
    fusion, (text, mask, image) = sample_fusion('cross_attention'), sample_fusion_input()
    first, last = fusion.blocks
    queries = fusion.queries.expand(len(text), -1, -1)
    queries = first(queries, text, mask, image).queries
    expected = last(queries, text, mask, image, weights=True)
    fused = fusion(text, mask, image, weights=True)
    torch.testing.assert_close(fused.text_weights, expected.text_weights)
    torch.testing.assert_close(fused.image_weights, expected.image_weights)
