# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention: masks, gradients, errors."""

import pytest
import torch
from vla_policy.attention import ScaledDotProductAttention


@pytest.fixture
def attention() -> ScaledDotProductAttention:
    torch.manual_seed(0)
    return ScaledDotProductAttention(dim=8, heads=2)


def _inputs() -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    return torch.randn(2, 3, 8), torch.randn(2, 5, 8)


@pytest.mark.parametrize('weights', [False, True])
def test_output_has_the_shape_of_the_query(
    attention: ScaledDotProductAttention, weights: bool
) -> None:
    query, context = _inputs()
    out = attention(query, context, weights=weights)
    assert out.values.shape == (2, 3, 8)
    if weights:
        assert out.weights.shape == (2, 3, 5)
        torch.testing.assert_close(out.weights.sum(-1), torch.ones(2, 3))
    else:
        assert out.weights is None


def test_both_paths_give_the_same(attention: ScaledDotProductAttention) -> None:
    query, context = _inputs()
    mask = torch.tensor([[True, True, True, False, False], [True] * 5])
    fused = attention(query, context, mask).values
    explicit = attention(query, context, mask, weights=True).values
    torch.testing.assert_close(fused, explicit)


@pytest.mark.parametrize('weights', [False, True])
def test_a_row_masked_altogether_gives_zeros(
    attention: ScaledDotProductAttention, weights: bool
) -> None:
    query, context = _inputs()
    mask = torch.tensor([[False] * 5, [True] * 5])
    out = attention(query, context, mask, weights=weights)
    assert (out.values[0] == 0).all()
    assert out.values[1].isfinite().all()
    assert out.values[1].abs().sum() > 0
    if weights:
        assert (out.weights[0] == 0).all()


@pytest.mark.parametrize('weights', [False, True])
def test_a_row_masked_altogether_has_finite_gradients(
    attention: ScaledDotProductAttention, weights: bool
) -> None:
    query, context = _inputs()
    mask = torch.tensor([[False] * 5, [True] * 5])
    attention(query, context, mask, weights=weights).values.sum().backward()
    assert all(p.grad.isfinite().all() for p in attention.parameters())


@pytest.mark.parametrize('weights', [False, True])
def test_masked_tokens_have_no_influence(
    attention: ScaledDotProductAttention, weights: bool
) -> None:
    query, context = _inputs()
    mask = torch.tensor([[True, True, False, True, False]] * 2)
    changed = torch.where(mask[..., None], context, 1e3 * torch.ones_like(context))
    before = attention(query, context, mask, weights=weights)
    after = attention(query, changed, mask, weights=weights)
    torch.testing.assert_close(before.values, after.values)
    if weights:
        assert (after.weights[..., ~mask[0]] == 0).all()


def test_order_of_the_context_does_not_matter(attention: ScaledDotProductAttention) -> None:
    query, context = _inputs()
    torch.testing.assert_close(
        attention(query, context).values, attention(query, context.flip(1)).values
    )


def test_every_parameter_gets_a_gradient(attention: ScaledDotProductAttention) -> None:
    attention(*_inputs()).values.square().sum().backward()
    for name, parameter in attention.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize(('query', 'context'), [
    ((2, 3, 8), (2, 5, 6)), ((2, 3, 8), (3, 5, 8)), ((3, 8), (5, 8)),
])
def test_wrong_shapes_name_both(
    attention: ScaledDotProductAttention, query: tuple[int, ...], context: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match='same B and dim') as error:
        attention(torch.zeros(query), torch.zeros(context))
    assert str(query) in str(error.value)
    assert str(context) in str(error.value)


def test_wrong_mask_names_both_shapes(attention: ScaledDotProductAttention) -> None:
    query, context = _inputs()
    with pytest.raises(ValueError, match=r'\(2, 5\).*\(2, 4\)'):
        attention(query, context, torch.ones(2, 4).bool())


def test_heads_must_divide_dim() -> None:
    with pytest.raises(ValueError, match='dim=8, heads=3'):
        ScaledDotProductAttention(dim=8, heads=3)
