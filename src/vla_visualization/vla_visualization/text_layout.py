# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fonts, and lines of text that fit into a width."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont
from vla_visualization.ascii_text import to_ascii_line

#: Height of a line as a multiple of the font size.
LINE_HEIGHT = 1.3
#: Longest text of a message; longer ones end with an ellipsis.
_MAX_CHARACTERS = 1200


class FittedText(NamedTuple):
    """Lines of text and the font size at which they fit."""

    lines: tuple[str, ...]
    size_px: int


@lru_cache(maxsize=64)
def font(size_px: int) -> FreeTypeFont:
    """Return the font that Pillow contains, in one size."""
    loaded = ImageFont.load_default(size_px)
    assert isinstance(loaded, FreeTypeFont)
    return loaded


# Most texts of a picture are those of the one before.
@lru_cache(maxsize=1024)
def text_width_px(text: str, size_px: int) -> float:
    """Return the width of a line."""
    return font(size_px).getlength(text)


@lru_cache(maxsize=256)
def _text_bitmap(text: str, size_px: int) -> Image.Image:
    face = font(size_px)
    _, _, right, bottom = face.getbbox(text)
    bitmap = Image.new('L', (max(1, ceil(right)), max(1, ceil(bottom))))
    ImageDraw.Draw(bitmap).text((0, 0), text, 255, font=face)
    return bitmap


def draw_text(
    draw: ImageDraw.ImageDraw,
    x_px: float,
    y_px: float,
    text: str,
    size_px: int,
    color: tuple[int, int, int],
) -> None:
    """Draw one line with its upper left corner at the pixel nearest to x, y."""
    draw.bitmap((round(x_px), round(y_px)), _text_bitmap(text, size_px), fill=color)


def wrap_to_width(text: str, width_px: float, size_px: int) -> tuple[str, ...]:
    """Return lines no wider than `width_px`; a word that is wider is broken."""
    lines = ['']
    for word in to_ascii_line(text, _MAX_CHARACTERS).split():
        joined = f'{lines[-1]} {word}'.lstrip()
        if text_width_px(joined, size_px) <= width_px:
            lines[-1] = joined
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = lines[-1] or word
        while text_width_px(lines[-1], size_px) > width_px and len(lines[-1]) > 1:
            head = _longest_prefix(lines[-1], width_px, size_px)
            lines[-1:] = [lines[-1][:head], lines[-1][head:]]
    return tuple(line for line in lines if line)


def fit_text(text: str, width_px: float, height_px: float, sizes_px: Sequence[int]) -> FittedText:
    """
    Return the whole text in the largest size at which it fits into a box.

    Parameters
    ----------
    text
        Text of any length.
    width_px, height_px
        Size of the box.
    sizes_px
        Font sizes, the largest first. At the last one, lines beyond the box become an ellipsis.

    """
    for size_px in sizes_px:
        lines = wrap_to_width(text, width_px, size_px)
        rows = max(1, int(height_px / (LINE_HEIGHT * size_px)))
        if len(lines) <= rows:
            return FittedText(lines, size_px)
    return FittedText((*lines[: rows - 1], f'{lines[rows - 1][:-3].rstrip()}...'), size_px)


def _longest_prefix(word: str, width_px: float, size_px: int) -> int:
    lengths = range(len(word) - 1, 1, -1)
    fitting = (n for n in lengths if text_width_px(word[:n], size_px) <= width_px)
    return next(fitting, 1)
