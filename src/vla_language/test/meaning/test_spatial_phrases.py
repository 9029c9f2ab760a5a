# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Phrases for relations, extremes, directions and places."""

from pathlib import Path

import pytest
from vla_language.meaning.closed_classes import read_direction
from vla_language.meaning.closed_classes import read_place
from vla_language.meaning.closed_classes import read_relation
from vla_language.meaning.closed_classes import read_superlative
from vla_language.meaning.spatial_phrases import CLASSES
from vla_language.meaning.spatial_phrases import DIRECTION_CLASSES
from vla_language.meaning.spatial_phrases import find_class
from vla_language.meaning.spatial_phrases import load_phrases
from vla_language.meaning.spatial_phrases import PLACE_CLASSES
from vla_language.meaning.spatial_phrases import RELATION_CLASSES
from vla_language.meaning.spatial_phrases import SUPERLATIVE_CLASSES
from vla_language.meaning.words import split_words


def test_every_class_has_many_phrases() -> None:
    phrases = load_phrases()
    assert set(phrases) == set(CLASSES)
    assert min(map(len, phrases.values())) >= 6


@pytest.mark.parametrize('name', CLASSES)
def test_the_closed_classes_read_each_phrase_as_its_class(name: str) -> None:
    for phrase in load_phrases()[name]:
        words = split_words(phrase)
        if name in RELATION_CLASSES:
            assert read_relation(words) is RELATION_CLASSES[name], phrase
        elif name in SUPERLATIVE_CLASSES:
            assert read_superlative(words) == (SUPERLATIVE_CLASSES[name], 0), phrase
        elif name in DIRECTION_CLASSES:
            assert read_direction(words) is DIRECTION_CLASSES[name], phrase
        else:
            assert read_place(words) == PLACE_CLASSES[name], phrase


def test_articles_change_no_phrase_and_other_words_do() -> None:
    phrase = split_words(load_phrases()['at_next'][0])
    assert find_class(['the', *phrase], RELATION_CLASSES) == 'at_next'
    assert find_class([*phrase, 'never'], RELATION_CLASSES) == ''
    assert find_class(phrase, DIRECTION_CLASSES) == ''


@pytest.mark.parametrize('line', ['at_home: in the house', 'at_next:', 'next door to'])
def test_a_line_without_a_known_class_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / 'phrases.txt'
    file.write_text(f'at_next: by\n{line}\n')
    with pytest.raises(ValueError, match='line 2 must be "class: phrase"'):
        load_phrases(file)
