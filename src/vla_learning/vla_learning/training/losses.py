# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The losses: grounding, dense reading of the scene, behavior cloning."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional
from vla_learning.training.batches import Described
from vla_learning.training.labels import CommandLabels
from vla_learning.training.labels import DenseLabels
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.types.vocabulary import Verdict

ROWS, COLS = 24, 32
_METERS = 30.0  # brings centimeters to the scale of the cross-entropies


class ChunkLabels(NamedTuple):
    """What the expert would do, K steps."""

    position: Tensor  # (B, K, 3) [m]
    quaternion: Tensor  # (B, K, 4) xyzw
    gripper: Tensor  # (B, K)
    phase: Tensor  # (B, K) int64
    termination: Tensor  # (B, K)


def grounding_losses(g: Grounding, y: CommandLabels) -> dict[str, Tensor]:
    """Losses of what a command means and where its things are."""
    meant = y.meant.float()
    spots = soft_cells(y.cells.flatten(0, 1)).unflatten(0, y.cells.shape[:2])  # (BK, T, N)
    goal = meant @ spots / meant.sum(-1, keepdim=True).clamp(min=1.0)  # (BK, 2, N)
    heat = -(goal * g.located.logits.log_softmax(-1)).sum(-1)
    on_table = (y.has_target & y.target_on_table).float()
    target = (g.located.position[:, 0] - y.target).abs().sum(-1)
    destination = (g.located.position[:, 1] - y.destination).abs().sum(-1)
    # Of something not understood neither task nor names are known.
    known = (y.verdict != Verdict.NOT_UNDERSTOOD).float()
    asked = functional.cross_entropy(
        g.asked.colors.flatten(0, 1), y.asked_color.flatten(), reduction='none'
    )
    asked = asked + functional.cross_entropy(
        g.asked.nouns.flatten(0, 1), y.asked_noun.flatten(), reduction='none'
    )
    return {
        'heat': _mean(heat, meant.any(-1).float()),
        'target': _METERS * _mean(target, on_table),
        'destination': _METERS * _mean(destination, y.has_destination.float()),
        'yaw': _mean(_yaw_error(g.located.yaw[:, 0], y.yaw), on_table * y.target_is_cube),
        'task': _mean(functional.cross_entropy(g.task, y.task, reduction='none'), known),
        'direction': _mean(
            functional.cross_entropy(g.direction, y.direction, reduction='none'), known
        ),
        'asked': _mean(asked.unflatten(0, (-1, 2)).mean(-1), known),
        'verdict': functional.cross_entropy(g.verdict, y.verdict),
    }


def dense_loss(scene: DenseScene, y: DenseLabels) -> Tensor:
    """
    Teach every cell what stands there.

    Objectness by the quality focal loss, Li et al., Generalized Focal Loss, NeurIPS 2020.
    """
    goal = torch.zeros_like(scene.objectness)
    near = (_grid(goal) - y.cell[:, None]).square().sum(-1)  # (M, N)
    goal.scatter_reduce_(
        0, y.image[:, None].expand_as(near), torch.exp(-near / (2 * 0.8**2)), 'amax'
    )
    bce = functional.binary_cross_entropy_with_logits(scene.objectness, goal, reduction='none')
    objectness = (bce * (goal - scene.objectness.sigmoid()).abs().pow(1.5)).sum() / len(y.image)
    cell = _nearest(y.cell)
    classes = functional.cross_entropy(scene.colors[y.image, cell], y.color)
    classes = classes + functional.cross_entropy(scene.classes[y.image, cell], y.kind)
    around = [
        _nearest(y.cell + y.cell.new_tensor(d)) for d in ((0, 0), (0, 1), (1, 0), (0, -1), (-1, 0))
    ]
    errors = [(scene.position[y.image, c] - y.position).abs().sum(-1) for c in around]
    error = sum(errors, torch.zeros(())) / len(around)
    cube = (y.on_table & (y.kind == 0)).float()
    yaw = _mean(_yaw_error(scene.yaw[y.image, cell], y.yaw), cube)
    return objectness + classes + _METERS * _mean(error, y.on_table.float()) + yaw


def chunk_loss(p: ChunkPrediction, y: ChunkLabels, weight: Tensor | None = None) -> Tensor:
    """
    Behavior cloning of a whole chunk.

    A quaternion and its negative are one orientation, so the square of their product counts.
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


def scene_loss(
    policy: VlaPolicy, feature_map: Tensor, dense: DenseScene, described: Described
) -> Tensor:
    """Contrast B images with their descriptions."""
    words = policy.text(described.states, described.mask)
    text = policy.alignment.text(words, described.mask)
    loss: Tensor = policy.alignment.loss(
        text, policy.alignment.scene(feature_map, dense), described.fits
    )
    return loss


def action_loss(
    policy: VlaPolicy, g: Grounding, wanted: ChunkLabels, hand: Tensor, weight: Tensor
) -> Tensor:
    """Contrast commands in their scene with what the expert would do from `hand` (BK, 3) [m]."""
    rows = torch.nonzero(weight)[:, 0]
    # Every process must have this gradient in every step, so too few rows are made up for.
    rows = rows if len(rows) > 1 else torch.arange(2)
    motion = policy.alignment.action(
        wanted.position[rows] - hand[rows, None], wanted.gripper[rows]
    )
    loss: Tensor = policy.alignment.loss(policy.alignment.command(g.query[rows]), motion)
    return loss


def soft_cells(cell: Tensor) -> Tensor:
    """Return a blurred one-hot (M, N) of fractional cells (M, 2)."""
    near = (_grid(cell) - cell[:, None]).square().sum(-1)
    return (-near / (2 * 0.7**2)).softmax(-1)


def _grid(like: Tensor) -> Tensor:
    row, col = torch.meshgrid(torch.arange(ROWS), torch.arange(COLS), indexing='ij')
    return torch.stack([col, row], -1).reshape(1, -1, 2).to(like)


def _nearest(cell: Tensor) -> Tensor:
    column = cell[:, 0].round().long().clamp(0, COLS - 1)
    return cell[:, 1].round().long().clamp(0, ROWS - 1) * COLS + column


def _yaw_error(vector: Tensor, yaw: Tensor) -> Tensor:
    goal = torch.stack([(4 * yaw).cos(), (4 * yaw).sin()], -1)
    return (vector - goal).square().sum(-1)


def _mean(values: Tensor, weight: Tensor) -> Tensor:
    return (values * weight).sum() / weight.sum().clamp(min=1.0)
