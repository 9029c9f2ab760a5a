# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules by which tags of a sentence agree."""

from hand_tagging import tag_by_hand
import numpy as np
import pytest
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tag_rules import agree
from vla_language.meaning.tag_rules import with_certain_kinds
from vla_language.meaning.tag_rules import with_direction
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

CODES = dict(zip('-TDtdX', Entity, strict=True))


def entities(marked: str, task: RequestedTask = RequestedTask.PLACE) -> str:
    """Return one code a word."""
    words, tags = tag_by_hand(marked, task)
    found = agree(words, tags.kinds, tags.entity_scores, task)
    names = {entity: code for code, entity in CODES.items()}
    return ''.join(names[entity] for entity in found)


@pytest.mark.parametrize(
    ('marked', 'task', 'expected'),
    [
        ('put:A the red:TC cube:TN in:DR the bowl:DN', RequestedTask.PLACE, '--TTD-D'),
        # One object a noun phrase.
        ('put:A the red:TC toy:XN cube:TN in:DR it', RequestedTask.PLACE, '--TTTD-'),
        ('put:A the red:TC cube:N in:DR it', RequestedTask.PLACE, '--TTD-'),
        ('not:XG the cube:XN', RequestedTask.OTHER, 'X-X'),
        # What follows "not" is no target, and nothing is excluded without such a word.
        ('not:XG the cube:XN , lift:A it', RequestedTask.PICK, 'X-X---'),
        ('she likes the cube:XN , lift:A it', RequestedTask.PICK, '---T---'),
        # Both of two joined objects are excluded.
        (
            'lift:A anything:TN but:XG the tin:XN and the red:TC can:TN',
            RequestedTask.PICK,
            '-TX-X--XX',
        ),
        # An excluded goal is no landmark.
        (
            'put:A the can:TN in:DR the bowl:DN , not:XG on:DR the plate:DN',
            RequestedTask.PLACE,
            '--TD-D-XD-X',
        ),
        # A task without destination: the second object is a landmark.
        ('pick:A the cube:TN next:DR to:DR the bowl:DN', RequestedTask.PICK, '--TTT-t'),
        # Relation words have an object.
        ('put:A the cube:TN next:DR to:R the bowl:DN', RequestedTask.PLACE, '--TDD-D'),
        # A color that a prefix excludes.
        ('pick:A the non:XG -:XG red:XC cube:TN', RequestedTask.PICK, '--XXXT'),
        # A color behind a noun starts another phrase.
        ('the cube:TN blue:DC bowl:DN', RequestedTask.PLACE, '-TDD'),
        # A place task needs a destination: what is said to be on the plate is to be put there.
        ('see:A the ball:TN resting:TR on:TR the plate:tN', RequestedTask.PLACE, '--TDD-D'),
        ('move:A the ball:TN on:TR the plate:tN forward:W', RequestedTask.PLACE, '--TT-t-'),
        # An object behind another one keeps its tags.
        ('put:A the cube:TN , not:XG the ball:XN', RequestedTask.PLACE, '--T-X-X'),
        ('point:A at:A the can:TN , the plate:TN', RequestedTask.POINT, '---T--T'),
        # What is not meant is not a correction.
        (
            "pick:A the can:TN , i:XG don't:XG mean:XG the plate:XN",
            RequestedTask.PICK,
            '--T-XXX-X',
        ),
        # One destination.
        (
            'put:A the cube:TN in:DR the bowl:DN near:DR the plate:DN',
            RequestedTask.PLACE,
            '--TD-DD-d',
        ),
        (
            'put:A the cube:TN between:DR the bowl:DN and the plate:DN',
            RequestedTask.PLACE,
            '--TD-D--D',
        ),
    ],
)
def test_tags_agree(marked: str, task: RequestedTask, expected: str) -> None:
    assert entities(marked, task) == expected


def test_the_scores_of_the_caller_stay_as_they_are() -> None:
    words, tags = tag_by_hand('the red:TC cube:TN in:DR it')
    before = tags.entity_scores.copy()
    agree(words, tags.kinds, tags.entity_scores, tags.task)
    assert np.array_equal(tags.entity_scores, before)


@pytest.mark.parametrize(
    ('marked', 'is_direction'),
    [
        ('push:A the ball:TN to:TS the:TS right:TS', True),
        ('push:A left:TS black:TC can:TN', True),
        ('push:A the ball:TN on:TS the:TS right:TS', False),
        ('push:A the left:TS can:TN', False),
        ('push:A the ball:TN to:TS the:TS right:TS left:W', False),
        ('push:A the ball:TN nearest:TS to:TS you:TS', False),
    ],
)
def test_an_extreme_of_a_push_without_a_direction(marked: str, is_direction: bool) -> None:
    words, tags = tag_by_hand(marked)
    kinds = with_direction(words, tags.kinds, RequestedTask.PUSH)
    found = [kind for kind in kinds if kind not in tags.kinds]
    assert set(found) == ({WordKind.DIRECTION} if is_direction else set())
    assert with_direction(words, tags.kinds, RequestedTask.PICK) == tags.kinds


@pytest.mark.parametrize(
    ('marked', 'index', 'kind'),
    [
        ('any cube:TN is:XG fine', 2, WordKind.FILLER),
        ('not:G the cube:TN', 0, WordKind.NEGATION),
        ('neither:U red:XC nor:U blue:XC', 0, WordKind.NEGATION),
        ('take:A the left cube:TN', 2, WordKind.SUPERLATIVE),
        ('the closer:W one:TN', 1, WordKind.SUPERLATIVE),
        ('push:A it left:W . no , right .', 6, WordKind.DIRECTION),
        ('push:A it left:W , right ?', 4, WordKind.FILLER),
        ('push:A it left:W . sorry , right ?', 6, WordKind.FILLER),
    ],
)
def test_words_of_one_kind(marked: str, index: int, kind: WordKind) -> None:
    words, tags = tag_by_hand(marked)
    assert with_certain_kinds(words, tags.kinds)[index] is kind
