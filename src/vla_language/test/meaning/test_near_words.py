# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Nearest words of a misspelled word."""

import pytest
from vla_language.meaning.near_words import nearest_words


@pytest.mark.parametrize(
    ('word', 'expected'),
    [
        ('abdc', ('abcd',)),  # a swap wins over other errors
        ('abcx', ('abcd', 'abce')),
        ('xbcd', ('abcd',)),
        ('zzzz', ()),
        ('abxy', ()),  # two errors in a short word
    ],
)
def test_nearest_words(word: str, expected: tuple[str, ...]) -> None:
    assert nearest_words(word, ('abcd', 'abce', 'other')) == expected


def test_two_errors_need_a_long_word_or_the_same_consonants() -> None:
    assert nearest_words('recktengal', ('rectangle',)) == ()
    assert nearest_words('cilindr', ('cylinder',)) == ('cylinder',)
    assert nearest_words('purpul', ('purple',)) == ('purple',)
    assert nearest_words('parral', ('purple',)) == ()


def test_a_dropped_letter_wins_over_a_wrong_one() -> None:
    assert nearest_words('shov', ('show', 'shove')) == ('shove',)
