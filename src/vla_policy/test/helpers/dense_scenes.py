# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Predictions of the dense head for scenes with given objects."""

import numpy as np
from vla_common.arrays import Float32Array
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.types.network_types import DenseScene

GRID = ROWS, COLS = 6, 8
#: Distance of the table positions of neighboring cells [m].
CELL_M = 0.05


def dense_scene(
    *objects: tuple[int, int, str, str], rows: int = ROWS, cols: int = COLS, layers: int = 1
) -> DenseScene[Float32Array]:
    """
    Return a scene with objects (row, column, color, class), which cover two cells each.

    They are in the first layer; further ones are empty.
    """
    count = layers * rows * cols
    objectness = np.full((1, count), -6.0, np.float32)
    colors, classes = (np.zeros((1, count, size), np.float32) for size in (8, 5))
    cells = np.arange(count)
    place = np.stack([cells // cols % rows, cells % cols], -1)[None]
    position = (CELL_M * place).astype(np.float32)
    for row, col, color, kind in objects:
        cell = row * cols + col
        objectness[0, cell] = 3.0
        if col + 1 < cols:
            objectness[0, cell + 1] = 1.0  # not a second peak
        colors[0, cell, COLOR_NAMES.index(color)] = 4.0
        classes[0, cell, CLASS_NAMES.index(kind)] = 4.0
    yaw, error = np.zeros((1, count, 2), np.float32), np.zeros((1, 6), np.float32)
    return DenseScene(objectness, colors, classes, position, yaw, error, error)
