# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text that every viewer can draw."""

import textwrap
import unicodedata


def printable(text: str, limit: int = 80) -> str:
    """
    Reduce `text` to one line of at most `limit` printable ASCII characters.

    OpenCV's fonts draw only ASCII, RViz's little more; accents are dropped, the rest becomes '?'.
    """
    plain = unicodedata.normalize('NFKD', text)
    kept = (c for c in plain if not unicodedata.combining(c))
    ascii_text = ''.join(c if ' ' <= c <= '~' else ' ' if c.isspace() else '?' for c in kept)
    line = ' '.join(ascii_text.split())
    return line if len(line) <= limit else f'{line[: limit - 3].rstrip()}...'


def wrapped(text: str, width: int, lines: int) -> str:
    """Break printable `text` into at most `lines` lines of about `width` characters."""
    return '\n'.join(textwrap.wrap(text, width, max_lines=lines, placeholder=' ...'))
