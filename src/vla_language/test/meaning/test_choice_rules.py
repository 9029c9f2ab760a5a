# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Choice among several objects that a sentence leaves to the robot."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Superlative
from vla_language.meaning.choice_rules import with_choice
from vla_language.meaning.tags import Entity

BALL = frozenset({'sphere'})


@pytest.mark.parametrize(
    ('marked', 'expected'),
    [
        ('pick:A any:- ball:TN', Superlative.ANY),
        ('pick:A any:- old:- ball:TN', Superlative.ANY),
        ('pick:A one of the ball:TN', Superlative.ANY),
        ("pick:A a ball:TN i don't care which", Superlative.ANY),
        ('pick:A a ball:TN , either will do', Superlative.ANY),
        ('pick:A a ball:TN , you pick', Superlative.ANY),
        ('pick:A a ball:TN , whichever one .', Superlative.ANY),
        ("pick:A a ball:TN , she won't mind which", Superlative.ANY),
        ('could you pick:A the ball:TN', Superlative.NONE),
        ('pick:A the ball:TN', Superlative.NONE),
        ('pick:A a ball:TN', Superlative.NONE),
        ('if any:- problem:- pick:A the ball:TN', Superlative.NONE),
    ],
)
def test_any_object_that_fits(marked: str, expected: Superlative) -> None:
    description = ObjectDescription('ball', shapes=BALL)
    sentence = tagged_sentence(marked)
    assert with_choice(description, sentence, Entity.TARGET).superlative is expected


def test_an_indefinite_object_with_an_exclusion_is_any_other() -> None:
    blue = ObjectDescription('blue one', colors=frozenset({'blue'}))
    description = ObjectDescription('ball', shapes=BALL, excluded=(blue,))
    sentence = tagged_sentence('pick:A a ball:TN but:XG not:XG the blue:XC one:XN')
    found = with_choice(description, sentence, Entity.TARGET)
    assert found.superlative is Superlative.ANY


def test_another_superlative_stays() -> None:
    description = ObjectDescription('ball', superlative=Superlative.FARTHEST)
    sentence = tagged_sentence('pick:A any:- farthest:TS ball:TN')
    assert with_choice(description, sentence, Entity.TARGET) == description
