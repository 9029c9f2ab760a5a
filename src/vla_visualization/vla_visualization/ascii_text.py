# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text reduced to ASCII, which OpenCV and RViz can draw."""

import textwrap
import unicodedata


def to_ascii_line(text: str, limit: int = 80) -> str:
    """
    Reduce `text` to one line of at most `limit` printable ASCII characters.

    Accents are removed; every other character outside ASCII becomes '?'.
    """
    decomposed = unicodedata.normalize('NFKD', text)
    kept = (c for c in decomposed if not unicodedata.combining(c))
    ascii_text = ''.join(c if ' ' <= c <= '~' else ' ' if c.isspace() else '?' for c in kept)
    line = ' '.join(ascii_text.split())
    return line if len(line) <= limit else f'{line[: limit - 3].rstrip()}...'


def wrap_text(text: str, width: int, lines: int) -> str:
    """Reduce `text` to at most `lines` lines of at most `width` printable ASCII characters."""
    # More than fits, so that the last line shows whether something is missing.
    line = to_ascii_line(text, 2 * width * lines)
    return '\n'.join(textwrap.wrap(line, width, max_lines=lines, placeholder=' ...'))
