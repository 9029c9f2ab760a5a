# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects detected on the table, and their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import FloatArray
from vla_policy.control.object_selection import SceneItem
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.dense_head import peak_cells
from vla_policy.nn.grounding import cells_around

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


@torch.inference_mode()
def detect_objects(scene: DenseScene, rows: int) -> tuple[Detection, ...]:
    """
    Return the objects in the first image of `scene`, by falling score.

    Parameters
    ----------
    scene
        Dense predictions for N = rows * cols cells.
    rows
        Rows of the feature map.

    """
    score = scene.objectness[0].sigmoid()  # (N,)
    peak = peak_cells(scene.objectness, rows)[0] & (score > _MIN_SCORE)  # (N,)
    cells = peak.nonzero().flatten()  # (P,)
    cells = cells[score[cells].argsort(descending=True, stable=True)]
    scores = scene.classes[0, cells].softmax(-1)  # (P, CLASSES)
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


@torch.inference_mode()
def object_cells(scene: DenseScene, detection: Detection, rows: int) -> Tensor:
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
    near = cells_around(torch.tensor([detection.cell]), rows, len(position) // rows)[0]
    distance_m = (position - position[detection.cell]).norm(dim=-1)
    color = scene.colors[0].softmax(-1)[:, COLOR_NAMES.index(detection.color)]
    kind = scene.classes[0].softmax(-1)[:, CLASS_NAMES.index(detection.kind)]
    probability = scene.objectness[0].sigmoid() * color * kind
    return probability * (near & (distance_m < _MAX_CELL_DISTANCE_M))


def nearest_detection(
    detections: Sequence[Detection], xy: Sequence[float] | FloatArray, max_distance_m: float
) -> Detection | None:
    """Return the detection closest to the point `xy`, or None beyond `max_distance_m`."""
    best = min(detections, key=lambda d: d.distance_m(xy), default=None)
    return best if best is not None and best.distance_m(xy) <= max_distance_m else None
