# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects that are not meant, and nouns that are left out."""

from dataclasses import replace

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.exclusion_rules import container_of
from vla_language.meaning.exclusion_rules import excludes_from_destination
from vla_language.meaning.exclusion_rules import with_noun_of
from vla_language.meaning.exclusion_rules import without_kind_of_target

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


def test_a_place_before_an_exclusion_tells_objects_of_one_kind_apart() -> None:
    sentence = tagged_sentence('lift:A the cube:TN by:TR the bowl:tN not:XG the other:X cube:XN')
    located = replace(CUBE, relation=Relation.NEXT_TO, landmark=BOWL)
    plain = ObjectDescription('cube', None, frozenset({'cube'}))
    blue = replace(plain, colors=frozenset({'blue'}))
    assert without_kind_of_target((plain, blue), located, sentence) == (blue,)
    assert without_kind_of_target((plain,), CUBE, sentence) == (plain,)


def test_the_container_of_a_target_is_the_one_that_holds_it() -> None:
    (container,) = container_of(replace(CUBE, relation=Relation.IN, landmark=BOWL))
    assert (container.shapes, container.relation) == (BOWL.shapes, Relation.CONTAINING)
    assert container.landmark == CUBE
    assert container_of(replace(CUBE, relation=Relation.NEXT_TO, landmark=BOWL)) == ()
