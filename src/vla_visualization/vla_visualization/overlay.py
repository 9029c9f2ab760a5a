# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera image with attention, planned path and names, between command and status card."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL import ImageDraw
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.ascii_text import to_ascii_line
from vla_visualization.attention_plane import in_camera_image
from vla_visualization.labels import Label
from vla_visualization.labels import place_labels
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.panel import CARD_HEIGHT_PX
from vla_visualization.panel import draw_card
from vla_visualization.panel import draw_header
from vla_visualization.panel import HEADER_HEIGHT_PX
from vla_visualization.text_layout import draw_text
from vla_visualization.text_layout import text_width_px

#: Opacity of the largest weight.
MAX_OPACITY = 0.55
# In pixels of an image of 480 rows.
_LABEL_SIZE, _LABEL_GAP, _RING, _DOT = 14, 30, 26, 5


def draw_overlay(image: RgbImage, scene: SceneView, camera: CameraModel | None) -> RgbImage:
    """
    Return an RGB image (H', W, 3): the command, an annotated copy of `image`, the status card.

    Path, goals, names and the attention of rectified images are drawn only if `camera` is given:
    it projects them into the image. Without command and card there are no panels.

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
    if camera:
        if scene.path:
            _draw_path(canvas, scene.path, camera)
        if scene.refused:
            _draw_refused(canvas, scene.refused, camera)
        _draw_candidates(canvas, scene, camera)
        centers = [camera.to_pixels(item.center_m[None])[0] for item in scene.objects]
        canvas = _draw_labels(canvas, _labels(canvas, scene, camera), centers)
    if not _has_panels(scene):
        return canvas
    width, scale = image.shape[1], _scale(image)
    header = draw_header(scene.command, width, scale)
    return np.vstack([header, canvas, draw_card(scene.card, scene.objects, width, scale)])


def camera_rows(scene: SceneView) -> tuple[float, float]:
    """Return top and height of the camera image in an overlay, as fractions of its height."""
    if not _has_panels(scene):
        return 0.0, 1.0
    rows = 480 + HEADER_HEIGHT_PX + CARD_HEIGHT_PX
    return HEADER_HEIGHT_PX / rows, 480 / rows


def _has_panels(scene: SceneView) -> bool:
    return scene.command is not None or scene.card is not None


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
    _draw_lines(canvas, [visible], palette.path_color(path))
    _draw_cross(canvas, camera, path.target_m, palette.TARGET)
    if path.destination_m is not None:
        _draw_cross(canvas, camera, path.destination_m, palette.DESTINATION)
        if path.shows_way:
            _draw_arrow(canvas, camera.to_pixels(np.stack((path.target_m, path.destination_m))))


def _draw_arrow(canvas: RgbImage, ends: NDArray) -> None:
    """Draw an arrow between the crosses at two pixels (2, 2)."""
    if not all(_near(pixel, canvas) for pixel in ends):
        return
    way, scale = ends[1] - ends[0], _scale(canvas)
    margin = 18 * scale * way / max(float(np.linalg.norm(way)), 1e-6)
    if np.linalg.norm(way) < 4 * np.linalg.norm(margin):
        return
    start, end = _point(ends[0] + margin), _point(ends[1] - margin)
    tip = 10 * scale / float(np.linalg.norm(way - 2 * margin))
    for color, width in (((0, 0, 0), 4), (palette.to_bytes(palette.DESTINATION), 2)):
        width_px = max(1, round(width * scale))
        cv2.arrowedLine(canvas, start, end, color, width_px, cv2.LINE_AA, tipLength=tip)


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
    for color, width in (((0, 0, 0), 4), (palette.to_bytes(rgb), 2)):
        cv2.polylines(canvas, points, False, color, max(1, round(width * scale)), cv2.LINE_AA)


def _draw_labels(
    canvas: RgbImage, labels: Sequence[Label], centers: Sequence[NDArray]
) -> RgbImage:
    """Return the image with each label beside its point, off the centers (2,) of objects [px]."""
    size = max(6, round(_LABEL_SIZE * _scale(canvas)))
    height, width = canvas.shape[:2]
    texts = [to_ascii_line(label.text, 60) for label in labels]
    sizes = [
        (label, text_width_px(text, size) + 0.6 * size, 1.4 * size)
        for label, text in zip(labels, texts, strict=True)
    ]
    picture = Image.fromarray(canvas)
    draw = ImageDraw.Draw(picture)
    avoided = [(float(u), float(v)) for u, v in centers]
    boxes = place_labels(sizes, width, height, avoided)
    for label, text, box in zip(labels, texts, boxes, strict=True):
        if box is not None:
            draw.rounded_rectangle(box, radius=0.3 * size, fill=palette.to_bytes(palette.PANEL))
            draw_text(draw, box.left + 0.3 * size, box.top + 0.1 * size, text, size, label.color)
    return np.array(picture)


def _labels(canvas: RgbImage, scene: SceneView, camera: CameraModel) -> list[Label]:
    """Return the labels of candidates, goals and, while nothing is planned, all objects."""
    path, marked = scene.path, []
    if path is not None:
        marked.append((path.target_m, path.target, palette.TARGET))
        if path.destination_m is not None:
            marked.append((path.destination_m, path.destination, palette.DESTINATION))
    asked = [item for item in scene.objects if item.is_candidate]
    marked += [(item.center_m, item.name, palette.PENDING) for item in asked]
    if path is None and not asked:
        marked = [(item.center_m, item.name, palette.LABEL) for item in scene.objects]
    gap = _LABEL_GAP * _scale(canvas)
    pixels = [camera.to_pixels(point[None])[0] for point, _, _ in marked]
    return [
        Label(text, (float(pixel[0]), float(pixel[1])), gap, palette.to_bytes(rgb))
        for pixel, (_, text, rgb) in zip(pixels, marked, strict=True)
        if _near(pixel, canvas)
    ]


def _draw_refused(canvas: RgbImage, refused: RefusedPoints, camera: CameraModel) -> None:
    """Draw a dot at each point that the safety gate refused."""
    for pixel in camera.to_pixels(refused.points_m):
        if _near(pixel, canvas):
            radius, color = round(_DOT * _scale(canvas)), palette.to_bytes(palette.REFUSED)
            cv2.circle(canvas, _point(pixel), max(1, radius), color, cv2.FILLED, cv2.LINE_AA)


def _draw_candidates(canvas: RgbImage, scene: SceneView, camera: CameraModel) -> None:
    """Draw a ring around each object that the system asks about."""
    for item in scene.objects:
        pixel = camera.to_pixels(item.center_m[None])[0]
        if item.is_candidate and _near(pixel, canvas):
            radius = round(_RING * _scale(canvas))
            for rgb, width in ((palette.PANEL, 5), (palette.PENDING, 3)):
                line = max(1, round(width * _scale(canvas)))
                color = palette.to_bytes(rgb)
                cv2.circle(canvas, _point(pixel), radius, color, line, cv2.LINE_AA)


def _scale(canvas: RgbImage) -> float:
    return canvas.shape[0] / 480


def _near(pixel: NDArray, canvas: RgbImage) -> bool:
    # Pixels far outside the image overflow OpenCV's integers; NaN is not near either.
    size = np.array([canvas.shape[1], canvas.shape[0]])
    return bool((np.abs(pixel - size / 2) < 2 * size).all())


def _point(pixel: NDArray) -> tuple[int, int]:
    return round(float(pixel[0])), round(float(pixel[1]))
