# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Icons of the status card: readable without their color."""

from PIL.ImageDraw import ImageDraw
from vla_visualization import palette
from vla_visualization.observations import CardIcon

_INK = palette.to_bytes(palette.PANEL)

#: Points of polygons and lines in a circle of radius 1, x to the right, y down.
_Points = tuple[tuple[float, float], ...]
_FILLED: dict[CardIcon, list[_Points]] = {
    CardIcon.RUNNING: [((-0.3, -0.5), (0.55, 0.0), (-0.3, 0.5))],
    CardIcon.STOPPED: [((-0.4, -0.4), (0.4, -0.4), (0.4, 0.4), (-0.4, 0.4))],
    CardIcon.WAITING: [
        ((-0.4, -0.45), (-0.12, -0.45), (-0.12, 0.45), (-0.4, 0.45)),
        ((0.12, -0.45), (0.4, -0.45), (0.4, 0.45), (0.12, 0.45)),
    ],
}
_STROKES: dict[CardIcon, list[_Points]] = {
    CardIcon.DONE: [((-0.5, 0.0), (-0.12, 0.4), (0.5, -0.38))],
    CardIcon.QUESTION: [
        ((-0.32, -0.28), (-0.2, -0.52), (0.1, -0.55), (0.32, -0.3), (0.2, -0.08), (0.0, 0.05)),
        ((0.0, 0.05), (0.0, 0.2)),
        ((0.0, 0.42), (0.0, 0.58)),
    ],
    CardIcon.REFUSED: [((-0.4, -0.4), (0.4, 0.4)), ((-0.4, 0.4), (0.4, -0.4))],
}


def draw_icon(
    draw: ImageDraw,
    icon: CardIcon,
    center_px: tuple[float, float],
    radius_px: float,
    color: tuple[int, int, int],
) -> None:
    """Draw a disc with a sign in it, such as a check mark or a square; IDLE is a ring."""
    x, y = center_px
    circle = (x - radius_px, y - radius_px, x + radius_px, y + radius_px)
    if icon is CardIcon.IDLE:
        draw.ellipse(circle, outline=color, width=max(2, round(0.25 * radius_px)))
        return
    draw.ellipse(circle, fill=color)

    def place(points: _Points) -> list[tuple[float, float]]:
        return [(x + radius_px * u, y + radius_px * v) for u, v in points]

    for points in _FILLED.get(icon, []):
        draw.polygon(place(points), fill=_INK)
    for points in _STROKES.get(icon, []):
        draw.line(place(points), fill=_INK, width=max(2, round(0.24 * radius_px)), joint='curve')
