# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Predictions of the dense head for scenes with given objects."""

import torch
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.nn.dense_head import DenseScene

ROWS, COLS = 6, 8
#: Distance of the table positions of neighboring cells [m].
CELL_M = 0.05


def dense_scene(
    *objects: tuple[int, int, str, str], rows: int = ROWS, cols: int = COLS
) -> DenseScene:
    """Return a scene with objects (row, column, color, class), which cover two cells each."""
    count = rows * cols
    objectness = torch.full((1, count), -6.0)
    colors, classes = torch.zeros(1, count, 8), torch.zeros(1, count, 5)
    cells = torch.arange(count)
    position = CELL_M * torch.stack([cells // cols, cells % cols], -1)[None].float()
    for row, col, color, kind in objects:
        cell = row * cols + col
        objectness[0, cell] = 3.0
        if col + 1 < cols:
            objectness[0, cell + 1] = 1.0  # not a second peak
        colors[0, cell, COLOR_NAMES.index(color)] = 4.0
        classes[0, cell, CLASS_NAMES.index(kind)] = 4.0
    return DenseScene(objectness, colors, classes, position, torch.zeros(1, count, 2))
