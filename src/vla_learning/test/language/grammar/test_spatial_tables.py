# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of spatial words: those of the training sentences are those that the parser accepts."""

from vla_language.meaning.spatial_phrases import load_phrases
from vla_learning.language.grammar import spatial_tables as tables


def test_the_tables_contain_the_phrases_of_the_parser() -> None:
    phrases = load_phrases()
    assert set(phrases['at_next']) <= set(tables.LOCATIONS['next'].split('|'))
    assert set(phrases['to_behind']) <= set(tables.GOALS['behind'].split('|'))
    assert set(phrases['leftmost']) <= set(tables.SUPERLATIVE_PHRASES['leftmost'].split('|'))
    assert 'next to' in tables.LOCATIONS['next'].split('|')


def test_no_phrase_is_empty() -> None:
    for table in (tables.LOCATIONS, tables.GOALS, tables.SUPERLATIVE_PHRASES):
        for name, phrases in table.items():
            assert all(phrase.strip() for phrase in phrases.split('|')), name
