# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
One space for scenes, texts and actions.

Trained by the symmetric InfoNCE of Radford et al., Learning Transferable Visual Models From
Natural Language Supervision, ICML 2021, with a learned temperature.
"""

import math

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.reference_resolution import peak_cells

_FIRST_TEMPERATURE, _LEAST_TEMPERATURE = 0.07, 0.01
_MOST_THINGS = 24


class Alignment(nn.Module):
    """
    Embed scenes, their descriptions, commands and actions as unit vectors of one space.

    A scene is the sum of its things and a text that of its words, so that both are made of parts.
    """

    def __init__(self, *, dim: int, channels: int, steps: int, space: int = 64) -> None:
        super().__init__()
        self.thing = _layers(channels, space)
        self.word = _layers(dim, space + 1)
        self.task = nn.Linear(dim, space)
        self.motion = _layers(4 * steps, space)
        self.log_scale = nn.Parameter(torch.tensor(-math.log(_FIRST_TEMPERATURE)))

    def things(self, feature_map: Tensor) -> Tensor:
        """Embed every cell of `feature_map` (B, channels, rows, cols) as (B, N, space)."""
        return self.thing(feature_map.flatten(2).mT)

    def scene(self, feature_map: Tensor, dense: DenseScene) -> Tensor:
        """Embed images (B, space) by the things that stand out in `feature_map`."""
        peaks = peak_cells(dense.objectness, feature_map.shape[-2])
        weight = (dense.objectness.sigmoid() * peaks).detach()
        # All other cells weigh next to nothing.
        weight, cells = weight.topk(min(_MOST_THINGS, weight.shape[-1]), dim=-1)
        looks = feature_map.flatten(2).mT.take_along_dim(cells[..., None], 1)
        return functional.normalize((weight[:, None] @ self.thing(looks))[:, 0], dim=-1)

    def text(self, words: Tensor, mask: Tensor) -> Tensor:
        """Embed texts (B, space) of `words` (B, L, dim) where `mask` (B, L) is True."""
        value, gate = self.word(words).split([self.task.out_features, 1], dim=-1)
        return functional.normalize((value * gate.sigmoid() * mask[..., None]).sum(1), dim=-1)

    def command(self, query: Tensor) -> Tensor:
        """Embed commands in their scene (B, space) by the task query (B, dim)."""
        return functional.normalize(self.task(query), dim=-1)

    def action(self, offset: Tensor, gripper: Tensor) -> Tensor:
        """Embed chunks (B, space) of offsets from the hand (B, K, 3) [m] and openings (B, K)."""
        steps = torch.cat([10.0 * offset, gripper[..., None]], dim=-1)
        return functional.normalize(self.motion(steps.flatten(1)), dim=-1)

    def loss(self, a: Tensor, b: Tensor, same: Tensor | None = None) -> Tensor:
        """
        Return the symmetric InfoNCE of pairs.

        Parameters
        ----------
        a, b
            Unit vectors (B, space); row i of one belongs to row i of the other.
        same
            (B, B) True where a row of `a` belongs to a row of `b` too; the diagonal when None.

        Raises
        ------
        ValueError
            If the shapes differ.

        """
        if a.shape != b.shape:
            raise ValueError(f'both must have one shape, got {tuple(a.shape)}, {tuple(b.shape)}')
        logits = self.log_scale.exp().clamp(max=1 / _LEAST_TEMPERATURE) * a @ b.T
        goal = torch.eye(len(a)) if same is None else same.to(logits)
        there = goal / goal.sum(1, keepdim=True).clamp(min=1.0)
        back = goal / goal.sum(0, keepdim=True).clamp(min=1.0)
        forward = -(there * logits.log_softmax(1)).sum(1).mean()
        return (forward - (back * logits.log_softmax(0)).sum(0).mean()) / 2


def _layers(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(inputs), nn.Linear(inputs, 128), nn.GELU(), nn.Linear(128, outputs)
    )
