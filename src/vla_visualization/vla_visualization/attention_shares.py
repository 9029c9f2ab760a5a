# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Share of the attention of each query that lies on each detected object."""

from collections.abc import Sequence

import numpy as np
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import training_camera
from vla_visualization.observations import ObjectView
from vla_visualization.observations import QueryAttention

#: A cell belongs to the nearest object, if its center is at most this many cells away.
_REACH_CELLS = 2.5


def attention_shares(
    objects: Sequence[ObjectView], maps: Sequence[QueryAttention], camera: CameraModel | None
) -> tuple[dict[str, float], ...]:
    """
    Return for each object the share of the attention of each query, 0 to 1.

    Cells are assigned to objects in the image, so no share is counted twice. Without a camera, and
    for objects outside of the image, there are none.
    """
    shares: tuple[dict[str, float], ...] = tuple({} for _ in objects)
    if camera is None or not objects:
        return shares
    centers_m = np.stack([item.center_m for item in objects])
    for attention in maps:
        total = float(attention.weights.sum())
        if total <= 0:
            continue
        owners = _owners(centers_m, attention, camera)
        for number, share in enumerate(shares):
            on_object = float(attention.weights[owners == number].sum())
            share[attention.query] = on_object / total
    return shares


def _owners(centers_m: np.ndarray, attention: QueryAttention, camera: CameraModel) -> np.ndarray:
    """Return by cell (rows, cols) the number of the object that it belongs to; -1 for none."""
    size = camera.intrinsics.width_px, camera.intrinsics.height_px
    if attention.is_rectified:
        camera = training_camera(*size)
    rows, cols = attention.weights.shape
    cell_px = np.array((size[0] / cols, size[1] / rows))
    # Pixel centers have whole coordinates, so the image begins half a pixel before 0.
    at = (camera.to_pixels(centers_m) + 0.5) / cell_px - 0.5  # (N, 2), in cells
    cells = np.stack(np.meshgrid(np.arange(cols), np.arange(rows)), axis=-1)
    distances = np.linalg.norm(cells[:, :, None] - at, axis=-1)  # (rows, cols, N)
    distances = np.where(np.isfinite(distances), distances, np.inf)
    return np.where(distances.min(axis=-1) <= _REACH_CELLS, distances.argmin(axis=-1), -1)
