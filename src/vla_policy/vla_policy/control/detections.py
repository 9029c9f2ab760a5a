# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects detected on the table, and their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_policy.control.object_selection import SceneItem
from vla_policy.control.probabilities import sigmoid
from vla_policy.control.probabilities import softmax
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import PEAK_CELLS

#: Class names in the order of the outputs of the dense head.
COLOR_NAMES = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASS_NAMES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
_MIN_SCORE = 0.35
# Closer peaks belong to one object; the smallest gap between two objects is wider.
_MIN_DISTANCE_M = 0.045
# Cells that predict a position further from that of the peak belong to a neighboring object.
_MAX_CELL_DISTANCE_M = 0.05


@dataclass(frozen=True)
class Detection:
    """An object detected in the image."""

    color: str
    kind: str
    position: tuple[float, float]  # x, y in base_link [m]
    score: float  # 0 to 1
    cell: int = 0  # index in the cells of the scene
    kind_scores: tuple[float, ...] = ()  # probabilities of CLASS_NAMES; empty if certain

    @property
    def item(self) -> SceneItem:
        """Return the object for the selection by a description."""
        return SceneItem(self.color, self.kind, self.position, self.kind_scores)

    @property
    def name(self) -> str:
        """Color and class."""
        return f'{self.color} {self.kind}'

    def distance_m(self, xy: Sequence[float] | FloatArray) -> float:
        """Return the distance to the point `xy` on the table."""
        return float(np.hypot(self.position[0] - xy[0], self.position[1] - xy[1]))


#: Rows and columns of a feature map.
Grid = tuple[int, int]


def detect_objects(scene: DenseScene[Float32Array], grid: Grid) -> tuple[Detection, ...]:
    """
    Return the objects in the first image of `scene`, by falling score.

    Parameters
    ----------
    scene
        Dense predictions for the cells of all layers.
    grid
        Rows and columns of the feature map.

    """
    score = sigmoid(scene.objectness[0])  # (N,)
    cells = np.flatnonzero(_peak_cells(scene.objectness[0], grid) & (score > _MIN_SCORE))  # (P,)
    cells = cells[np.argsort(-score[cells], kind='stable')]
    scores = softmax(scene.classes[0, cells])  # (P, CLASSES)
    found: list[Detection] = []
    for color, kind, kind_scores, (x, y), value, cell in zip(
        scene.colors[0, cells].argmax(-1).tolist(),
        scores.argmax(-1).tolist(),
        scores.tolist(),
        scene.position[0, cells].tolist(),
        score[cells].tolist(),
        cells.tolist(),
        strict=True,
    ):
        # An object in a receptacle is in another layer.
        layer = cell // (grid[0] * grid[1])
        same = (other for other in found if other.cell // (grid[0] * grid[1]) == layer)
        if all(other.distance_m((x, y)) > _MIN_DISTANCE_M for other in same):
            names = COLOR_NAMES[color], CLASS_NAMES[kind]
            found.append(Detection(*names, (x, y), value, cell, tuple(kind_scores)))
    return tuple(found)


def sees_objects(scene: DenseScene[Float32Array]) -> bool:
    """Return whether there is any object in the first image of `scene`."""
    return bool((sigmoid(scene.objectness[0]) > _MIN_SCORE).any())


def _peak_cells(objectness: Float32Array, grid: Grid) -> BoolArray:
    """Return True (N,) where `objectness` (N,) is the maximum of its 3 x 3 neighborhood."""
    layers = objectness.reshape(-1, *grid)
    # The maximum of 3 rows, then of 3 columns.
    highest = layers.copy()
    np.maximum(highest[:, 1:], layers[:, :-1], out=highest[:, 1:])
    np.maximum(highest[:, :-1], layers[:, 1:], out=highest[:, :-1])
    of_rows = highest.copy()
    np.maximum(highest[..., 1:], of_rows[..., :-1], out=highest[..., 1:])
    np.maximum(highest[..., :-1], of_rows[..., 1:], out=highest[..., :-1])
    is_peak: BoolArray = (layers == highest).ravel()
    return is_peak


def object_cells(
    scene: DenseScene[Float32Array], detection: Detection, grid: Grid
) -> Float32Array:
    """
    Return the probability (N,) that a cell has the color and class of a detection nearby.

    It is zero for cells that are not around the peak or predict another position. The network
    is trained with such probabilities as prior of a location.

    Parameters
    ----------
    scene
        Dense predictions from which the object was detected.
    detection
        The object.
    grid
        Rows and columns of the feature map.

    """
    position = scene.position[0]  # (N, 2)
    near = _cells_around(detection.cell, grid, len(position))
    distance_m = np.linalg.norm(position - position[detection.cell], axis=-1)
    color = softmax(scene.colors[0])[:, COLOR_NAMES.index(detection.color)]
    kind = softmax(scene.classes[0])[:, CLASS_NAMES.index(detection.kind)]
    probability = sigmoid(scene.objectness[0]) * color * kind
    cells: Float32Array = probability * (near & (distance_m < _MAX_CELL_DISTANCE_M))
    return cells


def _cells_around(cell: int, grid: Grid, count: int) -> BoolArray:
    """Return True (count,) around a cell in its layer, as `cells_around` of the network does."""
    layer, row, col = np.unravel_index(cell, (count // (grid[0] * grid[1]), *grid))
    near = np.zeros(count, np.bool_)
    window = near.reshape(-1, *grid)[layer]
    window[
        max(0, row - PEAK_CELLS) : row + PEAK_CELLS + 1,
        max(0, col - PEAK_CELLS) : col + PEAK_CELLS + 1,
    ] = True
    return near


def nearest_detection(
    detections: Sequence[Detection], xy: Sequence[float] | FloatArray, max_distance_m: float
) -> Detection | None:
    """Return the detection closest to the point `xy`, or None beyond `max_distance_m`."""
    best = min(detections, key=lambda d: d.distance_m(xy), default=None)
    return best if best is not None and best.distance_m(xy) <= max_distance_m else None
