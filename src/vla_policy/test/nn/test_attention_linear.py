# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Linear attention: values and weights of the kernel."""

import torch
from torch.nn import functional
from vla_policy.nn.attention_linear import LinearAttention


def test_equal_keys_give_the_mean_of_the_values() -> None:
    attention = LinearAttention(dim=2, heads=1)
    v = torch.randn(1, 1, 3, 2)
    out, _ = attention.attend(
        torch.randn(1, 1, 1, 2), torch.ones(1, 1, 3, 2), v, None, weights=False
    )
    torch.testing.assert_close(out[0, 0, 0], v[0, 0].mean(0))


def test_weights_are_the_normalized_products_of_the_kernel() -> None:
    torch.manual_seed(0)
    attention = LinearAttention(dim=3, heads=1)
    q, k, v = torch.randn(1, 1, 2, 3), torch.randn(1, 1, 4, 3), torch.randn(1, 1, 4, 3)
    out, share = attention.attend(q, k, v, None, weights=True)
    products = (functional.elu(q[0, 0]) + 1) @ (functional.elu(k[0, 0]) + 1).T
    expected = products / products.sum(-1, keepdim=True)
    assert share is not None
    torch.testing.assert_close(share[0, 0], expected)
    torch.testing.assert_close(out[0, 0], expected @ v[0, 0])
