# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every fusion strategy, with every kind of attention: shapes, masks, gradients, errors."""

from itertools import product

import pytest
import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.fusion import QUERIES
from vla_policy.nn.fusion import TextReader
from vla_policy.nn.fusion_intermediate import BidirectionalBlock
from vla_policy.nn.fusion_registry import build_fusion
from vla_policy.nn.fusion_registry import FUSIONS

DIM, WORDS, PATCHES = 16, 5, 6


def a_fusion(kind: str, attention: str = 'scaled_dot_product', seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return build_fusion(kind, dim=DIM, heads=2, layers=2, attention=attention)


@pytest.fixture(params=product(FUSIONS, ATTENTIONS), ids='-'.join)
def fusion(request: pytest.FixtureRequest) -> nn.Module:
    return a_fusion(*request.param)


def some(images: int = 2, commands: int = 3, seed: int = 1) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    text = torch.randn(images * commands, WORDS, DIM, generator=generator)
    mask = torch.arange(WORDS)[None] < torch.randint(
        2, WORDS + 1, (len(text), 1), generator=generator
    )
    return text, mask, torch.randn(images, PATCHES, DIM, generator=generator)


@pytest.mark.parametrize('weights', [False, True])
def test_shapes_for_several_commands_per_image(fusion: nn.Module, weights: bool) -> None:
    text, mask, image = some()
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
    inputs = some()
    torch.testing.assert_close(fusion(*inputs).queries, fusion(*inputs, weights=True).queries)


def test_several_commands_are_the_same_as_one_by_one(fusion: nn.Module) -> None:
    text, mask, image = some()
    together = fusion(text, mask, image, weights=True)
    for i in range(6):
        alone = fusion(text[i, None], mask[i, None], image[i // 3, None], weights=True)
        for got, wanted in zip(alone, together, strict=True):
            torch.testing.assert_close(got[0], wanted[i])


def test_padding_has_no_influence(fusion: nn.Module) -> None:
    text, mask, image = some()
    noisy = torch.where(mask[..., None], text, 100 * torch.ones_like(text))
    longer = torch.cat([noisy, torch.full((6, 2, DIM), -7.0)], 1)
    torch.testing.assert_close(
        fusion(text, mask, image).queries,
        fusion(longer, torch.cat([mask, torch.zeros(6, 2).bool()], 1), image).queries,
    )


def test_words_and_image_change_the_result(fusion: nn.Module) -> None:
    text, mask, image = some()
    before = fusion(text, mask, image).queries
    assert (fusion(text + torch.randn(DIM), mask, image).queries - before).abs().max() > 1e-3
    assert (fusion(text, mask, image.roll(1, -1)).queries - before).abs().max() > 1e-3


@pytest.mark.parametrize('weights', [False, True])
def test_a_command_of_padding_only_gives_no_nan(fusion: nn.Module, weights: bool) -> None:
    text, mask, image = some()
    mask[1] = False
    fused = fusion(text, mask, image, weights=weights)
    fused.queries.square().sum().backward()
    assert fused.queries.isfinite().all()
    assert all(p.grad.isfinite().all() for p in fusion.parameters())
    if weights:
        assert (fused.text_weights[1] == 0).all()


def test_every_parameter_gets_a_gradient(fusion: nn.Module) -> None:
    torch.manual_seed(2)
    (fusion(*some()).queries * torch.randn(6, QUERIES, DIM)).sum().backward()
    for name, parameter in fusion.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize('kind', FUSIONS)
def test_one_seed_gives_one_result(kind: str) -> None:
    first, second, other = (a_fusion(kind, seed=s)(*some()).queries for s in (5, 5, 6))
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
def test_wrong_shapes_are_all_named(
    kind: str, text: tuple[int, ...], mask: tuple[int, ...], image: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r'must be \(B \* K, L, dim\)') as error:
        a_fusion(kind)(torch.zeros(text), torch.ones(mask).bool(), torch.zeros(image))
    for shape in (text, mask, image):
        assert str(shape) in str(error.value)


@pytest.mark.parametrize('layers', [2, 3])
@pytest.mark.parametrize('kind', FUSIONS)
def test_budgets_of_parameters_are_alike(kind: str, layers: int) -> None:
    def count(name: str) -> int:
        built = build_fusion(name, dim=96, heads=4, layers=layers)
        return sum(p.numel() for p in built.parameters())

    counts = [count(name) for name in FUSIONS]
    assert count(kind) == pytest.approx(sum(counts) / len(counts), rel=0.075)
    assert max(counts) < 1.15 * min(counts)


def test_both_directions_of_a_block_read_the_other() -> None:
    torch.manual_seed(0)
    block = BidirectionalBlock(dim=DIM, heads=2, attention='scaled_dot_product')
    text, mask, image = some()
    words, patches = block(text, mask, image)
    assert patches.shape == (6, PATCHES, DIM)
    other_words, _ = block(text, mask, image.flip(-1))
    _, other_patches = block(text.flip(-1), mask, image)
    assert (words - other_words).abs().max() > 1e-3
    assert (patches - other_patches).abs().max() > 1e-3


def test_late_queries_look_at_the_image_without_the_words() -> None:
    late, (text, mask, image) = a_fusion('late'), some()
    a, b = (late(t, mask, image, weights=True).image_weights for t in (text, text.flip(-1)))
    assert torch.equal(a, b)


def test_intermediate_fusion_needs_two_layers() -> None:
    with pytest.raises(ValueError, match=r'at least 2.*got 1'):
        build_fusion('intermediate', dim=16, heads=2, layers=1)


@pytest.mark.parametrize(
    ('kind', 'attention', 'expected'),
    [
        ('middle', 'linear', 'cross_attention, early, late, intermediate; got'),
        ('early', 'sparse', 'scaled_dot_product, additive, linear; got'),
    ],
)
def test_unknown_names_list_those_that_there_are(kind: str, attention: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        build_fusion(kind, dim=16, heads=2, layers=2, attention=attention)


@pytest.mark.parametrize('attention', ATTENTIONS)
def test_reader_uses_the_attention_it_is_told(attention: str) -> None:
    torch.manual_seed(0)
    reader = TextReader(text_dim=12, dim=DIM, heads=2, attention=attention).eval()
    states, mask = torch.randn(2, 4, 12), torch.tensor([[True] * 3 + [False], [False] * 4])
    out = reader(states, mask)
    assert type(reader.attention) is ATTENTIONS[attention]
    assert out.isfinite().all()
    states[0, 3] = 9.0
    torch.testing.assert_close(reader(states, mask)[0, :3], out[0, :3])
