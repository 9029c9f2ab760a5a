# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Properties that every kind of attention has: shapes, masks, gradients and errors."""

import pytest
import torch
from vla_policy.nn.attention import masked_softmax
from vla_policy.nn.attention import MultiHeadAttention
from vla_policy.nn.attention import ScaledDotProductAttention
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.attention_registry import build_attention


@pytest.fixture(params=ATTENTIONS)
def attention(request: pytest.FixtureRequest) -> MultiHeadAttention:
    torch.manual_seed(0)
    return build_attention(request.param, dim=8, heads=2)


def _inputs() -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    return torch.randn(2, 3, 8), torch.randn(2, 5, 8)


@pytest.mark.parametrize('weights', [False, True])
def test_output_has_the_shape_of_the_query(attention: MultiHeadAttention, weights: bool) -> None:
    query, context = _inputs()
    out = attention(query, context, weights=weights)
    assert out.values.shape == (2, 3, 8)
    if weights:
        assert out.weights.shape == (2, 3, 5)
        torch.testing.assert_close(out.weights.sum(-1), torch.ones(2, 3))
    else:
        assert out.weights is None


def test_values_do_not_depend_on_returning_weights(attention: MultiHeadAttention) -> None:
    query, context = _inputs()
    mask = torch.tensor([[True, True, True, False, False], [True] * 5])
    fused = attention(query, context, mask).values
    explicit = attention(query, context, mask, weights=True).values
    torch.testing.assert_close(fused, explicit)


@pytest.mark.parametrize('weights', [False, True])
def test_a_fully_masked_row_gives_zeros(attention: MultiHeadAttention, weights: bool) -> None:
    query, context = _inputs()
    mask = torch.tensor([[False] * 5, [True] * 5])
    out = attention(query, context, mask, weights=weights)
    assert (out.values[0] == 0).all()
    assert out.values[1].isfinite().all()
    assert out.values[1].abs().sum() > 0
    if weights:
        assert (out.weights[0] == 0).all()


@pytest.mark.parametrize('weights', [False, True])
def test_a_fully_masked_row_has_finite_gradients(
    attention: MultiHeadAttention, weights: bool
) -> None:
    query, context = _inputs()
    mask = torch.tensor([[False] * 5, [True] * 5])
    attention(query, context, mask, weights=weights).values.sum().backward()
    assert all(p.grad.isfinite().all() for p in attention.parameters())


@pytest.mark.parametrize('weights', [False, True])
def test_masked_tokens_have_no_influence(attention: MultiHeadAttention, weights: bool) -> None:
    query, context = _inputs()
    mask = torch.tensor([[True, True, False, True, False]] * 2)
    changed = torch.where(mask[..., None], context, 1e3 * torch.ones_like(context))
    before = attention(query, context, mask, weights=weights)
    after = attention(query, changed, mask, weights=weights)
    torch.testing.assert_close(before.values, after.values)
    if weights:
        assert (after.weights[..., ~mask[0]] == 0).all()


def test_the_result_is_invariant_to_the_order_of_the_context(
    attention: MultiHeadAttention,
) -> None:
    query, context = _inputs()
    torch.testing.assert_close(
        attention(query, context).values, attention(query, context.flip(1)).values
    )


def test_every_parameter_gets_a_gradient(attention: MultiHeadAttention) -> None:
    attention(*_inputs()).values.square().sum().backward()
    for name, parameter in attention.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize(
    ('query', 'context'), [((2, 3, 8), (2, 5, 6)), ((2, 3, 8), (3, 5, 8)), ((3, 8), (5, 8))]
)
def test_inconsistent_shapes_are_named(
    attention: MultiHeadAttention, query: tuple[int, ...], context: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match='same B and dim') as error:
        attention(torch.zeros(query), torch.zeros(context))
    assert str(query) in str(error.value)
    assert str(context) in str(error.value)


def test_a_mask_of_another_shape_is_named_with_the_expected_one(
    attention: MultiHeadAttention,
) -> None:
    query, context = _inputs()
    with pytest.raises(ValueError, match=r'\(2, 5\).*\(2, 4\)'):
        attention(query, context, torch.ones(2, 4).bool())


@pytest.mark.parametrize('kind', ATTENTIONS)
def test_heads_must_divide_dim(kind: str) -> None:
    with pytest.raises(ValueError, match='dim=8, heads=3'):
        build_attention(kind, dim=8, heads=3)


@pytest.mark.parametrize('kind', ATTENTIONS)
def test_weights_depend_only_on_the_seed(kind: str) -> None:
    outputs = []
    for seed in (3, 3, 4):
        torch.manual_seed(seed)
        outputs.append(build_attention(kind, dim=8, heads=2)(*_inputs()).values)
    assert torch.equal(outputs[0], outputs[1])
    assert not torch.equal(outputs[0], outputs[2])


def test_scaled_dot_product_is_the_formula_of_the_paper() -> None:
    torch.manual_seed(2)
    attention = ScaledDotProductAttention(dim=4, heads=1)
    q, k, v = torch.randn(1, 1, 2, 4), torch.randn(1, 1, 3, 4), torch.randn(1, 1, 3, 4)
    out, share = attention.attend(q, k, v, None, weights=True)
    expected = (q[0, 0] @ k[0, 0].T / 2).softmax(-1)
    torch.testing.assert_close(share[0, 0], expected)
    torch.testing.assert_close(out[0, 0], expected @ v[0, 0])


def test_masked_softmax_is_zero_where_nothing_is_allowed() -> None:
    scores = torch.tensor([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
    allowed = torch.tensor([[True, True, False], [False, False, False]])
    share = masked_softmax(scores, allowed)
    torch.testing.assert_close(share[0, :2], scores[0, :2].softmax(-1))
    assert share[0, 2] == 0
    assert (share[1] == 0).all()


@pytest.mark.parametrize('allowed', [None, torch.tensor([[True, True, False]])])
def test_masked_softmax_keeps_nan_scores_visible(allowed: torch.Tensor | None) -> None:
    share = masked_softmax(torch.tensor([[1.0, torch.nan, 3.0]]), allowed)
    assert share[0, :2].isnan().all()


def test_masked_softmax_ignores_a_nan_that_is_masked() -> None:
    allowed = torch.tensor([[True, False, True]])
    share = masked_softmax(torch.tensor([[1.0, torch.nan, 1.0]]), allowed)
    torch.testing.assert_close(share, torch.tensor([[0.5, 0.0, 0.5]]))


@pytest.mark.parametrize('kind', ATTENTIONS)
@pytest.mark.parametrize('weights', [True, False])
@pytest.mark.parametrize('masked', [True, False])
@pytest.mark.parametrize('name', ['query', 'key_value', 'output'])
def test_a_nan_weight_is_not_hidden(kind: str, weights: bool, masked: bool, name: str) -> None:
    attention = build_attention(kind, dim=8, heads=2)
    with torch.no_grad():
        getattr(attention, name).weight[0, 0] = torch.nan
    query, context = _inputs()
    mask = torch.ones(context.shape[:2], dtype=torch.bool) if masked else None
    assert attention(query, context, mask, weights=weights).values.isnan().any()
