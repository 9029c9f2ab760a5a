# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Joint embedding space of scenes, texts and actions.

Trained with the symmetric InfoNCE loss of Radford et al., Learning Transferable Visual Models
From Natural Language Supervision, ICML 2021, with a learned temperature.
"""

import math
from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.scene_head import peak_cells
from vla_policy.types.network_types import DenseScene

_INITIAL_TEMPERATURE, _MIN_TEMPERATURE = 0.07, 0.01
_MAX_OBJECTS = 24


class SceneObjects(NamedTuple):
    """Features of the most likely objects in B images, with their probabilities."""

    features: Tensor  # (B, T, channels)
    weight: Tensor  # (B, T), 0 to 1


def scene_objects(feature_map: Tensor, dense: DenseScene) -> SceneObjects:
    """Return the objects in `feature_map` (B, channels, rows, cols)."""
    peaks = peak_cells(dense.objectness, *feature_map.shape[-2:])
    weight = (dense.objectness.sigmoid() * peaks).detach()  # (B, N)
    # The weights of all other cells are negligible.
    weight, cells = weight.topk(min(_MAX_OBJECTS, weight.shape[-1]), dim=-1)  # (B, T)
    features = feature_map.flatten(2).mT  # (B, rows * cols, channels), the same for all layers
    return SceneObjects(features.take_along_dim(cells[..., None] % features.shape[1], 1), weight)


class ContrastiveAlignment(nn.Module):
    """
    Embed scenes, descriptions, commands and actions as unit vectors of one space.

    Embeddings are compositional: a scene is the sum of its objects, and a text
    is the sum of its words.
    """

    def __init__(self, *, dim: int, channels: int, steps: int, space: int = 64) -> None:
        super().__init__()
        self.thing = _layers(channels, space)
        self.word = _layers(dim, space + 1)
        self.task = nn.Linear(dim, space)
        self.motion = _layers(4 * steps, space)
        self.log_scale = nn.Parameter(torch.tensor(-math.log(_INITIAL_TEMPERATURE)))

    def embed_cells(self, feature_map: Tensor) -> Tensor:
        """Embed every cell of `feature_map` (B, channels, rows, cols) as (B, N, space)."""
        return self.thing(feature_map.flatten(2).mT)

    def embed_scene(self, feature_map: Tensor, dense: DenseScene) -> Tensor:
        """Embed images (B, space) by the objects in `feature_map` (B, channels, rows, cols)."""
        return self.embed_objects(scene_objects(feature_map, dense))

    def embed_objects(self, objects: SceneObjects) -> Tensor:
        """Embed images (B, space) as the sum of their objects."""
        weight = objects.weight[:, None]  # (B, 1, T)
        return functional.normalize((weight @ self.thing(objects.features))[:, 0], dim=-1)

    def embed_text(self, words: Tensor, mask: Tensor) -> Tensor:
        """Embed texts (B, space) of `words` (B, L, dim) where `mask` (B, L) is True."""
        value, gate = self.word(words).split([self.task.out_features, 1], dim=-1)
        return functional.normalize((value * gate.sigmoid() * mask[..., None]).sum(1), dim=-1)

    def embed_command(self, query: Tensor) -> Tensor:
        """Embed commands in their scene (B, space) by the task query (B, dim)."""
        return functional.normalize(self.task(query), dim=-1)

    def embed_actions(self, offset: Tensor, gripper: Tensor) -> Tensor:
        """
        Embed chunks (B, space).

        Parameters
        ----------
        offset
            Positions relative to the end effector (B, K, 3) [m].
        gripper
            Openings (B, K), 0 to 1.

        """
        steps = torch.cat([10.0 * offset, gripper[..., None]], dim=-1)  # (B, K, 4)
        return functional.normalize(self.motion(steps.flatten(1)), dim=-1)

    def loss(self, a: Tensor, b: Tensor, same: Tensor | None = None) -> Tensor:
        """
        Return the symmetric InfoNCE loss of pairs.

        Parameters
        ----------
        a, b
            Unit vectors (B, space); row i of `a` is paired with row i of `b`.
        same
            (B, B), True where a row of `a` is paired with a row of `b`; the diagonal if None.

        Raises
        ------
        ValueError
            If the shapes differ.

        """
        if a.shape != b.shape:
            raise ValueError(f'both must have one shape, got {tuple(a.shape)}, {tuple(b.shape)}')
        logits = self.log_scale.exp().clamp(max=1 / _MIN_TEMPERATURE) * a @ b.T  # (B, B)
        positive = torch.eye(len(a)) if same is None else same.to(logits)
        by_row = positive / positive.sum(1, keepdim=True).clamp(min=1.0)
        by_column = positive / positive.sum(0, keepdim=True).clamp(min=1.0)
        forward = -(by_row * logits.log_softmax(1)).sum(1).mean()
        return (forward - (by_column * logits.log_softmax(0)).sum(0).mean()) / 2


def _layers(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.LayerNorm(inputs), nn.Linear(inputs, 128), nn.GELU(), nn.Linear(128, outputs)
    )
