# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Properties of every fusion strategy with every kind of attention."""

from itertools import product

from fusion_samples import DIM
from fusion_samples import PATCHES
from fusion_samples import sample_fusion
from fusion_samples import sample_fusion_input
from fusion_samples import WORDS
import pytest
import torch
from torch import nn
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.fusion import feed_forward
from vla_policy.nn.fusion import QUERIES
from vla_policy.nn.fusion_registry import FUSIONS


@pytest.fixture(params=product(FUSIONS, ATTENTIONS), ids='-'.join)
def fusion(request: pytest.FixtureRequest) -> nn.Module:
    return sample_fusion(*request.param)


@pytest.mark.parametrize('weights', [False, True])
def test_shapes_for_several_commands_per_image(fusion: nn.Module, weights: bool) -> None:
    text, mask, image = sample_fusion_input()
    fused = fusion(text, mask, image, weights=weights)
    assert fused.queries.shape == (6, QUERIES, DIM)
    if not weights:
        assert fused.text_weights is None
        assert fused.image_weights is None
        return
    assert fused.text_weights.shape == (6, QUERIES, WORDS)
    assert fused.image_weights.shape == (6, QUERIES, PATCHES)
    for share in (fused.text_weights, fused.image_weights):
        torch.testing.assert_close(share.sum(-1), torch.ones(6, QUERIES))
    assert (fused.text_weights.transpose(1, 2)[~mask] == 0).all()


def test_weights_do_not_change_the_result(fusion: nn.Module) -> None:
    inputs = sample_fusion_input()
    torch.testing.assert_close(fusion(*inputs).queries, fusion(*inputs, weights=True).queries)


def test_a_batch_of_commands_equals_single_commands(fusion: nn.Module) -> None:
    text, mask, image = sample_fusion_input()
    together = fusion(text, mask, image, weights=True)
    for i in range(6):
        alone = fusion(text[i, None], mask[i, None], image[i // 3, None], weights=True)
        for actual, expected in zip(alone, together, strict=True):
            torch.testing.assert_close(actual[0], expected[i])


def test_padding_has_no_influence(fusion: nn.Module) -> None:
    text, mask, image = sample_fusion_input()
    noisy = torch.where(mask[..., None], text, 100 * torch.ones_like(text))
    longer = torch.cat([noisy, torch.full((6, 2, DIM), -7.0)], 1)
    torch.testing.assert_close(
        fusion(text, mask, image).queries,
        fusion(longer, torch.cat([mask, torch.zeros(6, 2).bool()], 1), image).queries,
    )


def test_the_result_depends_on_words_and_image(fusion: nn.Module) -> None:
    text, mask, image = sample_fusion_input()
    before = fusion(text, mask, image).queries
    assert (fusion(text + torch.randn(DIM), mask, image).queries - before).abs().max() > 1e-3
    assert (fusion(text, mask, image.roll(1, -1)).queries - before).abs().max() > 1e-3


@pytest.mark.parametrize('weights', [False, True])
def test_a_command_of_padding_only_gives_no_nan(fusion: nn.Module, weights: bool) -> None:
    text, mask, image = sample_fusion_input()
    mask[1] = False
    fused = fusion(text, mask, image, weights=weights)
    fused.queries.square().sum().backward()
    assert fused.queries.isfinite().all()
    assert all(p.grad.isfinite().all() for p in fusion.parameters())
    if weights:
        assert (fused.text_weights[1] == 0).all()


def test_every_parameter_gets_a_gradient(fusion: nn.Module) -> None:
    torch.manual_seed(2)
    (fusion(*sample_fusion_input()).queries * torch.randn(6, QUERIES, DIM)).sum().backward()
    for name, parameter in fusion.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize('kind', FUSIONS)
def test_weights_depend_only_on_the_seed(kind: str) -> None:
    first, second, other = (
        sample_fusion(kind, seed=s)(*sample_fusion_input()).queries for s in (5, 5, 6)
    )
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


@pytest.mark.parametrize(
    ('text', 'mask', 'image'),
    [
        ((6, 5, 16), (6, 5), (2, 6, 12)),
        ((5, 5, 16), (5, 5), (2, 6, 16)),
        ((6, 5, 16), (6, 4), (2, 6, 16)),
        ((6, 16), (6, 5), (2, 6, 16)),
    ],
)
@pytest.mark.parametrize('kind', FUSIONS)
def test_inconsistent_shapes_are_all_named(
    kind: str, text: tuple[int, ...], mask: tuple[int, ...], image: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r'must be \(B \* K, L, dim\)') as error:
        sample_fusion(kind)(torch.zeros(text), torch.ones(mask).bool(), torch.zeros(image))
    for shape in (text, mask, image):
        assert str(shape) in str(error.value)


def test_a_feed_forward_network_normalizes_its_input() -> None:
    torch.manual_seed(0)
    layers = feed_forward(8, 16)
    x = torch.randn(3, 8)
    assert layers(x).shape == (3, 8)
    torch.testing.assert_close(layers(x), layers(5.0 * x + 2.0), rtol=1e-3, atol=1e-4)
