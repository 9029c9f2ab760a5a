# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects that are not meant, and nouns that are left out."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.exclusion_rules import excludes_from_destination
from vla_language.meaning.exclusion_rules import with_noun_of

CUBE = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
BOWL = ObjectDescription('bowl', None, frozenset({'bowl'}))


@pytest.mark.parametrize(
    ('words', 'shapes'), [('blue one', {'cube'}), ('blue', {'cube'}), ('anything', None)]
)
def test_a_noun_that_is_left_out(words: str, shapes: set[str] | None) -> None:
    found = with_noun_of(ObjectDescription(words), CUBE)
    assert found is not None and found.shapes == shapes
    assert with_noun_of(BOWL, CUBE) == BOWL


@pytest.mark.parametrize(
    ('shapes', 'marked', 'expected'),
    [
        (None, 'put:A the cube:TN in:DR the bowl:DN not:XG the green:XC one:XN', True),
        (None, 'put:A the cube:TN not:XG the green:XC one:XN in:DR the bowl:DN', False),
        ({'bowl'}, 'put:A the cube:TN not:XG the bowl:XN in:DR the bowl:DN', True),
        ({'cube'}, 'put:A the cube:TN in:DR the bowl:DN not:XG the cube:XN', False),
    ],
)
def test_what_an_exclusion_belongs_to(
    shapes: set[str] | None, marked: str, expected: bool
) -> None:
    excluded = ObjectDescription('it', None, frozenset(shapes) if shapes else None)
    sentence = tagged_sentence(marked, RequestedTask.PLACE)
    assert excludes_from_destination(sentence, excluded, CUBE, BOWL) is expected
