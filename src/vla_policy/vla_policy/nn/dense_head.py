# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Dense predictions for every cell of the feature map: objects, colors and positions."""

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.types.network_types import DenseScene

COLORS = 8
CLASSES = 5  # cube, cylinder, sphere, bowl, plate
#: Scale of the predicted offsets of cells, and of spreads.
OFFSET_SCALE_M = 0.05


class TableProjection(nn.Module):
    """
    Predict how a changed camera pose shifts the table positions of all cells.

    Half a degree of camera rotation shifts everything by centimeters, which a single cell cannot
    observe. A few coefficients, computed from all tokens, weight learned shifts of every cell.
    """

    def __init__(self, *, dim: int, tokens: int, cells: int, modes: int = 6) -> None:
        super().__init__()
        self.squeeze = nn.Linear(dim, 8)
        self.read = nn.Sequential(nn.Linear(8 * tokens, 64), nn.GELU(), nn.Linear(64, modes))
        self.shifts = nn.Parameter(torch.randn(modes, cells, 2) * 0.2)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return shifts (B, cells, 2) [m] from `tokens` (B, tokens, dim)."""
        weight = self.read(self.squeeze(tokens).flatten(1))  # (B, modes)
        return OFFSET_SCALE_M * (weight @ self.shifts.flatten(1)).unflatten(-1, (-1, 2))


class DenseHead(nn.Module):
    """
    Predict objects, colors and table positions from each cell.

    `cell_position` is initialized from the camera geometry and trained further.
    """

    def __init__(self, *, channels: int, dim: int, tokens: int, cell_position: Tensor) -> None:
        super().__init__()
        self.cell_position = nn.Parameter(cell_position.clone())  # (N, 2)
        self.view = TableProjection(dim=dim, tokens=tokens, cells=len(cell_position))
        self.read = nn.Sequential(
            nn.Conv2d(channels, 2 * channels, 1),
            nn.GELU(),
            nn.Conv2d(2 * channels, 1 + COLORS + CLASSES + 4, 1),
        )

    def forward(
        self, feature_map: Tensor, tokens: Tensor, view: Tensor | None = None
    ) -> DenseScene:
        """Predict from `feature_map` (B, channels, rows, cols) and `tokens` (B, tokens, dim)."""
        x = self.read(feature_map).flatten(2).transpose(1, 2)  # (B, N, 18)
        objectness, colors, classes, offset, yaw = x.split([1, COLORS, CLASSES, 2, 2], dim=-1)
        position = self.cell_position + OFFSET_SCALE_M * offset + self.view(tokens)
        return DenseScene(objectness[..., 0], colors, classes, position, yaw)


def peak_cells(objectness: Tensor, rows: int, cols: int) -> Tensor:
    """Return True (B, N) where `objectness` (B, N) is the maximum of its 3 x 3 neighborhood."""
    grid = objectness.unflatten(-1, (-1, rows, cols))  # (B, layers, rows, cols)
    highest = functional.max_pool2d(grid, 3, stride=1, padding=1)
    return (grid == highest).flatten(1)
