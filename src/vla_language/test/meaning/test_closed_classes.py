# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Phrases of the closed classes, and phrases that must stay unknown."""

import pytest
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative
from vla_language.meaning.closed_classes import read_direction
from vla_language.meaning.closed_classes import read_place
from vla_language.meaning.closed_classes import read_relation
from vla_language.meaning.closed_classes import read_superlative

RELATIONS = {
    Relation.NONE: [''],
    Relation.IN: ['in', 'into', 'inside of', 'that is in', "that's in", 'over to', 'right in',
                  'back into', 'out of', 'from', 'in the middle of', 'deep inside', 'down into',
                  'and into', 'nestled in', 'away in'],
    Relation.ON: ['on', 'onto', 'on top of', 'off', 'sitting on', 'over', 'up on', 'atop',
                  'served on', 'sat on', 'balancing on'],
    Relation.NEXT_TO: ['next to', 'right next to', 'close to', 'by', 'beside', 'by the side of',
                       'nearest to', 'adjacent to', 'in the vicinity of', 'close by', 'against'],
    Relation.LEFT_OF: ['left of', 'to the left of', 'on the left hand side of', 'just left of'],
    Relation.RIGHT_OF: ['right of', 'to the right of', 'on the right side of', 'on the right'],
    Relation.IN_FRONT_OF: ['in front of', 'right in front of', 'before'],
    Relation.BEHIND: ['behind', 'right behind', 'in back of', 'at the back of', 'beyond'],
    Relation.BETWEEN: ['between', 'in between', 'right between'],
    Relation.UNDER: ['under', 'underneath', 'below'],
    Relation.ABOVE: ['above'],
    Relation.AWAY_FROM: ['away from', 'far from', 'farthest from'],
    Relation.TOWARDS: ['towards', 'closer to', 'over towards', 'in the direction of'],
    Relation.UNKNOWN: ['around', 'opposite', 'through', 'left or right of', 'on my left of',
                       'across', 'at the rim of', 'of', 'left of and behind', 'removed from',
                       'diagonally behind', 'in the corner of', 'as'],
}  # fmt: skip
SUPERLATIVES = {
    (Superlative.NONE, 0): ['', 'which is'],
    (Superlative.LEFTMOST, 0): ['leftmost', 'left', 'far left', 'on the left', 'furthest left',
                                'first from the left', 'left most', 'on your left',
                                'last from the right', 'left hand', 'all the way on the left',
                                'extreme left', 'all the way over on the left'],
    (Superlative.RIGHTMOST, 0): ['rightmost', 'furthest to the right', 'last on the right'],
    (Superlative.NEAREST, 0): ['closest', 'nearest to you', 'closest to the robot', 'front',
                               'by you', "that's nearest to you", 'near', 'close', 'nearby',
                               'which is closest to your body', 'all over in front'],
    (Superlative.FARTHEST, 0): ['farthest', 'furthest away', 'back', 'at the back',
                                'most distant'],
    (Superlative.FAR_LEFT, 0): ['in the far left corner', 'in the left hand corner at the back'],
    (Superlative.NEAR_RIGHT, 0): ['in the corner nearest to you on your right',
                                  'in the front right corner'],
    (Superlative.MIDDLE, 0): ['middle', 'central', 'in the middle'],
    (Superlative.LEFTMOST, 2): ['second from the left', '2nd from left',
                                'from the left second', 'second when counting from the left'],
    (Superlative.NEAREST, 3): ['third closest'],
    (Superlative.UNKNOWN, 1): ['first'],
    (Superlative.UNKNOWN, 2): ['second', 'second biggest'],
    (Superlative.UNKNOWN, 0): ['biggest', 'oldest', 'last', 'front left', 'on my left', 'next',
                               'in the corner', 'in the left corner', 'in my far left corner',
                               'closest to me', 'most expensive'],
}  # fmt: skip
DIRECTIONS = {
    PushDirection.NONE: [''],
    PushDirection.LEFT: ['left', 'to the left', 'a bit to your left', 'towards the left side',
                         'leftwards', 'further left', "to the robot 's left"],
    PushDirection.RIGHT: ['right', 'slightly right', 'over to the right',
                          'in the right direction', 'so that it slides to the right'],
    PushDirection.FORWARD: ['forward', 'away from you', 'away', 'straight ahead', 'to the front',
                            'farther away from your base', 'a little forward', 'far from you',
                            'farther from you', 'further forward', 'out ahead',
                            'a few centimeters forward'],
    PushDirection.BACK: ['back', 'towards you', 'closer to yourself', 'to the robot', 'closer',
                         'in your direction', 'back towards you', 'near to the robot'],
    PushDirection.UNKNOWN: ['up', 'sideways', 'north', 'left and right', 'forward left', 'further',
                            'towards me', 'away from me', 'to my left', 'diagonally', 'clockwise',
                            'left towards you', 'back away from you', 'down', '5 cm left'],
}  # fmt: skip
PLACES = {
    'center': [
        'in the middle of the board',
        'in the middle of the table',
        'center',
        'right in the centre of the table',
    ],
    'left_edge': [
        'left edge',
        'the left side of the table',
        'to the far left edge',
        'down by the left edge',
        'near the left border',
        'over to the left edge',
    ],
    'right_edge': ['right edge of the table', 'on the right side of the table'],
    'near_edge': [
        'front edge of the table',
        'the near side',
        'edge closest to you',
        'near the near end of the table',
        'the front of the table',
    ],
    'far_edge': [
        'back edge',
        'far end of the table',
        'the back of the table',
        'until the far edge of table',
    ],
    '': ['', 'left', 'left corner', 'edge', 'middle of the room', 'front left edge'],
}


def cases(table: dict) -> list:
    return [(phrase, value) for value, phrases in table.items() for phrase in phrases]


@pytest.mark.parametrize(('phrase', 'relation'), cases(RELATIONS))
def test_relation(phrase: str, relation: Relation) -> None:
    assert read_relation(phrase.split()) is relation


@pytest.mark.parametrize(('phrase', 'expected'), cases(SUPERLATIVES))
def test_superlative(phrase: str, expected: tuple[Superlative, int]) -> None:
    assert read_superlative(phrase.split()) == expected


@pytest.mark.parametrize(('phrase', 'direction'), cases(DIRECTIONS))
def test_direction(phrase: str, direction: PushDirection) -> None:
    assert read_direction(phrase.split()) is direction


@pytest.mark.parametrize(('phrase', 'place'), cases(PLACES))
def test_place(phrase: str, place: str) -> None:
    assert read_place(phrase.split()) == place
