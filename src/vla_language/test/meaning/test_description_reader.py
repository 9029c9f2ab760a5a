# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Meaning of the words of one description."""

import pytest
from vla_common.command_meaning import Superlative
from vla_language.meaning.description_reader import DescribingWords
from vla_language.meaning.description_reader import either_of
from vla_language.meaning.description_reader import read_description
from vla_language.meaning.description_reader import ReadDescription
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.spelling import WordReading


def readings(text: str) -> tuple[WordReading, ...]:
    """Return one reading a word; "cube/tube" is a word with two readings."""
    parts = [word.split('/') for word in text.split()]
    return tuple(WordReading(first, first, tuple(others)) for first, *others in parts)


def read(
    colors: str = '', nouns: str = '', attributes: str = '', superlatives: str = ''
) -> ReadDescription:
    words = DescribingWords(
        readings(colors), readings(nouns), readings(attributes), readings(superlatives), 'text'
    )
    return read_description(words, NounShapes())


def test_plain_description() -> None:
    result = read('dark red', 'toy block', 'small', 'second from left')
    assert result.description.colors == {'red'}
    assert result.description.shapes == {'cube'}
    assert result.description.superlative is Superlative.LEFTMOST
    assert result.description.ordinal == 2
    assert result.description.words == 'text'
    assert result.unaccounted == result.corrections == ()


def test_a_noun_twice_is_unaccounted() -> None:
    assert read(nouns='cube ball cube').unaccounted == ('cube',)


@pytest.mark.parametrize(
    ('nouns', 'is_noun'), [('silver ball', False), ('rose bowl', False), ('toy ball', True)]
)
def test_a_color_in_front_of_a_noun_is_no_part_of_it(nouns: str, is_noun: bool) -> None:
    colors = read(nouns=nouns).description.colors
    assert colors is None if is_noun else colors == frozenset()


def test_a_clause_is_no_attribute() -> None:
    assert read(nouns='thing', attributes='that is round like a ball').unaccounted == ()
    assert read(nouns='thing', attributes='that is heavier').unaccounted == ('heavier',)


def test_nothing_is_named() -> None:
    description = read(nouns='one').description
    assert description.colors is None and description.shapes is None
    assert description.is_plain


@pytest.mark.parametrize(
    ('colors', 'nouns', 'attributes'),
    [('', 'red', ''), ('', 'red cube', ''), ('', 'cube', 'red'), ('red', 'cube', '')],
)
def test_color_words_are_moved_to_the_colors(colors: str, nouns: str, attributes: str) -> None:
    description = read(colors, nouns, attributes).description
    assert description.colors == {'red'}
    assert description.shapes == ({'cube'} if 'cube' in nouns else None)


def test_shape_adjectives_are_moved_from_the_colors() -> None:
    description = read('square red', 'thing').description
    assert description.colors == {'red'}
    assert description.shapes == {'cube'}


@pytest.mark.parametrize(
    ('colors', 'attributes', 'left'),
    [
        ('red', 'striped', 'striped'),
        ('striped red', '', 'striped'),
        ('red', 'shiny little', ''),
        ('very dark red', '', ''),
        ('red', 'other', 'other'),
        ('red', 'ball', 'ball'),
        ('red', 'block square', ''),
    ],
)
def test_attributes_that_select_an_object_are_not_dropped(
    colors: str, attributes: str, left: str
) -> None:
    assert read(colors, 'cube', attributes).unaccounted == tuple(left.split())


def test_a_misspelled_color_is_repaired_and_reported() -> None:
    result = read('orang', 'cube')
    assert result.description.colors == {'orange'}
    assert result.corrections == (('orang', 'orange'),)


def test_a_word_that_is_no_color_stays_unknown() -> None:
    result = read('gloomy', 'cube')
    assert result.description.colors == frozenset()
    assert result.corrections == ()


def test_readings_of_one_kind_are_united() -> None:
    assert read('', 'cube/tube').description.shapes == {'cube', 'cylinder'}
    assert read('', 'block/black/back').description.shapes == {'cube'}
    assert read('black/block', 'ball').description.colors == {'black'}


def test_two_objects_of_one_color_or_shape_are_one_description() -> None:
    bowl, plate = (read(nouns=noun).description for noun in ('bowl', 'plate'))
    both = either_of(bowl, plate)
    assert both is not None and (both.colors, both.shapes) == (None, frozenset({'bowl', 'plate'}))
    red, blue_cube = read('red').description, read('blue', 'cube').description
    both = either_of(red, blue_cube)  # "the red and the blue cube"
    assert both is not None
    assert (both.colors, both.shapes) == (frozenset({'red', 'blue'}), frozenset({'cube'}))


@pytest.mark.parametrize(
    ('first', 'second'),
    [
        (('white', 'bowl'), ('blue', 'plate')),  # one description would fit a blue bowl, too
        (('pink', 'bowl'), ('blue', 'bowl')),
        (('', 'teapot'), ('', 'bowl')),
        (('red', 'bowl'), ('', 'bowl')),
    ],
)
def test_two_objects_that_one_description_does_not_fit(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert either_of(read(*first).description, read(*second).description) is None
