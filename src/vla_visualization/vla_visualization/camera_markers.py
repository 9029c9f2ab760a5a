# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Shapes of the camera: its frustum, and the live image as a mosaic in the frustum.

The image consists of small squares, not of a texture: RViz adds a texture unit to the material at
each update of an embedded texture, so a live one becomes slower and darker; and viewers other
than RViz draw no textures. The cells are those of the mosaic that the overlay shows without
`show_camera`: the marker reveals no more than that.
"""

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.face_privacy import mosaic
from vla_visualization.primitives import Line
from vla_visualization.primitives import Squares
from vla_visualization.primitives import to_vectors

#: Distance of the image from the center of the camera.
DEPTH_M = 0.2
_LINE_WIDTH_M = 0.003
# Squares that face the viewer have no gaps from any side.
_OVERLAP = 1.4
# Corners by index, 4 is the center of the camera: one line over all edges.
_EDGES = (0, 1, 2, 3, 0, 4, 1, 2, 4, 3)


def frustum_marker(camera: CameraModel) -> Line:
    """Return the edges of the frustum."""
    intrinsics, pose = camera.intrinsics, camera.pose
    width, height = intrinsics.width_px, intrinsics.height_px
    pixels = np.array([(0, 0), (width, 0), (width, height), (0, height)]) - 0.5
    points = np.vstack([_on_image(pixels, camera), pose.position_m])
    edges = points[list(_EDGES)]
    color = palette.opaque(palette.WORKSPACE, 0.8)
    return Line(ns='camera', color=color, points=to_vectors(edges), width_m=_LINE_WIDTH_M)


def image_marker(camera: CameraModel, image: RgbImage, lifetime_s: float) -> Squares:
    """Return a mosaic of the image (H, W, 3); a viewer deletes it after `lifetime_s`."""
    colors = mosaic(image)
    rows, cols = colors.shape[:2]
    width, height = camera.intrinsics.width_px / cols, camera.intrinsics.height_px / rows
    cells = np.stack(np.meshgrid(np.arange(cols), np.arange(rows)), axis=-1).reshape(-1, 2)
    points = _on_image((cells + 0.5) * (width, height) - 0.5, camera)
    return Squares(
        ns='camera_image',
        color=palette.opaque(palette.LABEL),
        lifetime_s=lifetime_s,
        points=to_vectors(points),
        colors=tuple((r, g, b, 1.0) for r, g, b in (colors.reshape(-1, 3) / 255).tolist()),
        width_m=_OVERLAP * DEPTH_M * width / float(camera.intrinsics.matrix[0, 0]),
    )


def _on_image(pixels: NDArray, camera: CameraModel) -> FloatArray:
    """Return points (N, 3) of the base frame at `DEPTH_M`; lens distortion is ignored."""
    matrix, pose = camera.intrinsics.matrix, camera.pose
    points = (pixels - matrix[:2, 2]) / matrix[[0, 1], [0, 1]]
    local = DEPTH_M * np.hstack([points, np.ones((len(points), 1))])
    return np.asarray(local @ pose.rotation.T + pose.position_m)
