# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Losses are lowest for correct predictions and give every parameter a gradient."""

from dataclasses import replace

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import one_hot
from vla_learning.data.frames import Frames
from vla_learning.data.frames import REFERENCE_POINTS_M
from vla_learning.training.batches import Batch
from vla_learning.training.batches import caption_scenes
from vla_learning.training.batches import make_batch
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.labels import ChunkLabels
from vla_learning.training.labels import DenseLabels
from vla_learning.training.losses import camera_loss
from vla_learning.training.losses import chunk_loss
from vla_learning.training.losses import dense_loss
from vla_learning.training.losses import grounding_losses
from vla_learning.training.losses import policy_losses
from vla_learning.training.losses import soft_cells
from vla_learning.training.losses import total_loss
from vla_learning.training.network import build_network
from vla_policy.nn.camera_shift import table_shift
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.grounding import LocationPrediction
from vla_policy.nn.model import Grounding
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.nn.scene_head import LAYERS
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import Phase

CONFIDENT = 30.0
CELLS = 24 * 32


@pytest.fixture(scope='module')
def batch(frames: Frames) -> Batch:
    rng = np.random.default_rng(2)
    return make_batch(frames, [0, 3, 6], 8, word_text_encoder(), rng)


def confident(index: Tensor, classes: int) -> Tensor:
    return CONFIDENT * one_hot(index, classes).float()


def turned(yaw: Tensor) -> Tensor:
    return torch.stack([(4 * yaw).cos(), (4 * yaw).sin()], -1)


def perfect(batch: Batch) -> Grounding:
    y = batch.labels
    count = len(y.task)
    none, meant = torch.zeros(1), y.meant.float()
    spots = soft_cells(y.cells.flatten(0, 1), y.layers.flatten()).unflatten(0, (count, -1))
    blurred = meant @ spots / meant.sum(-1, keepdim=True).clamp(min=1)
    return Grounding(
        location=LocationPrediction(
            logits=blurred.clamp(min=1e-30).log(),
            position=torch.stack([y.target, y.destination], 1),
            yaw=turned(y.yaw)[:, None].expand(-1, 2, -1),
        ),
        destination=y.destination,
        task=confident(y.task, 4),
        direction=confident(y.direction, 5),
        text_weights=None,
        image_weights=None,
        dense=DenseScene(none, none, none, none, none, none, none),
        query=none,
        words=none,
    )


def total(losses: dict[str, Tensor]) -> float:
    return sum(losses.values(), torch.zeros(())).item()


def test_perfect_grounding_has_only_the_loss_of_the_blur(batch: Batch) -> None:
    losses = grounding_losses(perfect(batch), batch.labels)
    assert 0 < losses.pop('heatmap') < 3
    assert total(losses) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize('part', ['task', 'direction'])
def test_a_wrong_class_increases_its_loss(part: str, batch: Batch) -> None:
    right = perfect(batch)
    wrong = right._replace(**{part: getattr(right, part).roll(1, dims=-1)})
    assert grounding_losses(wrong, batch.labels)[part] > 10


@pytest.mark.parametrize(
    ('part', 'name'),
    [('logits', 'heatmap'), ('position', 'target'), ('position', 'destination'), ('yaw', 'yaw')],
)
def test_a_wrong_position_increases_its_loss(part: str, name: str, batch: Batch) -> None:
    right = perfect(batch)
    values = getattr(right.location, part)
    moved = values.roll(5, dims=-1) if part == 'logits' else values + 0.1
    wrong = right._replace(location=right.location._replace(**{part: moved}))
    before, after = (grounding_losses(g, batch.labels)[name] for g in (right, wrong))
    assert after > before + 0.02


def test_an_out_of_scope_command_has_no_task_loss(batch: Batch) -> None:
    y = batch.labels._replace(verdict=torch.full_like(batch.labels.verdict, 3))
    losses = grounding_losses(perfect(batch)._replace(task=torch.zeros(len(y.task), 4)), y)
    assert losses['task'] == 0


def perfect_scene(y: DenseLabels, images: int) -> DenseScene:
    """Predict the nearest object of each layer at every cell."""
    row, col = torch.meshgrid(torch.arange(24), torch.arange(32), indexing='ij')
    grid = torch.stack([col, row], -1).reshape(-1, 2).float()
    distance = (grid[None] - y.cell[:, None]).square().sum(-1)  # (M, N)
    inside = [(y.image == i) & (y.layer == k) for i in range(images) for k in range(LAYERS)]
    masked = torch.stack(
        [torch.where(chosen[:, None], distance, torch.inf) for chosen in inside]
    ).unflatten(0, (images, LAYERS))  # (B, L, M, cells)
    nearest = masked.argmin(2).flatten(1)
    heat = torch.exp(-masked.amin(2) / 1.28).flatten(1)
    return DenseScene(
        objectness=torch.logit(heat.clamp(1e-12, 1 - 1e-6)),
        colors=confident(y.color[nearest], 8),
        classes=confident(y.kind[nearest], 5),
        position=y.position[nearest],
        yaw=turned(y.yaw[nearest]),
        camera_error=torch.zeros(images, 6),
        camera_deviation=torch.zeros(images, 6),
    )


def test_a_perfect_dense_scene_has_the_lowest_loss(frames: Frames) -> None:
    from vla_learning.training.labels import dense_labels

    spread = np.random.default_rng(0).permutation(11)[None, :, None] * 28.0 + 8
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
    for name in ('objectness', 'colors', 'classes', 'position', 'yaw'):
        values = getattr(right, name)
        worse = right._replace(**{name: values.roll(3, dims=1) + 0.01})
        assert dense_loss(worse, y) > best + 0.005, name


def test_colors_and_shapes_are_learned_beside_the_center_of_an_object_too(frames: Frames) -> None:
    from vla_learning.training.labels import dense_labels

    pixels = np.full_like(frames.pixels, 100.0)  # column 12, row 12
    y = dense_labels(replace(frames, pixels=pixels), [0])
    right = perfect_scene(y, 1)
    for name in ('colors', 'classes'):
        values = getattr(right, name)
        # The cell to the right in the layer of objects; then one that belongs to no object.
        for cell, is_learned in ((12 * 32 + 13, True), (12 * 32 + 15, False)):
            wrong = values.clone()
            wrong[:, cell] = wrong[:, cell].roll(1, dims=-1)
            loss = dense_loss(right._replace(**{name: wrong}), y)
            assert (loss > dense_loss(right, y) + 0.1) == is_learned, name


def test_the_camera_loss_is_zero_for_the_true_error_alone(batch: Batch) -> None:
    points = torch.from_numpy(REFERENCE_POINTS_M).float()
    error = torch.tensor([(0.02, -0.01, 0.03, 0.01, -0.02, 0.03)]).expand(len(batch.rows), -1)
    shifts = table_shift(points, batch.views[:, :3], error)
    moved = batch.dense._replace(shifts=shifts)
    scene = perfect_scene(batch.dense, len(batch.rows))
    assert camera_loss(scene._replace(camera_error=error), moved, batch.views) < 1e-4
    assert camera_loss(scene._replace(camera_error=0 * error), moved, batch.views) > 0.5


def chunk(rng: np.random.Generator, count: int = 5) -> ChunkLabels:
    quaternion = torch.from_numpy(rng.normal(size=(count, 16, 4))).float()
    return ChunkLabels(
        position=torch.from_numpy(rng.uniform(0, 0.5, (count, 16, 3))).float(),
        quaternion=torch.nn.functional.normalize(quaternion, dim=-1),
        gripper=torch.from_numpy(rng.integers(2, size=(count, 16))).float(),
        phase=torch.from_numpy(rng.integers(len(Phase), size=(count, 16))),
        termination=torch.from_numpy(rng.integers(2, size=(count, 16))).float(),
    )


def perfect_chunk(y: ChunkLabels) -> ChunkPrediction:
    return ChunkPrediction(
        position=y.position,
        quaternion=y.quaternion,
        gripper=CONFIDENT * (2 * y.gripper - 1),
        phase=confident(y.phase, len(Phase)),
        termination=CONFIDENT * (2 * y.termination - 1),
    )


def test_a_perfect_chunk_has_no_loss() -> None:
    y = chunk(np.random.default_rng(0))
    right = perfect_chunk(y)
    assert chunk_loss(right, y).item() == pytest.approx(0, abs=1e-4)
    for name, values in right._asdict().items():
        assert chunk_loss(right._replace(**{name: values.roll(1, dims=0)}), y) > 0.1, name


def test_the_sign_of_a_quaternion_does_not_matter() -> None:
    y = chunk(np.random.default_rng(1))
    near = perfect_chunk(y)._replace(
        quaternion=torch.nn.functional.normalize(y.quaternion + 0.1, dim=-1)
    )
    loss = chunk_loss(near, y)
    assert loss > 0.01
    assert torch.allclose(loss, chunk_loss(near._replace(quaternion=-near.quaternion), y))


def test_weights_select_states() -> None:
    y = chunk(np.random.default_rng(2), count=2)
    half_right = perfect_chunk(y)._replace(
        position=y.position + torch.tensor([0.0, 1.0])[:, None, None]
    )
    assert chunk_loss(half_right, y, torch.tensor([1.0, 0.0])).item() == pytest.approx(0, abs=1e-4)
    assert chunk_loss(half_right, y, torch.zeros(2)) == 0


def test_every_parameter_gets_a_gradient(frames: Frames) -> None:
    torch.manual_seed(0)
    network = build_network(PolicyConfig())
    policy, rng = network.policy, np.random.default_rng(0)
    batch = make_batch(frames, [0, 2], 4, word_text_encoder(), rng)
    captions = caption_scenes(frames, batch.rows, word_text_encoder())
    losses = policy_losses(policy, frames, batch, network.visual(batch.images), rng, captions)
    inputs, labels = SyntheticStates(0, 1, states_per_round=16, quiet=True).sample(rng, 8)
    losses['pretraining'] = chunk_loss(policy.decode_actions(inputs), labels)
    assert {name for name, loss in losses.items() if not torch.isfinite(loss)} == set()
    sum(losses.values(), torch.zeros(())).backward()
    without = [
        name
        for name, p in network.named_parameters()
        if p.grad is None or not torch.isfinite(p.grad).all() or not p.grad.any()
    ]
    # A shift of all keys changes no attention.
    assert [name for name in without if 'key.bias' not in name] == []


def test_captions_add_one_loss(frames: Frames) -> None:
    torch.manual_seed(0)
    network = build_network(PolicyConfig()).eval()
    batch = make_batch(frames, [0, 2], 2, word_text_encoder(), np.random.default_rng(0))
    captions = caption_scenes(frames, batch.rows, word_text_encoder())
    features = network.visual(batch.images)
    without, with_captions = (
        policy_losses(network.policy, frames, batch, features, np.random.default_rng(1), part)
        for part in (None, captions)
    )
    assert set(with_captions) - set(without) == {'scene_text'}
    for name, loss in without.items():
        assert torch.equal(loss, with_captions[name]), name


def test_the_total_is_the_weighted_sum() -> None:
    losses = {'target': torch.tensor(2.0), 'chunk': torch.tensor(10.0)}
    assert total_loss(losses).item() == pytest.approx(1.0 * 2 + 0.3 * 10)
