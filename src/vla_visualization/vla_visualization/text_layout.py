# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fonts, and lines of text that fit into a width."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

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


def wrap_to_width(text: str, width_px: float, size_px: int) -> tuple[str, ...]:
    """Return lines no wider than `width_px`; a word that is wider is broken."""
    face, lines = font(size_px), ['']
    for word in to_ascii_line(text, _MAX_CHARACTERS).split():
        joined = f'{lines[-1]} {word}'.lstrip()
        if face.getlength(joined) <= width_px:
            lines[-1] = joined
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = lines[-1] or word
        while face.getlength(lines[-1]) > width_px and len(lines[-1]) > 1:
            head = _longest_prefix(face, lines[-1], width_px)
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


def _longest_prefix(face: FreeTypeFont, word: str, width_px: float) -> int:
    fitting = (n for n in range(len(word) - 1, 1, -1) if face.getlength(word[:n]) <= width_px)
    return next(fitting, 1)
