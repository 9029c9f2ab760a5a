# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Colors that a color name can mean, of the eight that the robot can detect.

A basic term in last place decides by itself: baby blue is blue, dusty pink is none of the eight.
For other names of the XKCD survey or CSS, the most similar named colors vote. Color words are
regions and not balls, therefore no distance to the color of an object could decide.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
import re

import numpy as np
from vla_language.meaning.color_space import Array
from vla_language.meaning.color_space import ciede2000
from vla_language.meaning.color_space import lab_of
from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import COLOR_NOUNS
from vla_language.meaning.vocabulary import OTHER_COLORS
from vla_language.meaning.vocabulary import SHADE_WORDS

_TERMS = (*BASIC_COLORS, *OTHER_COLORS)
_VOTERS = 9
#: Share of the votes with which one color is meant, and with which two together are.
_SHARE_OF_ONE = 0.6
_SHARE_OF_TWO = 0.75
_LEAST_SHARE = 0.2
#: Terms that are shades of one of the eight.
_SHADES = {
    'lavender': 'purple', 'lilac': 'purple', 'mauve': 'purple', 'maroon': 'red', 'olive': 'green',
    'gold': 'yellow',
}  # fmt: skip
#: Names whose use differs from their value in the tables, or that the tables lack.
_USAGE = {
    word: frozenset(colors.split())
    for colors, words in {
        'black': 'charcoal ebony jet onyx raven coal ink inky pitch obsidian soot sable',
        'white': 'ivory snow snowy pearl chalk milk milky eggshell alabaster',
        'red': 'ruby cherry bloody blood scarlet tomato',
        'purple': 'amethyst violet',
        'blue': 'sapphire cobalt navy azure',
        'yellow': 'lemon canary golden banana',
        'green': 'jade emerald grass grassy',
        'blue purple': 'indigo',
        'orange red': 'coral rust rusty vermilion vermillion terracotta',
        'white yellow': 'cream creamy',
        'green white': 'honeydew',
        '': 'buff peru sienna',
    }.items()
    for word in words.split()
}
_SPELLINGS = {'gray': 'grey', 'bluish': 'blue', 'purply': 'purple', 'oranges': 'orange'}
_NOT_COLORS = frozenset('painted looking in the - of'.split()) | COLOR_NOUNS | ARTICLES
_ISH = re.compile(r'(.+?)(?:ish|ey|y)$')


@cache
def color_values() -> dict[str, str]:
    """Return the hexadecimal value of each color name."""
    text = (files('vla_language.meaning') / 'color_names.txt').read_text(encoding='utf-8')
    lines = (line.rpartition(' ') for line in text.splitlines() if not line.startswith('#'))
    return {name: value for name, _, value in lines}


@cache
def color_words() -> frozenset[str]:
    """Return single words that name a color by themselves."""
    single = {name for name in color_values() if ' ' not in name} - SHADE_WORDS
    return frozenset(single | set(_TERMS) | set(_USAGE) | set(_SPELLINGS))


@cache
def shade_words() -> frozenset[str]:
    """Return words that occur in names of several words only: "baby" in "baby blue"."""
    return frozenset(w for name in color_values() for w in name.split()) - color_words()


def basic_form(word: str) -> str:
    """Return the color term of "reddish", "bluey" or "gray", or the word itself."""
    word = _SPELLINGS.get(word, word)
    if word in _TERMS or not (match := _ISH.match(word)):
        return word
    stem = match[1]
    candidates = (stem, f'{stem}e', stem[:-1] if stem[-2:] in ('dd', 'nn') else stem)
    return next((c for c in candidates if c in _TERMS), word)


def colors_of(words: Sequence[str]) -> frozenset[str] | None:
    """
    Return the colors that fit; None without a color word, empty for none of the eight.

    Parameters
    ----------
    words
        Words of one description that name a color, in lower case, such as "light", "blue".

    """
    names = [basic_form(word) for word in words if word not in _NOT_COLORS]
    if not names:
        return None
    basic = [name for name in names if name in BASIC_COLORS]
    if 'and' in names and len(basic) > 1:
        return frozenset()  # an object of two colors
    last = names[-1]
    if last in BASIC_COLORS:
        before = [word for word in words if word not in _NOT_COLORS][-2:-1]
        return frozenset({last, *(word for word in before if word in BASIC_COLORS)})
    return _colors_of_name(tuple(names))


@cache
def _colors_of_name(names: tuple[str, ...]) -> frozenset[str]:
    last = names[-1]
    whole = ' '.join(names)
    if whole not in color_values() and last not in color_words():
        # "blue tinted", "crimson something": the last word with a meaning decides.
        known = [name for name in names if name in color_words()]
        return (colors_of(known[-1:]) or frozenset()) if known else frozenset()
    if last in _USAGE:
        return _USAGE[last]
    if last in _SHADES:
        return frozenset({_SHADES[last]})
    if parts := _split_name(last):
        return colors_of(parts) or frozenset()
    if last in OTHER_COLORS:
        return frozenset()
    value = color_values().get(whole) or color_values().get(last)
    return _vote(value) if value else frozenset()


def _split_name(name: str) -> list[str]:
    """Return the two words of a CSS name such as "orangered" or "sandybrown"."""
    ends = [term for term in _TERMS if name.endswith(term) and name != term]
    return [name.removesuffix(max(ends, key=len)), max(ends, key=len)] if ends else []


def _vote(value: str) -> frozenset[str]:
    """Return the one or two colors that most of the similar named colors have."""
    terms, labs = _prototypes()
    distances = ciede2000(_lab_of_hex([value]), labs)
    nearest = np.argsort(distances)[:_VOTERS]
    votes = dict.fromkeys((*BASIC_COLORS, ''), 0.0)
    for i in nearest:
        term = _SHADES.get(terms[i], terms[i])
        votes[term if term in BASIC_COLORS else ''] += 1 / (1 + distances[i])
    total = sum(votes.values())
    (share, best), (next_share, second) = sorted(
        ((votes[color] / total, color) for color in BASIC_COLORS), reverse=True
    )[:2]
    if share >= _SHARE_OF_ONE:
        return frozenset({best})
    is_pair = share + next_share >= _SHARE_OF_TWO and next_share >= _LEAST_SHARE
    return frozenset({best, second}) if is_pair else frozenset()


@cache
def _prototypes() -> tuple[list[str], Array]:
    """Return the names whose last word is a color term: their terms and CIELAB values."""
    found = [
        (_SPELLINGS.get(term, term), value)
        for name, value in color_values().items()
        if _SPELLINGS.get(term := name.split()[-1], term) in _TERMS
    ]
    return [term for term, _ in found], _lab_of_hex([value for _, value in found])


def _lab_of_hex(values: Sequence[str]) -> Array:
    return lab_of(np.array([list(bytes.fromhex(value[1:])) for value in values]) / 255)
