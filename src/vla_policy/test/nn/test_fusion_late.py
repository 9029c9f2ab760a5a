# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Late fusion: the modalities are encoded separately."""

from fusion_samples import DIM
from fusion_samples import sample_fusion
from fusion_samples import sample_fusion_input
import torch
from vla_policy.nn.fusion import QUERIES
from vla_policy.nn.fusion_late import QueryEncoder


def test_image_weights_do_not_depend_on_the_words() -> None:
    late, (text, mask, image) = sample_fusion('late'), sample_fusion_input()
    a, b = (late(t, mask, image, weights=True).image_weights for t in (text, text.flip(-1)))
    assert torch.equal(a, b)


def test_text_weights_do_not_depend_on_the_image() -> None:
    late, (text, mask, image) = sample_fusion('late'), sample_fusion_input()
    a, b = (late(text, mask, i, weights=True).text_weights for i in (image, image.flip(-1)))
    assert torch.equal(a, b)


def test_an_encoder_ignores_masked_tokens() -> None:
    torch.manual_seed(0)
    encoder = QueryEncoder(dim=DIM, heads=2, layers=2, attention='scaled_dot_product')
    tokens, mask = torch.randn(2, 5, DIM), torch.tensor([[True] * 3 + [False] * 2] * 2)
    changed = tokens.clone()
    changed[:, 3:] = 9.0
    out = encoder(tokens, mask, weights=True)
    assert out.values.shape == (2, QUERIES, DIM)
    assert (out.weights[..., 3:] == 0).all()
    torch.testing.assert_close(out.values, encoder(changed, mask).values)
