# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Ground the queries: where the target and the destination are on the table."""

from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor

COLORS = 8
CLASSES = 5  # cube, cylinder, sphere, bowl, plate
_OFFSET_SCALE_M = 0.05


class DenseScene(NamedTuple):
    """What every cell of the feature map says about itself, N = rows * cols."""

    objectness: Tensor  # (B, N) logits
    colors: Tensor  # (B, N, COLORS) logits
    classes: Tensor  # (B, N, CLASSES) logits
    position: Tensor  # (B, N, 2) x, y in base_link [m]
    yaw: Tensor  # (B, N, 2) cos, sin of 4 * yaw: a cube looks the same after a quarter turn


class Located(NamedTuple):
    """Where each of Q queries points."""

    logits: Tensor  # (B * K, Q, N)
    position: Tensor  # (B * K, Q, 2) x, y in base_link [m]
    yaw: Tensor  # (B * K, Q, 2) cos, sin of 4 * yaw
    features: Tensor  # (B * K, Q, channels) map features where the query points
    keys: Tensor  # (B * K, Q, channels) what the query looked for


class DenseHead(nn.Module):
    """
    Read objects, colors and table positions out of each cell.

    `cell_position` starts from the camera's geometry and is trained on.
    """

    def __init__(self, *, channels: int, cell_position: Tensor) -> None:
        super().__init__()
        self.cell_position = nn.Parameter(cell_position.clone())  # (N, 2)
        self.read = nn.Conv2d(channels, 1 + COLORS + CLASSES + 4, 1)

    def forward(self, feature_map: Tensor) -> DenseScene:
        """Read `feature_map` (B, channels, rows, cols)."""
        x = self.read(feature_map).flatten(2).transpose(1, 2)  # (B, N, 18)
        objectness, colors, classes, offset, yaw = x.split([1, COLORS, CLASSES, 2, 2], dim=-1)
        position = self.cell_position + _OFFSET_SCALE_M * offset
        return DenseScene(objectness[..., 0], colors, classes, position, yaw)


class Locator(nn.Module):
    """Soft-argmax of query-cell products; the shares of the cells weigh their positions."""

    def __init__(self, *, dim: int, channels: int) -> None:
        super().__init__()
        self.key = nn.Linear(dim, channels)

    def forward(self, queries: Tensor, feature_map: Tensor, dense: DenseScene) -> Located:
        """Locate `queries` (B * K, Q, dim) on `feature_map` (B, channels, rows, cols)."""
        cells = feature_map.flatten(2)  # (B, C, N)
        keys = self.key(queries)  # (B * K, Q, C)
        rows = keys.reshape(cells.shape[0], -1, cells.shape[1])  # (B, K * Q, C)
        logits = rows @ cells / cells.shape[1] ** 0.5
        share = logits.softmax(-1)
        count = queries.shape[:2]
        return Located(
            logits=logits.reshape(*count, -1),
            position=(share @ dense.position).reshape(*count, 2),
            yaw=(share @ dense.yaw).reshape(*count, 2),
            # Detached: whether a thing is there must not bend where it is sought.
            features=(share.detach() @ cells.transpose(1, 2)).reshape(*count, -1),
            keys=keys,
        )


class VerdictHead(nn.Module):
    """Decide whether the command can be carried out here, from what the queries found."""

    def __init__(self, *, dim: int, channels: int, verdicts: int, hidden: int = 96) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(dim + 2 * (2 * channels + 2), hidden),
            nn.GELU(),
            nn.Linear(hidden, verdicts),
        )

    def forward(self, query: Tensor, located: Located) -> Tensor:
        """Return logits (B * K, verdicts) from the task query (B * K, dim)."""
        peak = located.logits.amax(-1) * 0.1  # (B * K, 2)
        spread = located.logits.logsumexp(-1) * 0.1
        match = located.features * located.keys
        evidence = [query, peak, spread, located.features.flatten(1), match.flatten(1)]
        return self.layers(torch.cat(evidence, dim=-1))
