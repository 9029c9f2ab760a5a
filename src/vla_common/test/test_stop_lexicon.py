# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Lexicon of stop words: entries are unique, and each one is detected."""

import pytest
from vla_common import stop_lexicon
from vla_common.stop_words import is_stop_command


@pytest.mark.parametrize('alphabet', ['LOOK_ALIKES', 'PHRASES', 'FILLERS', 'UNAMBIGUOUS'])
def test_no_entry_of_the_lexicon_is_written_twice(alphabet: str) -> None:
    text = getattr(stop_lexicon, alphabet)
    entries = text.strip().splitlines() if alphabet == 'PHRASES' else text.split()
    characters = list(''.join(entries)) if alphabet == 'LOOK_ALIKES' else entries
    assert sorted({c for c in characters if characters.count(c) > 1}) == []


@pytest.mark.parametrize('table', ['UNAMBIGUOUS', 'AMBIGUOUS', 'UNSPACED'])
def test_every_stop_word_alone_is_a_stop(table: str) -> None:
    words = getattr(stop_lexicon, table).split()
    assert [word for word in words if not is_stop_command(f'{word.upper()}!')] == []


@pytest.mark.parametrize('table', ['PHRASES', 'LEADING_PHRASES'])
def test_every_phrase_is_a_stop(table: str) -> None:
    phrases = [line.strip() for line in getattr(stop_lexicon, table).strip().splitlines()]
    assert [phrase for phrase in phrases if not is_stop_command(f'robot, {phrase} now!')] == []


def test_fillers_alone_are_no_stop() -> None:
    fillers = stop_lexicon.FILLERS.split()
    assert [word for word in fillers if word != 'wait' and is_stop_command(word)] == []
    assert not is_stop_command(' '.join(fillers))
