# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Colors that a color name can mean, of the eight that the robot can detect.

A basic term in last place decides by itself: baby blue is blue, dusty pink is none of the eight.
For other names of the XKCD survey or CSS, a table has the vote of the most similar named colors.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
import re

from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import COLOR_NOUNS
from vla_language.meaning.vocabulary import OTHER_COLORS
from vla_language.meaning.vocabulary import SHADE_WORDS

TERMS = (*BASIC_COLORS, *OTHER_COLORS)
#: Terms that are shades of one of the eight.
SHADES = {
    'lavender': 'purple', 'lilac': 'purple', 'mauve': 'purple', 'maroon': 'red', 'olive': 'green',
    'gold': 'yellow',
}  # fmt: skip
#: Names whose use differs from their value in the tables, or that the tables lack.
_USAGE = {
    word: frozenset(colors.split())
    for colors, words in {
        'black': 'charcoal ebony jet onyx raven coal ink inky pitch obsidian soot sable',
        'white': 'ivory snow snowy pearl chalk milk milky eggshell alabaster',
        'red': 'ruby cherry bloody blood scarlet tomato strawberry',
        'orange': 'carrot',
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
SPELLINGS = {'gray': 'grey', 'bluish': 'blue', 'purply': 'purple', 'oranges': 'orange'}
_NOT_COLORS = frozenset('painted looking in the - of'.split()) | COLOR_NOUNS | ARTICLES
_ISH = re.compile(r'(.+?)(?:ish|ey|y)$')


@cache
def named_colors() -> dict[str, frozenset[str]]:
    """Return the colors that each name of the table can mean."""
    text = (files('vla_language.meaning') / 'color_names.txt').read_text(encoding='utf-8')
    lines = (line.partition(':') for line in text.splitlines() if not line.startswith('#'))
    return {name: frozenset(colors.split()) for name, _, colors in lines}


@cache
def color_words() -> frozenset[str]:
    """Return single words that name a color by themselves."""
    single = {name for name in named_colors() if ' ' not in name} - SHADE_WORDS
    return frozenset(single | set(TERMS) | set(_USAGE) | set(SPELLINGS))


@cache
def shade_words() -> frozenset[str]:
    """Return words that occur in names of several words only: "baby" in "baby blue"."""
    return frozenset(w for name in named_colors() for w in name.split()) - color_words()


def basic_form(word: str) -> str:
    """Return the color term of "reddish", "bluey" or "gray", or the word itself."""
    word = SPELLINGS.get(word, word)
    if word in TERMS or not (match := _ISH.match(word)):
        return word
    stem = match[1]
    candidates = (stem, f'{stem}e', stem[:-1] if stem[-2:] in ('dd', 'nn') else stem)
    return next((c for c in candidates if c in TERMS), word)


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
    if whole not in named_colors() and last not in color_words():
        # "blue tinted", "crimson something": the last word with a meaning decides.
        known = [name for name in names if name in color_words()]
        return (colors_of(known[-1:]) or frozenset()) if known else frozenset()
    if last in _USAGE:
        return _USAGE[last]
    if last in SHADES:
        return frozenset({SHADES[last]})
    if parts := _split_name(last):
        return colors_of(parts) or frozenset()
    if last in OTHER_COLORS:
        return frozenset()
    return named_colors().get(whole, named_colors().get(last, frozenset()))


def _split_name(name: str) -> list[str]:
    """Return the two words of a CSS name such as "orangered" or "sandybrown"."""
    ends = [term for term in TERMS if name.endswith(term) and name != term]
    return [name.removesuffix(max(ends, key=len)), max(ends, key=len)] if ends else []
