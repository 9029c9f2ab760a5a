# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention weights of image cells, projected onto the table plane."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_visualization import palette
from vla_visualization.observations import QueryAttention
from vla_visualization.primitives import Color
from vla_visualization.primitives import to_vectors
from vla_visualization.primitives import Triangles
from vla_visualization.projection import CameraModel

#: Smallest share of the largest weight that is drawn; weaker cells would hide the scene.
MIN_RELATIVE_WEIGHT = 0.15
# Slightly above the table, and different per query: coplanar shapes flicker.
_HEIGHT_M = {'target': 0.004, 'destination': 0.002}


@dataclass(frozen=True)
class TableBounds:
    """Axis-aligned rectangle of the table plane, in the base frame."""

    x_min_m: float
    x_max_m: float
    y_min_m: float
    y_max_m: float

    def __post_init__(self) -> None:
        if not (self.x_min_m < self.x_max_m and self.y_min_m < self.y_max_m):
            raise ValueError(
                'table_bounds_m must be x_min < x_max and y_min < y_max, got '
                f'{[self.x_min_m, self.x_max_m, self.y_min_m, self.y_max_m]}; '
                'change it in the YAML file'
            )

    def contain(self, points: NDArray) -> NDArray[np.bool_]:
        """Return which points (..., 2 or 3) lie inside; points with NaN do not."""
        x, y = points[..., 0], points[..., 1]
        return np.asarray(
            (x >= self.x_min_m) & (x <= self.x_max_m) & (y >= self.y_min_m) & (y <= self.y_max_m)
        )


def cell_corners(rows: int, cols: int, camera: CameraModel, height_m: float) -> FloatArray:
    """Return the corners (rows, cols, 4, 3) of the image's grid cells, projected onto a plane."""
    # Pixel centers have whole coordinates, so the image begins half a pixel before 0.
    u = np.linspace(0, camera.intrinsics.width_px, cols + 1) - 0.5
    v = np.linspace(0, camera.intrinsics.height_px, rows + 1) - 0.5
    pixels = np.stack(np.meshgrid(u, v), axis=-1)  # (rows + 1, cols + 1, 2)
    points = camera.to_plane(pixels.reshape(-1, 2), height_m).reshape(rows + 1, cols + 1, 3)
    corners = [points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]]
    return np.stack(corners, axis=2)


def attention_cells(
    attention: QueryAttention, camera: CameraModel, bounds: TableBounds
) -> Iterator[Triangles]:
    """Yield one set of triangles for the cells with large weights; nothing if there are none."""
    weights = attention.relative_weights
    height_m = _HEIGHT_M.get(attention.query, min(_HEIGHT_M.values()))
    rows, cols = weights.shape
    corners = cell_corners(rows, cols, camera, height_m)
    shown = (weights >= MIN_RELATIVE_WEIGHT) & bounds.contain(corners).all(axis=-1)
    if not shown.any():
        return
    # Counterclockwise from above: viewers shade the back of a triangle dark.
    triangles = corners[shown][:, (0, 2, 1, 0, 3, 2)].reshape(-1, 3)
    colors = _colors(weights[shown], attention.query)
    yield Triangles(
        ns=f'attention_{attention.query}',
        color=colors[0],
        points=to_vectors(triangles),
        colors=tuple(color for color in colors for _ in range(6)),
    )


def _colors(weights: NDArray, query: str) -> list[Color]:
    return [
        (float(r), float(g), float(b), 0.3 + 0.6 * float(weight))
        for (r, g, b), weight in zip(palette.heat_colors(weights, query), weights, strict=True)
    ]
