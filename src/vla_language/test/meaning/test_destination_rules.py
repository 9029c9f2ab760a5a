# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Relation, shapes and missing noun of a destination."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.destination_rules import as_receptacle
from vla_language.meaning.destination_rules import relation_of_destination
from vla_language.meaning.destination_rules import with_noun_before

BOWL, CUBE = frozenset({'bowl'}), frozenset({'cube'})
ONE = ObjectDescription('yellow one', colors=frozenset({'yellow'}))


@pytest.mark.parametrize(
    ('words', 'shapes', 'task', 'expected'),
    [
        ('', BOWL, RequestedTask.PLACE, Relation.IN),
        ('over to', BOWL, RequestedTask.PLACE, Relation.IN),
        ('over to', CUBE, RequestedTask.PLACE, Relation.NEXT_TO),
        ('to', CUBE, RequestedTask.PUSH, Relation.TOWARDS),
        ('behind', CUBE, RequestedTask.PLACE, Relation.BEHIND),
        ('across from', BOWL, RequestedTask.PLACE, Relation.UNKNOWN),
    ],
)
def test_relation(
    words: str, shapes: frozenset[str], task: RequestedTask, expected: Relation
) -> None:
    destination = ObjectDescription('it', shapes=shapes)
    relation, strange = relation_of_destination(words.split(), destination, task)
    assert relation is expected
    assert list(strange) == (words.split() if expected is Relation.UNKNOWN else [])


def test_nothing_is_put_into_a_cube() -> None:
    container = ObjectDescription('container', shapes=BOWL | CUBE)
    assert as_receptacle(container, Relation.IN).shapes == BOWL
    assert as_receptacle(container, Relation.NEXT_TO).shapes == BOWL | CUBE


@pytest.mark.parametrize(
    ('marked', 'relation', 'excluded', 'expected'),
    [
        ('put:A it in:DR the yellow:DC one:DN', Relation.IN, BOWL, BOWL),
        ('put:A it next:DR to:DR the yellow:DC one:DN', Relation.NEXT_TO, None, CUBE),
        ('stack:A it on:DR the yellow:DC one:DN', Relation.ON, None, CUBE),
        ('put:A it on:DR the yellow:DC one:DN', Relation.ON, None, None),
    ],
)
def test_noun_of_an_object_before(
    marked: str,
    relation: Relation,
    excluded: frozenset[str] | None,
    expected: frozenset[str] | None,
) -> None:
    target = ObjectDescription('cube', shapes=CUBE)
    other = ObjectDescription('bowl', shapes=excluded) if excluded else None
    sentence = tagged_sentence(marked)
    assert with_noun_before(sentence, ONE, relation, target, other).shapes == expected
