# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clauses of two steps; words are marked with 1, 2 or nothing for the step that they belong to."""

import pytest
from vla_language.meaning.clauses import Clauses
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.step_splitter import split_steps
from vla_language.meaning.tags import Step

STEPS = {'1': Step.FIRST, '2': Step.SECOND}


def split(marked: str) -> Clauses | None:
    words = marked.split()
    steps = [STEPS.get(word[-1], Step.NEITHER) for word in words]
    texts = [word.rstrip('12') for word in words]
    return split_steps([WordReading(text, text) for text in texts], steps)


@pytest.mark.parametrize(
    ('marked', 'first', 'second'),
    [
        ('lift1 it1 then push2 it2 left2', 'lift it', 'push it left'),
        ('push2 it2 left2 but first lift1 it1', 'lift it', 'push it left'),
        ("after you 've shown1 me1 the1 can1 , lift2 it2", 'show me the can', 'lift it'),
        ('lift2 it2 after putting1 the1 can1 down1', 'put the can down', 'lift it'),
        ('once that is done lifting1 it1 , push2 it2', 'lift it', 'push it'),
        ("lift1 it1 and , if you don't mind , push2 it2", 'lift it', 'push it'),
        (
            'left1 can1 in1 the1 bowl1 then red2 can2 in2 it2',
            'left can in the bowl',
            'red can in it',
        ),
    ],
)
def test_two_steps(marked: str, first: str, second: str) -> None:
    assert split(marked) == Clauses((first, second), is_explicit=True)


@pytest.mark.parametrize(
    'marked',
    [
        'lift1 it1',
        'then lift2 it2',
        # The words of a step are together, and none is left out.
        'push1 it1 then lift2 it2 left1',
        'push1 it1 left , lift2 it2',
        # A condition or another time is no step.
        'if it rings , lift1 it1 then push2 it2',
        'when the bell rings , lift1 it1 then push2 it2',
        'before the music starts , lift1 it1 and push2 it2',
        'tomorrow lift1 it1 then push2 it2',
    ],
)
def test_other_texts(marked: str) -> None:
    assert split(marked) is None


@pytest.mark.parametrize(
    ('marked', 'is_explicit'),
    [
        ('lift1 it1 and push2 it2', False),
        ('lift1 it1 . push2 it2', False),
        ('lift1 it1 and then push2 it2', True),
        ('put1 it1 in1 it1 and the2 can2 in2 it2', True),
    ],
)
def test_a_word_or_a_lacking_verb_says_that_there_are_two(marked: str, is_explicit: bool) -> None:
    clauses = split(marked)
    assert clauses is not None and clauses.is_explicit is is_explicit


def test_a_clause_keeps_its_joints() -> None:
    clauses = split('lift1 it1 then push2 it2 , lift2 it2 and take2 it2 , please')
    assert clauses is not None and clauses.texts == ('lift it', 'push it , lift it and take it')


def test_misspelled_and_joined_words_are_read_again() -> None:
    readings = [
        WordReading('cube', 'xube', ('tube',)),
        WordReading('pick', 'pickup'),
        WordReading('up', 'pickup'),
    ]
    clauses = split_steps(readings, [Step.FIRST, Step.SECOND, Step.SECOND])
    assert clauses is not None and clauses.texts == ('xube', 'pick up')
