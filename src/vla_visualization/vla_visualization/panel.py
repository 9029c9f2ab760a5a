# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Panels above and below the camera image: the command with its words, and the status card."""

from collections.abc import Sequence

import numpy as np
from PIL import Image
from PIL import ImageDraw
from vla_perception.image_decoding import RgbImage
from vla_visualization import palette
from vla_visualization.ascii_text import to_ascii_line
from vla_visualization.icons import draw_icon
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import QueryWord
from vla_visualization.observations import StatusCard
from vla_visualization.text_layout import draw_text
from vla_visualization.text_layout import fit_text
from vla_visualization.text_layout import LINE_HEIGHT
from vla_visualization.text_layout import text_width_px

#: Heights of the panels for an image of 480 rows [px].
HEADER_HEIGHT_PX = 68
CARD_HEIGHT_PX = 172
_MARGIN_PX = 12
_WHY_HEIGHT_PX = 60
_WHITE = palette.to_bytes((1.0, 1.0, 1.0))
_MUTED = palette.to_bytes(palette.MUTED)
_DARK = palette.to_bytes(palette.PANEL)


class Panel:
    """
    Image with text, in units of a camera image of 480 rows.

    Parameters
    ----------
    width_px, height_px
        Size of the panel in pixels.
    scale
        Pixels per unit.

    """

    def __init__(self, width_px: int, height_px: int, scale: float) -> None:
        self._image = Image.new('RGB', (width_px, height_px), _DARK)
        self.draw = ImageDraw.Draw(self._image)
        self.scale = scale
        self.width = width_px / scale

    def text(
        self, x: float, y: float, text: str, size: float, color: tuple[int, int, int]
    ) -> float:
        """Draw one line with its upper left corner at x, y; return its right end."""
        draw_text(self.draw, x * self.scale, y * self.scale, text, self.px(size), color)
        return x + self.length(text, size)

    def length(self, text: str, size: float) -> float:
        """Return the width of a line."""
        return text_width_px(text, self.px(size)) / self.scale

    def box(
        self, x: float, y: float, width: float, height: float, color: tuple[int, int, int]
    ) -> None:
        """Draw a rounded rectangle."""
        corners = [part * self.scale for part in (x, y, x + width, y + height)]
        self.draw.rounded_rectangle(corners, radius=0.25 * height * self.scale, fill=color)

    def px(self, size: float) -> int:
        """Return a size in pixels, at least 6."""
        return max(6, round(size * self.scale))

    def pixels(self) -> RgbImage:
        """Return the image (H, W, 3)."""
        return np.array(self._image)


def draw_header(command: CommandView | None, width_px: int, scale: float) -> RgbImage:
    """Return the panel with the words of the user and those that the policy received."""
    panel = Panel(width_px, round(HEADER_HEIGHT_PX * scale), scale)
    inner = panel.width - 2 * _MARGIN_PX
    if command is None:
        panel.text(_MARGIN_PX, 22, 'No command yet', 18, _MUTED)
        return panel.pixels()
    fitted = fit_text(f'"{command.text}"', inner * scale, 24 * scale, _sizes(panel, 18, 9))
    for row, line in enumerate(fitted.lines):
        size = fitted.size_px / scale
        panel.text(_MARGIN_PX, 8 + row * LINE_HEIGHT * size, line, size, _WHITE)
    _draw_words(panel, command, 38)
    return panel.pixels()


def draw_card(
    card: StatusCard | None, objects: Sequence[ObjectView], width_px: int, scale: float
) -> RgbImage:
    """Return the panel with state, reason, detected objects and figures."""
    panel = Panel(width_px, round(CARD_HEIGHT_PX * scale), scale)
    if card is None:
        return panel.pixels()
    color = palette.to_bytes(palette.SEVERITY_COLORS[card.severity])
    draw_icon(panel.draw, card.icon, (23 * scale, 22 * scale), 11 * scale, color)
    panel.text(42, 10, to_ascii_line(card.title, 80), 19, color)
    inner = panel.width - 2 * _MARGIN_PX
    fitted = fit_text(card.why, inner * scale, _WHY_HEIGHT_PX * scale, _sizes(panel, 16, 9))
    for row, line in enumerate(fitted.lines):
        size = fitted.size_px / scale
        panel.text(_MARGIN_PX, 38 + row * LINE_HEIGHT * size, line, size, _WHITE)
    _draw_chips(panel, objects, 104)
    facts = '   |   '.join(card.facts)
    size = 12 * min(1.0, inner / max(1.0, panel.length(facts, 12)))
    panel.text(_MARGIN_PX, CARD_HEIGHT_PX - 18, facts, size, _MUTED)
    return panel.pixels()


def _draw_words(panel: Panel, command: CommandView, y: float) -> None:
    """Draw the words of the encoded sentence on the color of the query that attends to each."""
    if not command.words:
        panel.text(_MARGIN_PX, y + 4, to_ascii_line(command.meaning, 90), 13, _MUTED)
        return
    x = panel.text(_MARGIN_PX, y + 4, 'policy reads', 12, _MUTED) + 8
    legend = [q for q in ('target', 'destination') if any(q in w.weights for w in command.words)]
    texts = [to_ascii_line(word.text, 30) for word in command.words]
    free = panel.width - x - _MARGIN_PX - sum(panel.length(q, 12) + 24 for q in legend)
    widths = [panel.length(text, 16) + 10 for text in texts]
    size = 16 * min(1.0, free / max(1.0, sum(widths)))
    for word, text in zip(command.words, texts, strict=True):
        width = panel.length(text, size) + 0.6 * size
        fill, ink = word_colors(word)
        panel.box(x, y, width - 2, 1.4 * size, fill)
        panel.text(x + 0.25 * size, y + 0.1 * size, text, size, ink)
        x += width
    x = panel.width - _MARGIN_PX - sum(panel.length(q, 12) + 22 for q in legend)
    for query in legend:
        panel.box(x, y + 6, 10, 10, palette.to_bytes(palette.query_color(query)))
        x = panel.text(x + 14, y + 4, query, 12, _MUTED) + 8


def word_colors(word: QueryWord) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the colors of box and letters of a word: that of the query with the larger weight."""
    query = max(word.weights, key=lambda name: word.weights[name], default='')
    weight = word.weights.get(query, 0.0)
    fill = palette.interpolate(palette.PANEL, palette.query_color(query), weight)
    return palette.to_bytes(fill), _DARK if weight > 0.55 else _WHITE


def _draw_chips(panel: Panel, objects: Sequence[ObjectView], y: float) -> None:
    """Draw the names of the detected objects, at most two rows."""
    if not objects:
        return
    x = start = panel.text(_MARGIN_PX, y + 3, 'It sees', 13, _MUTED) + 8
    row = 0
    for item in objects:
        name = to_ascii_line(item.name, 30) + (' (held)' if item.is_held else '')
        width = panel.length(name, 13) + 30
        if x + width > panel.width - _MARGIN_PX:
            x, row = start, row + 1
        if row > 1:
            return
        top = y + 23 * row
        chip, ink = palette.to_bytes(palette.CHIP), _WHITE
        if item.is_candidate:
            chip, ink = palette.to_bytes(palette.PENDING), _DARK
        panel.box(x, top, width - 5, 20, chip)
        dot = [part * panel.scale for part in (x + 6, top + 5, x + 16, top + 15)]
        fill = palette.to_bytes(palette.object_color(item.color))
        panel.draw.ellipse(dot, fill=fill, outline=_MUTED)
        panel.text(x + 20, top + 2, name, 13, ink)
        x += width


def _sizes(panel: Panel, largest: int, smallest: int) -> list[int]:
    return [panel.px(size) for size in range(largest, smallest - 1, -1)]
