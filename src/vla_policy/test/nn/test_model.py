# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy network as a whole: shapes, masks, gradients and determinism."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from policy_samples import random_policy
from policy_samples import sample_command
from policy_samples import sample_decoder_input
from policy_samples import sample_observation
from policy_samples import sample_references
from policy_samples import TINY
import pytest
import torch
from torch import Tensor
from vla_policy.nn.cell_prior import match_cells
from vla_policy.nn.model import Grounding
from vla_policy.nn.scene_head import LAYERS
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind

CELLS = LAYERS * TINY.map_rows * TINY.map_cols


def _scene(batch: int = 2) -> tuple[Tensor, Tensor]:
    scenes = [sample_observation(seed=i) for i in range(batch)]
    return _stack([s.tokens for s in scenes]), _stack([s.feature_map for s in scenes])


def _commands(count: int) -> tuple[Tensor, Tensor]:
    pairs = [sample_command(seed=10 + i) for i in range(count)]
    return _stack([p[0] for p in pairs]), _stack([p[1] for p in pairs])


def _stack(arrays: Sequence[NDArray[Any]]) -> Tensor:
    return torch.from_numpy(np.stack(arrays))


def _flat(g: Grounding) -> Tensor:
    parts = (*g.location, g.destination, g.task, g.direction, *g.dense)
    return torch.cat([part.flatten() for part in parts])


@pytest.mark.parametrize('weights', [False, True])
def test_shapes_for_several_commands_per_image(weights: bool) -> None:
    g = random_policy().forward_grounding(
        *_scene(2), *_commands(6), sample_references(6), weights=weights
    )
    assert g.location.position.shape == (6, 2, 2)
    assert g.location.logits.shape == (6, 2, CELLS)
    assert g.destination.shape == (6, 2)
    assert g.task.shape == (6, len(TaskKind))
    assert g.direction.shape == (6, len(Direction))
    assert g.dense.position.shape == (2, CELLS, 2)
    if weights:
        assert g.text_weights.shape == (6, 3, 5)
        assert g.image_weights.shape == (6, 3, 6)
        for share in (g.text_weights, g.image_weights):
            torch.testing.assert_close(share.sum(-1), torch.ones(6, 3))
    else:
        assert g.text_weights is None
        assert g.image_weights is None


def test_a_batch_of_commands_equals_single_commands() -> None:
    model, (tokens, maps), (states, mask) = random_policy(), _scene(2), _commands(4)
    together = model.forward_grounding(tokens, maps, states, mask, sample_references(4))
    for i in range(4):
        alone = model.forward_grounding(
            tokens[i // 2, None],
            maps[i // 2, None],
            states[i, None],
            mask[i, None],
            sample_references(),
        )
        torch.testing.assert_close(together.task[i], alone.task[0])
        torch.testing.assert_close(together.location.position[i], alone.location.position[0])


def test_padding_has_no_influence() -> None:
    model, scene, (states, mask) = random_policy(), _scene(1), _commands(1)
    padded = torch.cat([states, torch.full((1, 3, TINY.text_dim), 7.0)], 1)
    longer = torch.cat([mask, torch.zeros(1, 3).bool()], 1)
    torch.testing.assert_close(
        _flat(model.forward_grounding(*scene, states, mask, sample_references())),
        _flat(model.forward_grounding(*scene, padded, longer, sample_references())),
    )


def test_the_grounding_depends_on_the_words() -> None:
    model, scene = random_policy(), _scene(1)
    a, b = (
        model.forward_grounding(
            *scene, *(_stack([x]) for x in sample_command(seed=s)), sample_references()
        )
        for s in (1, 2)
    )
    assert (a.location.logits - b.location.logits).abs().max() > 1e-3


@pytest.mark.parametrize('weights', [False, True])
def test_a_command_of_padding_only_gives_no_nan(weights: bool) -> None:
    states, mask = _commands(1)
    g = random_policy().forward_grounding(
        *_scene(1), states, ~mask, sample_references(), weights=weights
    )
    assert _flat(g).isfinite().all()


def test_every_parameter_gets_a_gradient() -> None:
    model = random_policy().train()
    states, mask = _commands(4)
    grounding = model.forward_grounding(*_scene(), states, mask, sample_references(4))
    actions = torch.cat([part.flatten() for part in model.decode_actions(sample_decoder_input())])
    align, steps = model.alignment, torch.rand(4, TINY.steps, 3)
    contrastive = align.loss(
        align.embed_command(grounding.query), align.embed_actions(steps, torch.rand(4, TINY.steps))
    )
    images = len(_scene()[1])
    texts = align.embed_text(grounding.words, mask)[:images]
    contrastive = contrastive + align.loss(texts, align.embed_scene(_scene()[1], grounding.dense))
    (_flat(grounding).square().sum() + actions.square().sum() + contrastive).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_weights_depend_only_on_the_seed() -> None:
    scene, commands = _scene(), _commands(2)
    first, second = (
        _flat(random_policy(5).forward_grounding(*scene, *commands, sample_references(2)))
        for _ in range(2)
    )
    assert torch.equal(first, second)
    assert not torch.equal(
        first, _flat(random_policy(6).forward_grounding(*scene, *commands, sample_references(2)))
    )


def test_steps_are_near_the_end_effector() -> None:
    inputs = sample_decoder_input(4)
    p = random_policy().decode_actions(inputs)
    assert p.position.shape == (4, TINY.steps, 3)
    torch.testing.assert_close(p.quaternion.norm(dim=-1), torch.ones(4, TINY.steps))
    assert (p.position - inputs.position[:, None]).abs().max() < 0.5


def test_zero_decoder_output_is_the_end_effector_pose() -> None:
    model, inputs = random_policy(), sample_decoder_input(3)
    with torch.no_grad():
        for parameter in model.decoder.output.parameters():
            parameter.zero_()
    p = model.decode_actions(inputs)
    torch.testing.assert_close(p.position, inputs.position[:, None].expand_as(p.position))
    half = inputs.yaw / 2
    tool_down = torch.stack([half.cos(), half.sin(), 0 * half, 0 * half], -1)
    torch.testing.assert_close(p.quaternion, tool_down[:, None].expand_as(p.quaternion))


def test_grounding_in_one_step_equals_encoding_first() -> None:
    model, scene, commands = random_policy(), _scene(2), _commands(4)
    context, dense = model.encode_command(*commands), model.predict_scene(*scene)
    assert context.words.shape == (4, 5, TINY.dim)
    prior = match_cells(sample_references(4), dense)
    in_two_steps = model.ground_in_image(*scene, context, dense, prior)
    in_one_step = model.forward_grounding(*scene, *commands, sample_references(4))
    assert torch.equal(_flat(in_one_step), _flat(in_two_steps))


def test_the_destination_of_a_push_is_beside_the_target() -> None:
    model = random_policy()
    with torch.no_grad():
        for head, index in ((model.task, TaskKind.PUSH), (model.direction, Direction.LEFT)):
            head.weight.zero_()
            head.bias.zero_()[int(index)] = 40.0
    g = model.forward_grounding(*_scene(1), *_commands(1), sample_references())
    expected = g.location.position[:, 0] + torch.tensor((0.0, PUSH_DISTANCE_M))
    torch.testing.assert_close(g.destination, expected)


def test_a_known_task_and_direction_replace_the_predicted_ones() -> None:
    model = random_policy()
    context = model.encode_command(*_commands(1))
    task, direction = torch.zeros(1, len(TaskKind)), torch.zeros(1, len(Direction))
    task[0, TaskKind.PUSH] = direction[0, Direction.BACK] = 50.0
    context = context._replace(task=task, direction=direction)
    prior = torch.zeros(1, 2, CELLS)
    g = model.ground_in_image(*_scene(1), context, model.predict_scene(*_scene(1)), prior)
    assert torch.equal(g.task, task)
    expected = g.location.position[:, 0] - torch.tensor((PUSH_DISTANCE_M, 0.0))
    torch.testing.assert_close(g.destination, expected)


def test_a_prior_determines_the_location() -> None:
    model = random_policy()
    context = model.encode_command(*_commands(1))
    prior = torch.zeros(1, 2, CELLS)
    prior[0, 0, 2] = prior[0, 1, 9] = 1.0
    with torch.no_grad():
        model.locator.trust.fill_(5.0)
    g = model.ground_in_image(*_scene(1), context, model.predict_scene(*_scene(1)), prior)
    assert g.location.logits[0].argmax(-1).tolist() == [2, 9]
