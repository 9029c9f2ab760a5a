# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Colors that color names can mean."""

import pytest
from vla_common.command_meaning import COLORS
from vla_language.meaning.color_terms import basic_form
from vla_language.meaning.color_terms import color_words
from vla_language.meaning.color_terms import colors_of
from vla_language.meaning.color_terms import named_colors
from vla_language.meaning.color_terms import shade_words
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import OTHER_COLORS

NAMES = {
    'red': ['red', 'dark red', 'crimson', 'scarlet', 'burgundy', 'reddish', 'brick red', 'ruby',
            'cherry', 'maroon', 'red colored', 'wine red'],
    'green': ['green', 'lime', 'emerald', 'forest', 'olive', 'sea green', 'greenish', 'jade',
              'dark olive green', 'limegreen'],
    'blue': ['blue', 'baby blue', 'navy', 'azure', 'sky', 'bluey', 'blueish', 'royal blue',
             'cobalt', 'colour blue', 'teal blue', 'cornflowerblue'],
    'yellow': ['yellow', 'mustard', 'golden', 'lemon', 'gold', 'yellowy'],
    'orange': ['orange', 'tangerine', 'pumpkin', 'orangey', 'orangish', 'reddish orange',
               'burnt orange'],
    'purple': ['purple', 'violet', 'plum', 'lavender', 'lilac', 'purplish', 'mauve', 'grape'],
    'white': ['white', 'snow white', 'ivory', 'whitish', 'off white', 'bright white'],
    'black': ['black', 'jet black', 'charcoal', 'blackish', 'ebony', 'pitch black'],
    'blue green': ['blue green', 'bluegreen'],
    'blue purple': ['indigo'],
    'orange red': ['orangered', 'red orange', 'coral', 'rust'],
    'green yellow': ['yellow - green', 'greenyellow'],
    '': ['pink', 'dusty pink', 'brown', 'grey', 'gray', 'silver', 'teal', 'turquoise', 'cyan',
         'magenta', 'beige', 'tan', 'pinkish', 'brownish', 'red brown', 'hot pink', 'rainbow',
         'red and white', 'greyish', 'sandybrown', 'fuchsia', 'taupe', 'invisible'],
}  # fmt: skip


@pytest.mark.parametrize(
    ('name', 'colors'), [(name, colors) for colors, names in NAMES.items() for name in names]
)
def test_colors_of_a_name(name: str, colors: str) -> None:
    assert colors_of(name.split()) == frozenset(colors.split())


@pytest.mark.parametrize('words', [[], ['colored'], ['the', 'color'], ['painted']])
def test_no_color_is_named(words: list[str]) -> None:
    assert colors_of(words) is None


def test_a_basic_term_in_last_place_decides() -> None:
    for name in named_colors():
        words = name.split()
        if words[-1] in BASIC_COLORS:
            assert words[-1] in (colors_of(words) or ()), name
        if words[-1] in ('pink', 'brown', 'grey', 'teal'):
            assert colors_of(words) == frozenset(), name


def test_every_name_has_at_most_two_colors() -> None:
    assert all(len(colors_of(name.split()) or ()) <= 2 for name in named_colors())
    assert all(set(colors_of(name.split()) or ()) <= set(COLORS) for name in named_colors())


@pytest.mark.parametrize(
    ('word', 'form'),
    [('reddish', 'red'), ('gray', 'grey'), ('purply', 'purple'), ('tannish', 'tan'),
     ('ivy', 'ivy'), ('orangey', 'orange'), ('bluish', 'blue'),
     ('shiny', 'shiny'), ('whity', 'white')],
)  # fmt: skip
def test_basic_form(word: str, form: str) -> None:
    assert basic_form(word) == form


def test_word_lists() -> None:
    assert {*BASIC_COLORS, *OTHER_COLORS, 'crimson', 'gray', 'ebony'} <= color_words()
    assert {'dark', 'light', 'cube'} & color_words() == set()
    assert 'baby' in shade_words() and 'blue' not in shade_words()
