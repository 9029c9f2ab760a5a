# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention, planned path and captions drawn on the camera image."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.ascii_text import wrap_text
from vla_visualization.attention_plane import in_camera_image
from vla_visualization.observations import Caption
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import SceneView

#: Opacity of the largest weight.
MAX_OPACITY = 0.55
_BAR_BRIGHTNESS = 0.2
#: Characters of a row, and rows of a caption.
_CAPTION_WIDTH, _CAPTION_ROWS = 70, 6
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def draw_overlay(image: RgbImage, scene: SceneView, camera: CameraModel | None) -> RgbImage:
    """
    Return a copy of an RGB image (H, W, 3) with attention, path, goals and captions drawn on it.

    Path, goals and the attention of rectified images are drawn only if `camera` is given: it
    projects them into the image.

    Raises
    ------
    ValueError
        If `image` is empty or not an RGB image of uint8.

    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        raise ValueError(
            f'an overlay needs an RGB image (H, W, 3) of uint8, got {image.shape} '
            f'{image.dtype}; decode it with vla_perception.image_message'
        )
    # Without a camera, the cells of a rectified image cannot be placed in this one.
    maps = [
        in_camera_image(attention, camera) if camera else attention
        for attention in scene.attention
        if camera or not attention.is_rectified
    ]
    canvas = blend_attention(image, maps)
    if camera and scene.path:
        _draw_path(canvas, scene.path, camera)
    _draw_captions(canvas, scene.captions)
    return canvas


def blend_attention(image: RgbImage, maps: Sequence[QueryAttention]) -> RgbImage:
    """Return a copy with the attention maps blended in, each in the colors of its query."""
    if not maps:
        return image.copy()
    rows = max(attention.weights.shape[0] for attention in maps)
    cols = max(attention.weights.shape[1] for attention in maps)
    color = np.zeros((rows, cols, 3), dtype=np.float32)
    transparency = np.ones((rows, cols, 3), dtype=np.float32)
    for attention in maps:
        weights = _resized(attention.relative_weights.astype(np.float32), cols, rows)
        opacity = (MAX_OPACITY * weights)[..., None]
        layer = 255 * palette.heat_colors(weights, attention.query)
        color = (1 - opacity) * color + opacity * layer
        transparency *= 1 - opacity
    # Blended on the small grid, then resized as bytes: five times as fast as blending pixels.
    height, width = image.shape[:2]
    resized = [
        _resized(np.rint(part).astype(np.uint8), width, height)
        for part in (255 * transparency, color)
    ]
    return np.asarray(cv2.add(cv2.multiply(image, resized[0], scale=1 / 255), resized[1]))


def _resized(values: NDArray, width: int, height: int) -> NDArray:
    return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR))


def _draw_path(canvas: RgbImage, path: PlannedPath, camera: CameraModel) -> None:
    pixels = camera.to_pixels(path.positions_m)
    visible = [_point(pixel) for pixel in pixels if _near(pixel, canvas)]
    _draw_lines(canvas, [visible], palette.PATH)
    _draw_cross(canvas, camera, path.target_m, palette.TARGET)
    if path.destination_m is not None:
        _draw_cross(canvas, camera, path.destination_m, palette.DESTINATION)


def _draw_cross(canvas: RgbImage, camera: CameraModel, point_m: NDArray, rgb: palette.Rgb) -> None:
    pixel = camera.to_pixels(point_m[None])[0]
    if not _near(pixel, canvas):
        return
    (u, v), scale = _point(pixel), _scale(canvas)
    arm, gap = round(14 * scale), round(5 * scale)
    directions = ((1, 0), (-1, 0), (0, 1), (0, -1))
    bars = [[(u + part * du, v + part * dv) for part in (gap, arm)] for du, dv in directions]
    _draw_lines(canvas, bars, rgb)


def _draw_lines(
    canvas: RgbImage, lines: Sequence[Sequence[tuple[int, int]]], rgb: palette.Rgb
) -> None:
    scale = _scale(canvas)
    points = [np.array(line, dtype=np.int32) for line in lines if len(line) > 1]
    # A dark outline keeps the line visible on any background.
    for color, width in (((0, 0, 0), 4), (_bytes(rgb), 2)):
        cv2.polylines(canvas, points, False, color, max(1, round(width * scale)), cv2.LINE_AA)


def _draw_captions(canvas: RgbImage, lines: Sequence[Caption]) -> None:
    shown = [
        (row, line.severity)
        for line in lines
        for row in wrap_text(line.text, _CAPTION_WIDTH, _CAPTION_ROWS).splitlines()
    ]
    if not shown:
        return
    size = 0.5 * _scale(canvas)
    row = round(44 * size)
    bar = canvas[: row * len(shown) + row // 4]
    bar[:] = (bar * _BAR_BRIGHTNESS).astype(np.uint8)
    for number, (text, severity) in enumerate(shown):
        width = cv2.getTextSize(text, _FONT, size, 1)[0][0]
        fitted = size * min(1.0, 0.97 * canvas.shape[1] / width)
        origin = (round(12 * size), round(row * (number + 0.8)))
        color = _bytes(palette.SEVERITY_COLORS[severity])
        cv2.putText(canvas, text, origin, _FONT, fitted, color, 1, cv2.LINE_AA)


def _scale(canvas: RgbImage) -> float:
    return canvas.shape[0] / 480


def _near(pixel: NDArray, canvas: RgbImage) -> bool:
    # Pixels far outside the image overflow OpenCV's integers; NaN is not near either.
    size = np.array([canvas.shape[1], canvas.shape[0]])
    return bool((np.abs(pixel - size / 2) < 2 * size).all())


def _point(pixel: NDArray) -> tuple[int, int]:
    return round(float(pixel[0])), round(float(pixel[1]))


def _bytes(rgb: palette.Rgb) -> tuple[int, int, int]:
    r, g, b = (round(255 * part) for part in rgb)
    return r, g, b
