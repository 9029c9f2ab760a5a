# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Write the color names of the XKCD survey and of CSS, from the tables of matplotlib.

The most similar names that end in a color term vote on the colors that a name can mean. Color
words are regions and not balls, therefore no distance to the color of an object could decide.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
import re

from color_space import Array
from color_space import ciede2000
from color_space import lab_of
from matplotlib.colors import CSS4_COLORS
from matplotlib.colors import XKCD_COLORS
import numpy as np
from vla_language.meaning.color_terms import SHADES
from vla_language.meaning.color_terms import SPELLINGS
from vla_language.meaning.color_terms import TERMS
from vla_language.meaning.vocabulary import BASIC_COLORS

FILE = Path('src/vla_language/vla_language/meaning/color_names.txt')
# Names of the survey that no command needs.
_VULGAR = re.compile(r'poo|shit|piss|barf|snot|puke|vomit|booger|diarrhea|bile')
_HEAD = (
    '# Names of the XKCD survey (CC0) and of CSS, each with the colors of objects that it means.\n'
    '# Made by scripts/make_color_names.py; do not edit.\n'
)
_VOTERS = 9
#: Share of the votes with which one color is meant, and with which two together are.
_SHARE_OF_ONE = 0.6
_SHARE_OF_TWO = 0.75
_LEAST_SHARE = 0.2


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
    values = color_names()
    terms, labs = _prototypes(values)
    lines = (
        ' '.join((f'{name}:', *vote(_lab_of_hex([value]), terms, labs)))
        for name, value in values.items()
    )
    return _HEAD + ''.join(f'{line}\n' for line in lines)


def vote(lab: Array, terms: Sequence[str], labs: Array) -> list[str]:
    """
    Return the one or two colors that most of the similar named colors have.

    Parameters
    ----------
    lab
        CIELAB value (3) or (1, 3) of the color.
    terms, labs
        Terms of the named colors and their CIELAB values (names, 3).

    """
    distances = ciede2000(lab, labs)
    votes = dict.fromkeys((*BASIC_COLORS, ''), 0.0)
    for i in np.argsort(distances)[:_VOTERS]:
        term = SHADES.get(terms[i], terms[i])
        votes[term if term in BASIC_COLORS else ''] += 1 / (1 + distances[i])
    total = sum(votes.values())
    (share, best), (next_share, second) = sorted(
        ((votes[color] / total, color) for color in BASIC_COLORS), reverse=True
    )[:2]
    if share >= _SHARE_OF_ONE:
        return [best]
    is_pair = share + next_share >= _SHARE_OF_TWO and next_share >= _LEAST_SHARE
    return sorted((best, second)) if is_pair else []


def _prototypes(values: Mapping[str, str]) -> tuple[list[str], Array]:
    """Return the terms of the names whose last word is a color term, and their CIELAB values."""
    found = [
        (SPELLINGS.get(term, term), value)
        for name, value in values.items()
        if SPELLINGS.get(term := name.split()[-1], term) in TERMS
    ]
    return [term for term, _ in found], _lab_of_hex([value for _, value in found])


def _lab_of_hex(values: Sequence[str]) -> Array:
    return lab_of(np.array([list(bytes.fromhex(value[1:])) for value in values]) / 255)


def main() -> None:
    """Write the file into the workspace."""
    (Path(__file__).resolve().parents[1] / FILE).write_text(render(), encoding='utf-8')


if __name__ == '__main__':
    main()
