# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clauses of a command and the classes of their verbs."""

import pytest
from vla_language.clauses import split_clauses
from vla_language.clauses import verb_class_of
from vla_language.clauses import VerbClass


@pytest.mark.parametrize(
    ('word', 'verb_class'),
    [
        ('pick', VerbClass.PICK),
        ('grabbed', VerbClass.PICK),
        ('putting', VerbClass.PLACE),
        ('places', VerbClass.PLACE),
        ('sliding', VerbClass.PUSH),
        ('pushed', VerbClass.PUSH),
        ('where', VerbClass.POINT),
        ('searches', VerbClass.PREPARE),
        ('cube', None),
        ('ing', None),
        ('', None),
    ],
)
def test_verb_class_of_inflected_forms(word: str, verb_class: VerbClass | None) -> None:
    assert verb_class_of(word) == verb_class


@pytest.mark.parametrize(
    ('text', 'classes'),
    [
        (
            'Please find the cubes, then be so kind and lift it.',
            [VerbClass.PREPARE, VerbClass.PICK],
        ),
        ('putting the ball down & sliding it left', [VerbClass.PLACE, VerbClass.PUSH]),
        ('ok, thanks!', []),
        ('', []),
    ],
)
def test_each_clause_has_the_class_of_its_verb(text: str, classes: list[VerbClass]) -> None:
    assert [clause.verb_class for clause in split_clauses(text)] == classes


def test_clauses_are_joined_by_a_conjunction_only() -> None:
    clauses = split_clauses('grab the ball and lift it. push the cube')
    assert [(clause.text, clause.joined) for clause in clauses] == [
        ('grab the ball', False),
        ('lift it', True),
        ('push the cube', False),
    ]


@pytest.mark.parametrize(
    ('text', 'phrases'),
    [
        ('pick up the red cube and put it in the bowl', ['red cube', '']),
        ('gently push down the ball to the left', ['ball']),
        ('lift', ['']),
        ('hello robot', []),
    ],
)
def test_object_phrase_of_a_clause(text: str, phrases: list[str]) -> None:
    assert [clause.object_phrase for clause in split_clauses(text)] == phrases


@pytest.mark.parametrize(
    ('text', 'is_modifier'),
    [('to the left', True), ('carefully', True), ('the blue ball', False), ('push left', False)],
)
def test_a_modifier_has_no_verb_and_adds_a_place_or_manner(text: str, is_modifier: bool) -> None:
    assert [clause.is_modifier for clause in split_clauses(text)] == [is_modifier]
