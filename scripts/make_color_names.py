# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Write the color names of the XKCD survey and of CSS, from the tables of matplotlib."""

from pathlib import Path
import re

from matplotlib.colors import CSS4_COLORS
from matplotlib.colors import XKCD_COLORS

FILE = Path('src/vla_language/vla_language/meaning/color_names.txt')
# Names of the survey that no command needs.
_VULGAR = re.compile(r'poo|shit|piss|barf|snot|puke|vomit|booger|diarrhea|bile')
_HEAD = (
    '# Color names of the XKCD survey (CC0) and of CSS, with red, green and blue in hexadecimal.\n'
    '# Made by scripts/make_color_names.py; do not edit.\n'
)


def color_names() -> dict[str, str]:
    """Return the color value of each name; the survey decides where both tables have a name."""
    names = {
        name.removeprefix('xkcd:').replace('/', ' ').replace("'s", ''): str(value)
        for name, value in XKCD_COLORS.items()
    }
    names |= {name: str(value).lower() for name, value in CSS4_COLORS.items() if name not in names}
    return {name: names[name] for name in sorted(names) if not _VULGAR.search(name)}


def render() -> str:
    """Return the text of the file."""
    return _HEAD + ''.join(f'{name} {value}\n' for name, value in color_names().items())


def main() -> None:
    """Write the file into the workspace."""
    (Path(__file__).resolve().parents[1] / FILE).write_text(render(), encoding='utf-8')


if __name__ == '__main__':
    main()
