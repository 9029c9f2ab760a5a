# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Losses are lowest where the network is right, and teach all of it."""

from dataclasses import replace

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import one_hot
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import caption_scenes
from vla_learning.training.batches import make_batch
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.expert_labels import expert_batch
from vla_learning.training.finetune_language import ensemble_loss
from vla_learning.training.labels import DenseLabels
from vla_learning.training.losses import action_loss
from vla_learning.training.losses import chunk_loss
from vla_learning.training.losses import ChunkLabels
from vla_learning.training.losses import dense_loss
from vla_learning.training.losses import grounding_losses
from vla_learning.training.losses import scene_loss
from vla_learning.training.losses import soft_cells
from vla_learning.training.network import build_network
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.dense_head import COLORS
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.grounding import LocationPrediction
from vla_policy.nn.model import Grounding
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.nn.reference_resolution import CellMatches
from vla_policy.nn.reference_resolution import ReferencePrediction
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import Phase

SURE = 30.0
CELLS = 24 * 32


@pytest.fixture(scope='module')
def sample(frames: Frames) -> Batch:
    rng = np.random.default_rng(2)
    return make_batch(frames, [0, 3, 6], 8, word_text_encoder(), rng)


def sure(index: Tensor, classes: int) -> Tensor:
    return SURE * one_hot(index, classes).float()


def turned(yaw: Tensor) -> Tensor:
    return torch.stack([(4 * yaw).cos(), (4 * yaw).sin()], -1)


def perfect(sample: Batch) -> Grounding:
    y = batch.labels
    count = len(y.task)
    none, meant = torch.zeros(1), y.meant.float()
    spots = soft_cells(y.cells.flatten(0, 1)).unflatten(0, (count, -1))
    blurred = meant @ spots / meant.sum(-1, keepdim=True).clamp(min=1)
    return Grounding(
        location=LocationPrediction(
            logits=blurred.clamp(min=1e-30).log(),
            position=torch.stack([y.target, y.destination], 1),
            yaw=turned(y.yaw)[:, None].expand(-1, 2, -1),
            features=none,
            keys=none,
        ),
        destination=y.destination,
        task=sure(y.task, 4),
        direction=sure(y.direction, 5),
        verdict=sure(y.verdict, 5),
        text_weights=None,
        image_weights=None,
        dense=DenseScene(none, none, none, none, none),
        reference=ReferencePrediction(
            sure(y.reference_color, COLORS + 1), sure(y.reference_noun, len(Noun))
        ),
        matches=CellMatches(none, none),
        query=none,
        words=none,
    )


def total(losses: dict[str, Tensor]) -> float:
    return sum(losses.values(), torch.zeros(())).item()


def test_perfect_grounding_costs_nothing_but_the_blur(sample: Batch) -> None:
    losses = grounding_losses(perfect(batch), batch.labels)
    assert 0 < losses.pop('heat') < 3
    assert total(losses) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ('part', 'name'), [('task', 'task'), ('direction', 'direction'), ('verdict', 'verdict')]
)
def test_a_wrong_class_costs(part: str, name: str, sample: Batch) -> None:
    right = perfect(batch)
    wrong = right._replace(**{part: getattr(right, part).roll(1, dims=-1)})
    assert grounding_losses(wrong, batch.labels)[name] > 10


@pytest.mark.parametrize(
    ('part', 'name'),
    [('logits', 'heat'), ('position', 'target'), ('position', 'destination'), ('yaw', 'yaw')],
)
def test_a_wrong_place_costs(part: str, name: str, sample: Batch) -> None:
    right = perfect(batch)
    values = getattr(right.location, part)
    moved = values.roll(5, dims=-1) if part == 'logits' else values + 0.1
    wrong = right._replace(location=right.location._replace(**{part: moved}))
    before, after = (grounding_losses(g, batch.labels)[name] for g in (right, wrong))
    assert after > before + 0.02


def test_what_was_not_understood_has_no_task(sample: Batch) -> None:
    y = batch.labels._replace(verdict=torch.full_like(batch.labels.verdict, 3))
    losses = grounding_losses(perfect(batch)._replace(task=torch.zeros(len(y.task), 4)), y)
    assert losses['task'] == 0


def perfect_scene(y: DenseLabels, images: int) -> DenseScene:
    """Say everywhere what the nearest thing is."""
    row, col = torch.meshgrid(torch.arange(24), torch.arange(32), indexing='ij')
    grid = torch.stack([col, row], -1).reshape(-1, 2).float()
    away = (grid[None] - y.cell[:, None]).square().sum(-1)  # (M, N)
    mine = torch.stack(
        [torch.where((y.image == i)[:, None], away, torch.inf).argmin(0) for i in range(images)]
    )
    heat = torch.stack([torch.exp(-away[y.image == i] / 1.28).amax(0) for i in range(images)])
    return DenseScene(
        objectness=torch.logit(heat.clamp(1e-12, 1 - 1e-6)),
        colors=sure(y.color[mine], 8),
        classes=sure(y.kind[mine], 5),
        position=y.position[mine],
        yaw=turned(y.yaw[mine]),
    )


def test_a_perfect_dense_scene_costs_least(frames: Frames) -> None:
    from vla_learning.training.labels import dense_labels

    spread = np.random.default_rng(0).permutation(9)[None, :, None] * 28.0 + 8
    apart = replace(
        frames,
        pixels=np.broadcast_to(
            np.concatenate([spread, spread * 0 + 90], -1), frames.pixels.shape
        ).astype(np.float32),
    )
    y = dense_labels(apart, [0, 1])
    right = perfect_scene(y, 2)
    best = dense_loss(right, y)
    assert best < 0.05
    for name, values in right._asdict().items():
        worse = right._replace(**{name: values.roll(3, dims=1) + 0.01})
        assert dense_loss(worse, y) > best + 0.005, name


def chunk(rng: np.random.Generator, count: int = 5) -> ChunkLabels:
    quaternion = torch.from_numpy(rng.normal(size=(count, 16, 4))).float()
    return ChunkLabels(
        position=torch.from_numpy(rng.uniform(0, 0.5, (count, 16, 3))).float(),
        quaternion=torch.nn.functional.normalize(quaternion, dim=-1),
        gripper=torch.from_numpy(rng.integers(2, size=(count, 16))).float(),
        phase=torch.from_numpy(rng.integers(len(Phase), size=(count, 16))),
        termination=torch.from_numpy(rng.integers(2, size=(count, 16))).float(),
    )


def clone(y: ChunkLabels) -> ChunkPrediction:
    return ChunkPrediction(
        position=y.position,
        quaternion=y.quaternion,
        gripper=SURE * (2 * y.gripper - 1),
        phase=sure(y.phase, len(Phase)),
        termination=SURE * (2 * y.termination - 1),
    )


def test_a_perfect_clone_costs_nothing() -> None:
    y = chunk(np.random.default_rng(0))
    right = clone(y)
    assert chunk_loss(right, y).item() == pytest.approx(0, abs=1e-4)
    for name, values in right._asdict().items():
        assert chunk_loss(right._replace(**{name: values.roll(1, dims=0)}), y) > 0.1, name


def test_the_sign_of_a_quaternion_does_not_matter() -> None:
    y = chunk(np.random.default_rng(1))
    near = clone(y)._replace(quaternion=torch.nn.functional.normalize(y.quaternion + 0.1, dim=-1))
    there = chunk_loss(near, y)
    assert there > 0.01
    assert torch.allclose(there, chunk_loss(near._replace(quaternion=-near.quaternion), y))


def test_weights_choose_situations() -> None:
    y = chunk(np.random.default_rng(2), count=2)
    half_right = clone(y)._replace(position=y.position + torch.tensor([0.0, 1.0])[:, None, None])
    assert chunk_loss(half_right, y, torch.tensor([1.0, 0.0])).item() == pytest.approx(0, abs=1e-4)
    assert chunk_loss(half_right, y, torch.zeros(2)) == 0


def test_every_parameter_is_taught(frames: Frames) -> None:
    torch.manual_seed(0)
    network = build_network(PolicyConfig())
    rng = np.random.default_rng(0)
    batch = make_batch(frames, [0, 2], 4, word_text_encoder(), rng)
    seen = network.visual(batch.images)
    grounding = network.policy.forward_grounding(
        seen.tokens, seen.feature_map, batch.states, batch.mask
    )
    losses = grounding_losses(grounding, batch.labels)
    losses['dense'] = dense_loss(grounding.dense, batch.dense)
    situation, wanted, weight = expert_batch(frames, batch, grounding, rng)
    losses['chunk'] = chunk_loss(network.policy.decode_actions(situation), wanted, weight)
    losses['action_text'] = action_loss(
        network.policy, grounding, wanted, situation.position, weight
    )
    situation, wanted = SyntheticStates(0, 1, states_per_round=16, quiet=True).sample(rng, 8)
    losses['practice'] = chunk_loss(network.policy.decode_actions(situation), wanted)
    described = caption_scenes(frames, batch.rows, word_text_encoder())
    losses['scene_text'] = scene_loss(network.policy, seen.feature_map, grounding.dense, described)
    states, mask = batch.states, batch.mask
    heard = network.policy.reference.predict_nouns(network.policy.text(states, mask), states, mask)
    losses['votes'] = ensemble_loss(heard.member_logits, batch.commands)
    assert {name for name, loss in losses.items() if not torch.isfinite(loss)} == set()
    sum(losses.values(), torch.zeros(())).backward()
    untaught = [
        name
        for name, p in network.named_parameters()
        if p.grad is None or not torch.isfinite(p.grad).all() or not p.grad.any()
    ]
    # A shift of all keys changes no attention.
    assert [name for name in untaught if 'key.bias' not in name] == []
