# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Additive attention: scores and weights."""

import torch
from vla_policy.nn.attention_additive import AdditiveAttention


def test_scores_are_the_formula_of_the_paper() -> None:
    attention = AdditiveAttention(dim=2, heads=1)
    q, k, v = torch.randn(1, 1, 1, 2), torch.randn(1, 1, 3, 2), torch.randn(1, 1, 3, 2)
    keys = k[0, 0]
    scores = [attention.score[0].detach() @ torch.tanh(q[0, 0, 0] + key) for key in keys]
    _, share = attention.attend(q, k, v, None, weights=True)
    torch.testing.assert_close(share[0, 0, 0], torch.stack(scores).softmax(-1))


def test_every_head_has_its_own_score_vector() -> None:
    torch.manual_seed(0)
    attention = AdditiveAttention(dim=8, heads=4)
    assert attention.score.shape == (4, 2)
    q, k, v = (torch.randn(1, 1, n, 2).expand(1, 4, n, 2) for n in (1, 3, 3))
    _, share = attention.attend(q, k, v, None, weights=True)
    assert (share[0, 0] - share[0, 1]).abs().max() > 1e-3
