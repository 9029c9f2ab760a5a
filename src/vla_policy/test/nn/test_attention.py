# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of attention: masks, gradients, errors."""

import pytest
import torch
from vla_policy.nn.attention import MultiHeadAttention
from vla_policy.nn.attention_additive import AdditiveAttention
from vla_policy.nn.attention_linear import LinearAttention
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


def test_both_paths_give_the_same(attention: MultiHeadAttention) -> None:
    query, context = _inputs()
    mask = torch.tensor([[True, True, True, False, False], [True] * 5])
    fused = attention(query, context, mask).values
    explicit = attention(query, context, mask, weights=True).values
    torch.testing.assert_close(fused, explicit)


@pytest.mark.parametrize('weights', [False, True])
def test_a_row_masked_altogether_gives_zeros(attention: MultiHeadAttention, weights: bool) -> None:
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


def test_order_of_the_context_does_not_matter(attention: MultiHeadAttention) -> None:
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
def test_wrong_shapes_name_both(
    attention: MultiHeadAttention, query: tuple[int, ...], context: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match='same B and dim') as error:
        attention(torch.zeros(query), torch.zeros(context))
    assert str(query) in str(error.value)
    assert str(context) in str(error.value)


def test_wrong_mask_names_both_shapes(attention: MultiHeadAttention) -> None:
    query, context = _inputs()
    with pytest.raises(ValueError, match=r'\(2, 5\).*\(2, 4\)'):
        attention(query, context, torch.ones(2, 4).bool())


@pytest.mark.parametrize('kind', ATTENTIONS)
def test_heads_must_divide_dim(kind: str) -> None:
    with pytest.raises(ValueError, match='dim=8, heads=3'):
        build_attention(kind, dim=8, heads=3)


@pytest.mark.parametrize('kind', ATTENTIONS)
def test_one_seed_gives_one_result(kind: str) -> None:
    outputs = []
    for seed in (3, 3, 4):
        torch.manual_seed(seed)
        outputs.append(build_attention(kind, dim=8, heads=2)(*_inputs()).values)
    assert torch.equal(outputs[0], outputs[1])
    assert not torch.equal(outputs[0], outputs[2])


def test_unknown_kind_lists_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"scaled_dot_product, additive, linear; got 'cubic'"):
        build_attention('cubic', dim=8, heads=2)


def test_additive_scores_are_those_of_the_paper() -> None:
    attention = AdditiveAttention(dim=2, heads=1)
    q, k, v = torch.randn(1, 1, 1, 2), torch.randn(1, 1, 3, 2), torch.randn(1, 1, 3, 2)
    keys = k[0, 0]
    scores = [attention.score[0].detach() @ torch.tanh(q[0, 0, 0] + key) for key in keys]
    _, share = attention.mix(q, k, v, None, weights=True)
    torch.testing.assert_close(share[0, 0, 0], torch.stack(scores).softmax(-1))


def test_linear_attention_is_a_mean_for_equal_keys() -> None:
    attention = LinearAttention(dim=2, heads=1)
    v = torch.randn(1, 1, 3, 2)
    out, _ = attention.mix(torch.randn(1, 1, 1, 2), torch.ones(1, 1, 3, 2), v, None, weights=False)
    torch.testing.assert_close(out[0, 0, 0], v[0, 0].mean(0))
