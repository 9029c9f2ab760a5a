# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training losses: grounding, dense scene prediction, behavior cloning, contrastive alignment."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from vla_learning.data.frames import Frames
from vla_learning.data.frames import REFERENCE_POINTS_M
from vla_learning.training.batches import Batch
from vla_learning.training.batches import SceneCaptions
from vla_learning.training.expert_labels import expert_batch
from vla_learning.training.labels import ChunkLabels
from vla_learning.training.labels import CommandLabels
from vla_learning.training.labels import DenseLabels
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.camera_shift import table_shift
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.scene_head import LAYERS
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import Verdict

ROWS, COLS = 24, 32
_METERS = 30.0  # scales centimeters to the magnitude of the cross-entropies
# Objects detected with a wrong shape are a frequent cause of wrong refusals.
_CLASS_WEIGHT = 4.0
# Error of a camera from which its square has more weight.
_FAR_M = 0.06
_WEIGHTS = {
    'heatmap': 0.5,
    'target': 1.0,
    'destination': 1.0,
    'yaw': 0.5,
    'task': 0.5,
    'direction': 0.5,
    'dense': 0.5,
    'camera': 1.0,
    'chunk': 0.3,
    'action_text': 0.05,
    'scene_text': 0.3,
    'pretraining': 0.5,
}


def policy_losses(
    policy: VlaPolicy,
    frames: Frames,
    batch: Batch,
    features: VisualOutput,
    rng: np.random.Generator,
    captions: SceneCaptions | None = None,
) -> dict[str, Tensor]:
    """Return the losses of `batch`, whose images have the `features`, and of scene captions."""
    grounding = policy.forward_grounding(
        *features, batch.states, batch.mask, batch.labels.references, batch.views
    )
    losses = grounding_losses(grounding, batch.labels)
    losses |= scene_losses(grounding.dense, batch.dense, batch.views)
    inputs, labels, weight = expert_batch(frames, batch, grounding, rng)
    losses['chunk'] = chunk_loss(policy.decode_actions(inputs), labels, weight)
    losses['action_text'] = action_loss(policy, grounding, labels, inputs.position, weight)
    if captions is not None:
        losses['scene_text'] = caption_loss(
            policy, features.feature_map, grounding.dense, captions
        )
    return losses


def total_loss(losses: Mapping[str, Tensor]) -> Tensor:
    """Return the weighted sum."""
    return sum((_WEIGHTS[k] * v for k, v in losses.items()), torch.zeros(()))


def grounding_losses(g: Grounding, y: CommandLabels) -> dict[str, Tensor]:
    """Return the losses of task, direction, and location of the objects of commands."""
    meant = y.meant.float()
    spots = soft_cells(y.cells.flatten(0, 1), y.layers.flatten())
    spots = spots.unflatten(0, y.cells.shape[:2])  # (BK, T, N)
    goal = meant @ spots / meant.sum(-1, keepdim=True).clamp(min=1.0)  # (BK, 2, N)
    heatmap = -(goal * g.location.logits.log_softmax(-1)).sum(-1)
    on_table = (y.has_target & y.target_on_table).float()
    target = (g.location.position[:, 0] - y.target).abs().sum(-1)
    destination = (g.location.position[:, 1] - y.destination).abs().sum(-1)
    # A command that is out of scope has no task.
    known = (y.verdict != Verdict.NOT_UNDERSTOOD).float()
    return {
        'heatmap': _mean(heatmap, meant.any(-1).float()),
        'target': _METERS * _mean(target, on_table),
        'destination': _METERS * _mean(destination, y.has_destination.float()),
        'yaw': _mean(_yaw_error(g.location.yaw[:, 0], y.yaw), on_table * y.target_is_cube),
        'task': _mean(functional.cross_entropy(g.task, y.task, reduction='none'), known),
        'direction': _mean(
            functional.cross_entropy(g.direction, y.direction, reduction='none'), known
        ),
    }


def scene_losses(scene: DenseScene, y: DenseLabels, views: Tensor) -> dict[str, Tensor]:
    """Return the losses of the scene head; `views` (B, 6) as for `VlaPolicy.predict_scene`."""
    return {'dense': dense_loss(scene, y), 'camera': camera_loss(scene, y, views)}


def dense_loss(scene: DenseScene, y: DenseLabels) -> Tensor:
    """
    Return the loss of the objects predicted at every cell.

    Objectness by the quality focal loss, Li et al., Generalized Focal Loss, NeurIPS 2020.
    """
    goal = torch.zeros_like(scene.objectness).unflatten(-1, (-1, ROWS * COLS))  # (B, L, cells)
    near = (_grid(goal) - y.cell[:, None]).square().sum(-1)  # (M, cells)
    row = y.image * goal.shape[1] + y.layer
    goal = goal.flatten(0, 1)
    goal.scatter_reduce_(0, row[:, None].expand_as(near), torch.exp(-near / (2 * 0.8**2)), 'amax')
    goal = goal.reshape(scene.objectness.shape)
    bce = functional.binary_cross_entropy_with_logits(scene.objectness, goal, reduction='none')
    objectness = (bce * (goal - scene.objectness.sigmoid()).abs().pow(1.5)).sum() / len(y.image)
    # The peak of the objectness may be a neighbor of the nearest cell.
    around = [
        _nearest(y.cell + y.cell.new_tensor(d), y.layer)
        for d in ((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0))
    ]
    entropies = [
        functional.cross_entropy(scene.colors[y.image, c], y.color)
        + functional.cross_entropy(scene.classes[y.image, c], y.kind)
        for c in around
    ]
    errors = [(scene.position[y.image, c] - y.position).abs().sum(-1) for c in around]
    error = sum(errors, torch.zeros(())) / len(around)
    cube = (y.on_table & (y.kind == 0)).float()
    yaw = _mean(_yaw_error(scene.yaw[y.image, around[0]], y.yaw), cube)
    classes = _CLASS_WEIGHT * sum(entropies, torch.zeros(())) / len(around)
    return objectness + classes + _METERS * _mean(error, y.on_table.float()) + yaw


def camera_loss(scene: DenseScene, y: DenseLabels, views: Tensor) -> Tensor:
    """
    Return the loss of the predicted error of the camera pose: where it displaces the table.

    Most cameras were not moved: with the absolute error alone, 0 stays the best prediction.
    """
    points = torch.from_numpy(REFERENCE_POINTS_M).float()
    shifts = table_shift(points, views[:, :3], scene.camera_error)  # (B, R, 2)
    error = (shifts - y.shifts).norm(dim=-1)
    return _METERS * (error + error.square() / _FAR_M).mean()


def chunk_loss(p: ChunkPrediction, y: ChunkLabels, weight: Tensor | None = None) -> Tensor:
    """
    Return the behavior cloning loss of whole chunks.

    A quaternion and its negative are one orientation, so the loss uses their squared product.
    """
    w = torch.ones(len(y.gripper)) if weight is None else weight
    position = 2 * _METERS * (p.position - y.position).abs().sum(-1).mean(-1)
    turn = 20.0 * (1 - (p.quaternion * y.quaternion).sum(-1).square()).mean(-1)
    binary = functional.binary_cross_entropy_with_logits
    gripper = binary(p.gripper, y.gripper, reduction='none').mean(-1)
    end = binary(p.termination, y.termination, reduction='none').mean(-1)
    phase = functional.cross_entropy(p.phase.flatten(0, 1), y.phase.flatten(), reduction='none')
    total = position + turn + gripper + end + phase.unflatten(0, y.phase.shape).mean(-1)
    return _mean(total, w)


def caption_loss(
    policy: VlaPolicy, feature_map: Tensor, dense: DenseScene, captions: SceneCaptions
) -> Tensor:
    """Return the contrastive loss of B images and their captions."""
    words = policy.text(captions.states, captions.mask)
    text = policy.alignment.embed_text(words, captions.mask)
    scene = policy.alignment.embed_scene(feature_map, dense)
    loss: Tensor = policy.alignment.loss(text, scene, captions.matches)
    return loss


def action_loss(
    policy: VlaPolicy, g: Grounding, labels: ChunkLabels, tool: Tensor, weight: Tensor
) -> Tensor:
    """Return the contrastive loss of commands and expert chunks from `tool` (BK, 3) [m]."""
    rows = torch.nonzero(weight)[:, 0]
    # Every step must give these parameters a gradient, so two rows replace a missing pair.
    rows = rows if len(rows) > 1 else torch.arange(2)
    motion = policy.alignment.embed_actions(
        labels.position[rows] - tool[rows, None], labels.gripper[rows]
    )
    loss: Tensor = policy.alignment.loss(policy.alignment.embed_command(g.query[rows]), motion)
    return loss


def soft_cells(cell: Tensor, layer: Tensor) -> Tensor:
    """Return a blurred one-hot (M, N) of fractional cells (M, 2) in their layers (M,)."""
    near = (_grid(cell) - cell[:, None]).square().sum(-1)
    spot = (-near / (2 * 0.7**2)).softmax(-1)
    return (functional.one_hot(layer, LAYERS)[..., None] * spot[:, None]).flatten(1)


def _grid(like: Tensor) -> Tensor:
    row, col = torch.meshgrid(torch.arange(ROWS), torch.arange(COLS), indexing='ij')
    return torch.stack([col, row], -1).reshape(1, -1, 2).to(like)


def _nearest(cell: Tensor, layer: Tensor) -> Tensor:
    column = cell[:, 0].round().long().clamp(0, COLS - 1)
    row = cell[:, 1].round().long().clamp(0, ROWS - 1)
    return layer * ROWS * COLS + row * COLS + column


def _yaw_error(vector: Tensor, yaw: Tensor) -> Tensor:
    goal = torch.stack([(4 * yaw).cos(), (4 * yaw).sin()], -1)
    return (vector - goal).square().sum(-1)


def _mean(values: Tensor, weight: Tensor) -> Tensor:
    return (values * weight).sum() / weight.sum().clamp(min=1.0)
