# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pronouns of a second clause, with the shipped weights."""

from functools import cache

from meaning_summary import summarize
import pytest
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.references import has_pronoun
from vla_language.meaning.references import read_clause

PUT, PICK, PUSH = 'put the red cube in the blue bowl', 'lift the ball', 'push the can left'
POINT = 'point at the green plate'


@cache
def parser() -> MeaningParser:
    return load_meaning_parser()


def read(first: str, second: str) -> str:
    """Return the second meaning in short form; '' if a pronoun is not resolved."""
    parse = parser().parse
    meaning = read_clause(second, parse(first), parse)
    return '' if meaning is None else summarize(meaning)


@pytest.mark.parametrize(
    ('first', 'second', 'meaning'),
    [
        (POINT, 'pick it up', 'pick green/plate'),
        (PUT, 'push it left', 'push red/cube left'),
        (PUSH, 'push that forward', 'push */cylinder forward'),
        (PUSH, 'lift the same can', 'pick */cylinder'),
        (PICK, 'put it on the plate', 'place */sphere on */plate'),
        (PICK, 'place on white plate', 'place */sphere on white/plate'),
        (POINT, 'place the yellow cube on it', 'place yellow/cube on green/plate'),
        (PUT, 'put the ball in it', 'place */sphere in blue/bowl'),
        (PUT, 'the white ball into the same bowl', 'place white/sphere in blue/bowl'),
        (PUT, 'put the green cube there too', 'place green/cube in blue/bowl'),
        (PUT, 'lift the green one', 'pick green/cube'),
        (PUT, 'put the ball in the green one', 'place */sphere in green/bowl'),
    ],
)
def test_a_reference_has_the_object_of_the_clause_before(
    first: str, second: str, meaning: str
) -> None:
    assert read(first, second) == meaning


def test_a_reference_keeps_how_the_object_was_chosen() -> None:
    parse = parser().parse
    first = parse('push the left cube forward')
    second = read_clause('lift it', first, parse)
    assert second is not None
    assert second.target is first.target


@pytest.mark.parametrize(
    ('first', 'second'),
    [
        (PUT, 'put them on the plate'),
        (PUT, 'put both on the plate'),
        (PUT, 'put the ball next to it'),
        (PUT, 'put the latter on the plate'),
    ],
)
def test_a_reference_to_several_objects_is_not_resolved(first: str, second: str) -> None:
    assert read(first, second) == ''


def test_a_clause_without_pronoun_and_object_stays_incomplete() -> None:
    parse = parser().parse
    second = read_clause('lift', parse(PUSH), parse)
    assert second is not None
    assert second.target is None


@pytest.mark.parametrize(('text', 'found'), [('Lift it', True), ('lift the ball', False)])
def test_pronouns_are_found(text: str, found: bool) -> None:
    assert has_pronoun(text) == found
