# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The model as a whole: shapes, masks, gradients, determinism, errors."""

from dataclasses import replace
from itertools import product
import math

import numpy as np
from policy_samples import a_sight
from policy_samples import a_situation
from policy_samples import random_policy
from policy_samples import TINY
from policy_samples import words
import pytest
import torch
from torch import Tensor
from vla_policy.nn.attention_registry import ATTENTIONS
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.nn.fusion import TextReader
from vla_policy.nn.fusion_registry import FUSIONS
from vla_policy.nn.model import build_policy
from vla_policy.nn.model import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.transformer_decoder import encode_situation
from vla_policy.nn.transformer_decoder import INPUTS
from vla_policy.nn.transformer_decoder import TARGETS
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

CELLS = TINY.map_rows * TINY.map_cols


def _scene(batch: int = 2) -> tuple[Tensor, Tensor]:
    sights = [a_sight(seed=i) for i in range(batch)]
    return torch.stack([s.tokens for s in sights]), torch.stack([s.feature_map for s in sights])


def _commands(count: int) -> tuple[Tensor, Tensor]:
    pairs = [words(seed=10 + i) for i in range(count)]
    return torch.stack([p[0] for p in pairs]), torch.stack([p[1] for p in pairs])


def _flat(g: Grounding) -> Tensor:
    parts = (*g.located, g.destination, g.task, g.direction, g.verdict, *g.dense)
    return torch.cat([part.flatten() for part in parts])


@pytest.mark.parametrize('weights', [False, True])
def test_shapes_for_several_commands_per_image(weights: bool) -> None:
    g = random_policy().ground(*_scene(2), *_commands(6), weights=weights)
    assert g.located.position.shape == (6, 2, 2)
    assert g.located.logits.shape == (6, 2, CELLS)
    assert g.destination.shape == (6, 2)
    assert g.task.shape == (6, len(TaskKind))
    assert g.direction.shape == (6, len(Direction))
    assert g.verdict.shape == (6, len(Verdict))
    assert g.dense.position.shape == (2, CELLS, 2)
    if weights:
        assert g.text_weights.shape == (6, 3, 5)
        assert g.image_weights.shape == (6, 3, 6)
        for share in (g.text_weights, g.image_weights):
            torch.testing.assert_close(share.sum(-1), torch.ones(6, 3))
    else:
        assert g.text_weights is None
        assert g.image_weights is None


def test_several_commands_are_the_same_as_one_by_one() -> None:
    model, (tokens, maps), (states, mask) = random_policy(), _scene(2), _commands(4)
    together = model.ground(tokens, maps, states, mask)
    for i in range(4):
        alone = model.ground(
            tokens[i // 2, None], maps[i // 2, None], states[i, None], mask[i, None]
        )
        torch.testing.assert_close(together.verdict[i], alone.verdict[0])
        torch.testing.assert_close(together.located.position[i], alone.located.position[0])


def test_padding_has_no_influence() -> None:
    model, scene, (states, mask) = random_policy(), _scene(1), _commands(1)
    padded = torch.cat([states, torch.full((1, 3, TINY.text_dim), 7.0)], 1)
    longer = torch.cat([mask, torch.zeros(1, 3).bool()], 1)
    torch.testing.assert_close(
        _flat(model.ground(*scene, states, mask)), _flat(model.ground(*scene, padded, longer))
    )


def test_words_change_the_grounding() -> None:
    model, scene = random_policy(), _scene(1)
    a, b = (model.ground(*scene, *(x[None] for x in words(seed=s))) for s in (1, 2))
    assert (a.located.logits - b.located.logits).abs().max() > 1e-3


@pytest.mark.parametrize('weights', [False, True])
def test_a_command_of_padding_only_gives_no_nan(weights: bool) -> None:
    states, mask = _commands(1)
    g = random_policy().ground(*_scene(1), states, ~mask, weights=weights)
    assert _flat(g).isfinite().all()


def test_every_parameter_gets_a_gradient() -> None:
    model = random_policy().train()
    states, mask = _commands(4)
    grounding = model.ground(*_scene(), states, mask)
    acted = torch.cat([part.flatten() for part in model.act(a_situation())])
    align, steps = model.alignment, torch.rand(4, TINY.steps, 3)
    contrast = align.loss(
        align.command(grounding.query), align.action(steps, torch.rand(4, TINY.steps))
    )
    images = len(_scene()[1])
    named = align.text(grounding.words, mask)[:images]
    contrast = contrast + align.loss(named, align.scene(_scene()[1], grounding.dense))
    asked = grounding.asked.colors.square().sum() + grounding.asked.nouns.square().sum()
    heard = model.reference.heard(grounding.words, states, mask).votes.square().sum()
    (_flat(grounding).square().sum() + acted.square().sum() + contrast + asked + heard).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_one_seed_gives_one_result() -> None:
    scene, commands = _scene(), _commands(2)
    first, second = (_flat(random_policy(5).ground(*scene, *commands)) for _ in range(2))
    assert torch.equal(first, second)
    assert not torch.equal(first, _flat(random_policy(6).ground(*scene, *commands)))


def test_steps_are_unit_quaternions_around_the_hand() -> None:
    situation = a_situation(4)
    p = random_policy().act(situation)
    assert p.position.shape == (4, TINY.steps, 3)
    torch.testing.assert_close(p.quaternion.norm(dim=-1), torch.ones(4, TINY.steps))
    assert (p.position - situation.position[:, None]).abs().max() < 0.5


def test_a_silent_decoder_stays_where_the_hand_is() -> None:
    model, situation = random_policy(), a_situation(3)
    with torch.no_grad():
        for parameter in model.decoder.output.parameters():
            parameter.zero_()
    p = model.act(situation)
    torch.testing.assert_close(p.position, situation.position[:, None].expand_as(p.position))
    half = situation.yaw / 2
    tool_down = torch.stack([half.cos(), half.sin(), 0 * half, 0 * half], -1)
    torch.testing.assert_close(p.quaternion, tool_down[:, None].expand_as(p.quaternion))


def test_the_situation_fills_the_decoders_inputs() -> None:
    assert encode_situation(a_situation(3)).shape == (3, INPUTS)


def test_too_many_tokens_name_both_numbers() -> None:
    reader = TextReader(text_dim=4, dim=8, heads=2, max_tokens=3)
    with pytest.raises(ValueError, match=r'3 tokens; got 4'):
        reader(torch.zeros(1, 4, 4), torch.ones(1, 4).bool())


def test_config_survives_a_header() -> None:
    assert PolicyConfig.from_dict(TINY.to_dict()) == TINY
    with pytest.raises(TypeError, match='depth'):
        PolicyConfig.from_dict({**TINY.to_dict(), 'depth': 3})


def test_a_header_without_kinds_is_that_of_the_first_policies() -> None:
    kinds = ('fusion', 'attention', 'decoder', 'targets')
    old = {name: value for name, value in TINY.to_dict().items() if name not in kinds}
    config = PolicyConfig.from_dict(old)
    assert [getattr(config, kind) for kind in kinds] == [
        'cross_attention',
        'scaled_dot_product',
        'transformer',
        'relative',
    ]


@pytest.mark.parametrize(
    ('fusion', 'attention', 'decoder', 'targets'),
    [
        *product(FUSIONS, ATTENTIONS, ['transformer'], ['relative']),
        *product(['cross_attention'], ['scaled_dot_product'], DECODERS, TARGETS),
    ],
)
def test_every_kind_can_be_chosen(fusion: str, attention: str, decoder: str, targets: str) -> None:
    config = replace(TINY, fusion=fusion, attention=attention, decoder=decoder, targets=targets)
    torch.manual_seed(0)
    model = build_policy(config)
    g = model.ground(*_scene(2), *_commands(4), weights=True)
    assert _flat(g).isfinite().all()
    assert g.text_weights.shape == (4, 3, 5)
    assert g.image_weights.shape == (4, 3, 6)
    assert model.act(a_situation(4)).position.shape == (4, TINY.steps, 3)
    assert type(model.fusion) is FUSIONS[fusion]
    assert type(model.text.attention) is ATTENTIONS[attention]
    assert type(model.reference.attention) is ATTENTIONS[attention]
    assert type(model.decoder) is DECODERS[decoder]


@pytest.mark.parametrize('part', ['fusion', 'attention', 'decoder', 'targets'])
def test_an_unknown_kind_is_named(part: str) -> None:
    with pytest.raises(ValueError, match=rf"{part} must be one of .*; got 'other'"):
        build_policy(replace(TINY, **{part: 'other'}))


def test_cells_start_where_the_camera_says() -> None:
    start = torch.rand(CELLS, 2)
    assert torch.equal(build_policy(TINY, start).dense.cell_position, start)


@pytest.mark.parametrize('yaw', np.linspace(-0.7, 0.7, 5).tolist())
def test_grasp_yaw_is_the_same_after_a_quarter_turn(yaw: float) -> None:
    for turn in (0.0, math.pi / 2, -math.pi):
        angle = torch.tensor(4 * (yaw + turn))
        got = grasp_yaw(torch.stack([angle.cos(), angle.sin()]))
        assert float(got) == pytest.approx(yaw, abs=1e-5)
