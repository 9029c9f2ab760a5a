# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention weights of image cells, projected onto the table plane as a smooth surface."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import to_training_pixels
from vla_perception.table_rectification import training_camera
from vla_visualization import palette
from vla_visualization.observations import QueryAttention
from vla_visualization.primitives import Color
from vla_visualization.primitives import to_vectors
from vla_visualization.primitives import Triangles

#: Share of the largest weight at which the map ends; weaker cells would hide the scene.
MIN_RELATIVE_WEIGHT = 0.15
_MAX_OPACITY = 0.9
# Not 0: RViz reports markers that are completely transparent.
_MIN_OPACITY = 0.002
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


def cell_centers(rows: int, cols: int, camera: CameraModel, height_m: float) -> FloatArray:
    """Return the centers (rows, cols, 3) of the image's grid cells, projected onto a plane."""
    # Pixel centers have whole coordinates, so the image begins half a pixel before 0.
    u = (np.arange(cols) + 0.5) * camera.intrinsics.width_px / cols - 0.5
    v = (np.arange(rows) + 0.5) * camera.intrinsics.height_px / rows - 0.5
    pixels = np.stack(np.meshgrid(u, v), axis=-1)  # (rows, cols, 2)
    return camera.to_plane(pixels.reshape(-1, 2), height_m).reshape(rows, cols, 3)


def attention_surface(
    attention: QueryAttention, camera: CameraModel, bounds: TableBounds
) -> Iterator[Triangles]:
    """
    Yield triangles between the centers of the cells with large weights; nothing without any.

    Each corner has the color and opacity of its cell, which viewers interpolate: the map is
    smooth and fades to nothing at `MIN_RELATIVE_WEIGHT`.
    """
    weights = attention.relative_weights
    height_m = _HEIGHT_M.get(attention.query, min(_HEIGHT_M.values()))
    if attention.is_rectified:
        camera = training_camera(camera.intrinsics.width_px, camera.intrinsics.height_px)
    rows, cols = weights.shape
    centers = cell_centers(rows, cols, camera, height_m)
    corner_weights = _quads(weights)  # (rows - 1, cols - 1, 4)
    corners = _quads(centers)
    shown = (corner_weights > MIN_RELATIVE_WEIGHT).any(axis=-1)
    shown &= bounds.contain(corners).all(axis=-1)
    if not shown.any():
        return
    # Counterclockwise from above: viewers shade the back of a triangle dark.
    order = (0, 2, 1, 0, 3, 2)
    colors = _colors(corner_weights[shown][:, order].ravel(), attention.query)
    yield Triangles(
        ns=f'attention_{attention.query}',
        color=palette.opaque(palette.query_color(attention.query)),
        points=to_vectors(corners[shown][:, order].reshape(-1, 3)),
        colors=tuple(colors),
    )


def _quads(grid: NDArray) -> NDArray:
    """Return the four neighbors (rows - 1, cols - 1, 4, ...) around each corner of cells."""
    corners = [grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]]
    return np.stack(corners, axis=2)


def in_camera_image(attention: QueryAttention, camera: CameraModel) -> QueryAttention:
    """Return attention over the cells of the image of `camera`."""
    if not attention.is_rectified:
        return attention
    rows, cols = attention.weights.shape
    size = np.array((camera.intrinsics.width_px / cols, camera.intrinsics.height_px / rows))
    cells = np.stack(np.meshgrid(np.arange(cols), np.arange(rows)), axis=-1).reshape(-1, 2)
    # Center of a cell: pixel centers have whole coordinates.
    pixels = to_training_pixels((cells + 0.5) * size - 0.5, camera)
    maps = ((pixels + 0.5) / size - 0.5).astype(np.float32).reshape(rows, cols, 2)
    weights = cv2.remap(
        attention.weights.astype(np.float32), maps[..., 0], maps[..., 1], cv2.INTER_LINEAR
    )
    return QueryAttention(attention.query, np.asarray(weights, np.float64))


def _colors(weights: NDArray, query: str) -> list[Color]:
    shares = np.clip((weights - MIN_RELATIVE_WEIGHT) / (1 - MIN_RELATIVE_WEIGHT), 0.0, 1.0)
    opacities = np.maximum(_MAX_OPACITY * shares, _MIN_OPACITY)
    return [
        (float(r), float(g), float(b), float(opacity))
        for (r, g, b), opacity in zip(palette.heat_colors(weights, query), opacities, strict=True)
    ]
