# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Dense predictions for every cell of the feature map: objects and receptacles, apart."""

from typing import Final

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.camera_shift import CameraShift
from vla_policy.nn.camera_shift import NOMINAL_VIEW
from vla_policy.nn.camera_shift import table_shift
from vla_policy.types.network_types import DenseScene

COLORS: Final = 8
CLASSES: Final = 5  # cube, cylinder, sphere, bowl, plate
#: Scale of the predicted offsets of cells, and of spreads.
OFFSET_SCALE_M: Final = 0.05
#: Objects and receptacles, so that a cell can show an object in a receptacle.
LAYERS: Final = 2
#: Height of what a layer locates: centers of objects, receptacles on the table [m].
LAYER_HEIGHTS_M: Final = (0.023, 0.0)


class SceneHead(nn.Module):
    """
    Predict objects, colors and table positions from each cell.

    The position is geometry: the cell is a point of the table by the given camera pose,
    corrected by the error of that pose and by an offset within the cell, and moved along the ray
    to the camera up to the height of an object.
    """

    cell_position: Tensor  # (N, 2) points of the table in the training view [m]
    height: Tensor  # (LAYERS, 1, 1) [m]

    def __init__(
        self, *, channels: int, dim: int, tokens: int, rows: int, cols: int, cell_position: Tensor
    ) -> None:
        super().__init__()
        self.register_buffer('cell_position', cell_position.clone())
        self.register_buffer(
            'height', torch.tensor(LAYER_HEIGHTS_M)[:, None, None], persistent=False
        )
        self.camera = CameraShift(dim=dim, channels=channels, tokens=tokens, rows=rows, cols=cols)
        self.read = nn.Sequential(
            nn.Conv2d(channels, 2 * channels, 1),
            nn.GELU(),
            nn.Conv2d(2 * channels, LAYERS * (1 + COLORS + CLASSES + 4), 1),
        )

    def forward(
        self, feature_map: Tensor, tokens: Tensor, view: Tensor | None = None
    ) -> DenseScene:
        """
        Predict the cells of all layers, layer by layer.

        Parameters
        ----------
        feature_map, tokens
            (B, channels, rows, cols) and (B, tokens, dim).
        view
            Given position of the camera and measured position of the tool (B, 6) [m]; None for
            those of the training view with the arm at home.

        """
        if view is None:
            view = tokens.new_tensor(NOMINAL_VIEW).expand(len(tokens), -1)
        x = self.read(feature_map).flatten(2).unflatten(1, (LAYERS, -1)).transpose(2, 3)
        objectness, colors, classes, offset, yaw = x.split([1, COLORS, CLASSES, 2, 2], dim=-1)
        error = self.camera(tokens, feature_map, view)
        camera = view[:, :3]
        shift = table_shift(self.cell_position, camera, error)[:, None]  # (B, 1, N, 2)
        seen = self.cell_position + shift + OFFSET_SCALE_M * offset  # (B, L, N, 2)
        lift = self.height / camera[:, None, None, 2:]
        position = seen + lift * (camera[:, None, None, :2] - seen)
        return DenseScene(
            objectness[..., 0].flatten(1, 2),
            colors.flatten(1, 2),
            classes.flatten(1, 2),
            position.flatten(1, 2),
            yaw.flatten(1, 2),
            error,
            error / self.camera.usual_error,
        )


def peak_cells(objectness: Tensor, rows: int, cols: int) -> Tensor:
    """Return True (B, N) where `objectness` (B, N) is the maximum of its 3 x 3 neighborhood."""
    grid = objectness.unflatten(-1, (-1, rows, cols))  # (B, layers, rows, cols)
    highest = functional.max_pool2d(grid, 3, stride=1, padding=1)
    return (grid == highest).flatten(1)
