# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects detected on the table, and those that match a reference in the command."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import FloatArray
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.dense_head import peak_cells
from vla_policy.nn.reference_resolution import CellMatches

#: Class names in the order of the outputs of the dense head.
COLOR_NAMES = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASS_NAMES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
_MIN_SCORE = 0.35
_MIN_MATCH = 0.15
# Closer peaks belong to one object; the smallest gap between two objects is wider.
_MIN_DISTANCE_M = 0.045


@dataclass(frozen=True)
class Detection:
    """An object detected in the image."""

    color: str
    kind: str
    position: tuple[float, float]  # x, y in base_link [m]
    score: float  # 0 to 1
    cell: int = 0  # index in the flattened feature map

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
    found: list[Detection] = []
    for cell in sorted(peak.nonzero().flatten().tolist(), key=lambda c: -float(score[c])):
        detection = _detection(scene, cell, score)
        if all(detection.distance_m(other.position) > _MIN_DISTANCE_M for other in found):
            found.append(detection)
    return tuple(found)


def _detection(scene: DenseScene, cell: int, score: Tensor) -> Detection:
    x, y = scene.position[0, cell].tolist()
    return Detection(
        color=COLOR_NAMES[int(scene.colors[0, cell].argmax())],
        kind=CLASS_NAMES[int(scene.classes[0, cell].argmax())],
        position=(x, y),
        score=float(score[cell]),
        cell=cell,
    )


def find_candidates(
    detections: Sequence[Detection], matches: CellMatches
) -> tuple[Detection, ...]:
    """Return the detections that match one reference of the first command about equally well."""
    slot = int(matches.best[0, :, 1].argmax())
    scores = [float(matches.cells[0, slot, d.cell]) for d in detections]
    threshold = max(_MIN_MATCH, 0.5 * max(scores, default=0.0))
    found = tuple(d for d, s in zip(detections, scores, strict=True) if s >= threshold)
    return found if len(found) > 1 else ()


def nearest_detection(
    detections: Sequence[Detection], xy: Sequence[float] | FloatArray, max_distance_m: float
) -> Detection | None:
    """Return the detection closest to the point `xy`, or None beyond `max_distance_m`."""
    best = min(detections, key=lambda d: d.distance_m(xy), default=None)
    return best if best is not None and best.distance_m(xy) <= max_distance_m else None


def describe_detections(detections: Sequence[Detection], conjunction: str) -> str:
    """List detections as text, with positions where two have the same name."""
    names = [d.name for d in detections]
    words = [
        f'the {name}'
        if names.count(name) == 1
        else f'the {name} at x {d.position[0]:.2f} m, y {d.position[1]:.2f} m'
        for name, d in zip(names, detections, strict=True)
    ]
    return f' {conjunction} '.join(filter(None, (', '.join(words[:-1]), *words[-1:])))
