# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Splitting of texts into words."""

import pytest
from vla_language.meaning.words import find_words
from vla_language.meaning.words import split_words

SPLITS = {
    'Pick up the RED cube, please!': 'pick up the red cube , please !',
    "don't touch the robot's arm": "don't touch the robot 's arm",
    "I\N{RIGHT SINGLE QUOTATION MARK}d like that, it's mine": "i 'd like that , it 's mine",
    "we'll, you've, they're, I'm": "we 'll , you 've , they 're , i 'm",
    "at three o'clock": "at three o'clock",
    "the cubes' owner": "the cubes ' owner",
    'dark-red': 'dark - red',
    'red \N{EM DASH} no': 'red - no',
    'drop_it': 'drop _ it',
    'the 2nd one': 'the 2nd one',
    'cube -> bowl => tray <- can': 'cube -> bowl => tray <- can',
    'a==b && c!=d;': 'a = = b & & c ! = d ;',
    '\N{THUMBS UP SIGN}ok': '\N{THUMBS UP SIGN} ok',
    'sp\N{ZERO WIDTH SPACE}lit': 'sp \N{ZERO WIDTH SPACE} lit',
    'W\N{LATIN SMALL LETTER U WITH DIAERESIS}rfel': 'w\N{LATIN SMALL LETTER U WITH DIAERESIS}rfel',
    '': '',
    ' \t\n': '',
}


@pytest.mark.parametrize(
    ('text', 'words'),
    [
        ('pick_up_the_red_cube', 'pick up the red cube'),
        (' Put_cube_in_Bowl ', 'put cube in bowl'),
        ('red_cube', 'red _ cube'),
        ('pick_up_cube_1', 'pick _ up _ cube _ 1'),
        ('pick_up_cube now', 'pick _ up _ cube now'),
        ('pick__up_the_cube', 'pick _ _ up _ the _ cube'),
    ],
)
def test_underscores_are_white_space_in_task_names_only(text: str, words: str) -> None:
    assert ' '.join(split_words(text)) == words


@pytest.mark.parametrize('text', SPLITS)
def test_split(text: str) -> None:
    assert ' '.join(split_words(text)) == SPLITS[text]


@pytest.mark.parametrize('text', [*SPLITS, "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}'s"])
def test_every_character_belongs_to_a_word(text: str) -> None:
    covered = [i for word in find_words(text) for i in range(word.start, word.end)]
    assert covered == [i for i, character in enumerate(text) if not character.isspace()]
