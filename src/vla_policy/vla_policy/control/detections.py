# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects detected on the table, and their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_policy.control.object_selection import SceneItem
from vla_policy.control.probabilities import sigmoid
from vla_policy.control.probabilities import softmax
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import PEAK_CELLS

#: Class names in the order of the outputs of the dense head.
COLOR_NAMES = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASS_NAMES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
_MIN_SCORE = 0.35
# Contents of a receptacle: of 201 scenes with empty ones, none has cells that fulfil this.
_MIN_GRASPABLE, _MIN_CONTENTS_SCORE = 0.8, 0.55
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
    cell: int = 0  # index in the flattened feature map
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


def detect_objects(scene: DenseScene[Float32Array], rows: int) -> tuple[Detection, ...]:
    """
    Return the objects in the first image of `scene`, by falling score.

    Parameters
    ----------
    scene
        Dense predictions for N = rows * cols cells.
    rows
        Rows of the feature map.

    """
    score = sigmoid(scene.objectness[0])  # (N,)
    cells = np.flatnonzero(_peak_cells(scene.objectness[0], rows) & (score > _MIN_SCORE))  # (P,)
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
        if all(other.distance_m((x, y)) > _MIN_DISTANCE_M for other in found):
            names = COLOR_NAMES[color], CLASS_NAMES[kind]
            found.append(Detection(*names, (x, y), value, cell, tuple(kind_scores)))
    return tuple(found)


def detect_contents(
    scene: DenseScene[Float32Array], rows: int, detections: Sequence[Detection]
) -> tuple[Detection, ...]:
    """
    Return detections with the objects that lie in or on detected receptacles.

    Receptacle and contents share one peak. In the image the contents are above it, where cells
    have the class of an object. An empty receptacle has no such cells.

    Parameters
    ----------
    scene, rows
        As for `detect_objects`.
    detections
        Its result.

    """
    cols = scene.objectness.shape[-1] // rows
    found = [
        contents
        for receptacle in detections
        if receptacle.kind in RECEPTACLE_SHAPES
        if (contents := _contents(scene, cols, receptacle, detections))
    ]
    return (*detections, *found)


def _contents(
    scene: DenseScene[Float32Array],
    cols: int,
    receptacle: Detection,
    detections: Sequence[Detection],
) -> Detection | None:
    """Return the object in a receptacle, or None."""
    row, col = divmod(receptacle.cell, cols)
    if not row:
        return None
    peaks = [divmod(d.cell, cols) for d in detections if d is not receptacle]
    apart = [
        (row - 1) * cols + c
        for c in range(max(0, col - 1), min(cols, col + 2))
        if all(max(abs(row - 1 - r), abs(c - other)) > 1 for r, other in peaks)
    ]
    kinds = softmax(scene.classes[0, apart])  # (cells, CLASSES)
    graspable = kinds[:, [CLASS_NAMES.index(shape) for shape in OBJECT_SHAPES]].sum(-1)
    score = sigmoid(scene.objectness[0, apart])
    is_object = (graspable > _MIN_GRASPABLE) & (score > _MIN_CONTENTS_SCORE)
    if not is_object.any():
        return None
    best = int(np.argmax(np.where(is_object, score, 0.0)))
    color = ((score * is_object) @ softmax(scene.colors[0, apart])).argmax()
    kind = max(OBJECT_SHAPES, key=lambda shape: kinds[best, CLASS_NAMES.index(shape)])
    return Detection(
        COLOR_NAMES[color],
        kind,
        receptacle.position,
        float(score[best]),
        apart[best],
        tuple(kinds[best].tolist()),
    )


def _peak_cells(objectness: Float32Array, rows: int) -> BoolArray:
    """Return True (N,) where `objectness` (N,) is the maximum of its 3 x 3 neighborhood."""
    grid = objectness.reshape(rows, -1)
    # Slices take a tenth of the time of np.pad and windows.
    padded = np.full(np.add(grid.shape, 2), -np.inf, grid.dtype)
    padded[1:-1, 1:-1] = grid
    above = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    highest = np.maximum(np.maximum(above[:, :-2], above[:, 1:-1]), above[:, 2:])
    is_peak: BoolArray = (grid == highest).ravel()
    return is_peak


def object_cells(scene: DenseScene[Float32Array], detection: Detection, rows: int) -> Float32Array:
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
    rows
        Rows of the feature map.

    """
    position = scene.position[0]  # (N, 2)
    near = _cells_around(detection.cell, rows, len(position) // rows)
    distance_m = np.linalg.norm(position - position[detection.cell], axis=-1)
    color = softmax(scene.colors[0])[:, COLOR_NAMES.index(detection.color)]
    kind = softmax(scene.classes[0])[:, CLASS_NAMES.index(detection.kind)]
    probability = sigmoid(scene.objectness[0]) * color * kind
    cells: Float32Array = probability * (near & (distance_m < _MAX_CELL_DISTANCE_M))
    return cells


def _cells_around(cell: int, rows: int, cols: int) -> BoolArray:
    """Return True (rows * cols,) around a cell, as `cells_around` of the network does."""
    row, col = divmod(cell, cols)
    near_row = np.abs(np.arange(rows) - row) <= PEAK_CELLS
    near_col = np.abs(np.arange(cols) - col) <= PEAK_CELLS
    return np.logical_and.outer(near_row, near_col).ravel()


def nearest_detection(
    detections: Sequence[Detection], xy: Sequence[float] | FloatArray, max_distance_m: float
) -> Detection | None:
    """Return the detection closest to the point `xy`, or None beyond `max_distance_m`."""
    best = min(detections, key=lambda d: d.distance_m(xy), default=None)
    return best if best is not None and best.distance_m(xy) <= max_distance_m else None
