# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention cells of the image, laid on the table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_visualization import palette
from vla_visualization.observations import Attention
from vla_visualization.primitives import Color
from vla_visualization.primitives import to_vectors
from vla_visualization.primitives import Triangles
from vla_visualization.projection import Camera

#: Weaker cells, as a share of the strongest, are not shown: they would veil the scene.
FLOOR = 0.15
# Above the table and apart from one another: coplanar shapes flicker.
_HEIGHT_M = {'target': 0.004, 'destination': 0.002}


@dataclass(frozen=True)
class Bounds:
    """Rectangle on the table."""

    x_min_m: float
    x_max_m: float
    y_min_m: float
    y_max_m: float

    def __post_init__(self) -> None:
        if not (self.x_min_m < self.x_max_m and self.y_min_m < self.y_max_m):
            raise ValueError(
                'table_bounds_m must be x_min < x_max and y_min < y_max, got '
                f'{[self.x_min_m, self.x_max_m, self.y_min_m, self.y_max_m]}'
            )

    def contain(self, points: NDArray) -> NDArray[np.bool_]:
        """Return which points (..., 2 or 3) lie inside; NaN does not."""
        x, y = points[..., 0], points[..., 1]
        return np.asarray(
            (x >= self.x_min_m) & (x <= self.x_max_m) & (y >= self.y_min_m) & (y <= self.y_max_m)
        )


def cell_corners(rows: int, cols: int, camera: Camera, height_m: float) -> NDArray[np.float64]:
    """Return the corners (rows, cols, 4, 3) on the plane of a grid that fills the image."""
    # Half a pixel less: whole coordinates are pixel centers, corners lie between pixels.
    u = np.linspace(0, camera.intrinsics.width_px, cols + 1) - 0.5
    v = np.linspace(0, camera.intrinsics.height_px, rows + 1) - 0.5
    pixels = np.stack(np.meshgrid(u, v), axis=-1)  # (rows + 1, cols + 1, 2)
    points = camera.to_plane(pixels.reshape(-1, 2), height_m).reshape(rows + 1, cols + 1, 3)
    around = [points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]]
    return np.stack(around, axis=2)


def attention_cells(attention: Attention, camera: Camera, bounds: Bounds) -> Iterator[Triangles]:
    """Yield the cells that were attended most, as one set of triangles, or nothing."""
    strength = attention.relative
    height_m = _HEIGHT_M.get(attention.query, min(_HEIGHT_M.values()))
    rows, cols = strength.shape
    corners = cell_corners(rows, cols, camera, height_m)
    shown = (strength >= FLOOR) & bounds.contain(corners).all(axis=-1)
    if not shown.any():
        return
    # Counterclockwise from above: viewers shade the other side dark.
    triangles = corners[shown][:, (0, 2, 1, 0, 3, 2)].reshape(-1, 3)
    colors = _colors(strength[shown], attention.query)
    yield Triangles(
        ns=f'attention_{attention.query}',
        color=colors[0],
        points=to_vectors(triangles),
        colors=tuple(color for color in colors for _ in range(6)),
    )


def _colors(strength: NDArray, query: str) -> list[Color]:
    return [
        (float(r), float(g), float(b), 0.3 + 0.6 * float(share))
        for (r, g, b), share in zip(palette.heat(strength, query), strength, strict=True)
    ]
