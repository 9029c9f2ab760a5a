# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clauses of texts that ask for one thing after the other."""

import pytest
from vla_language.meaning.clauses import Clauses
from vla_language.meaning.clauses import count_steps
from vla_language.meaning.clauses import split_clauses
from vla_language.meaning.clauses import task_verbs

PUSH, LIFT = 'push the cube left', 'lift the ball'


@pytest.mark.parametrize(
    'text',
    [
        f'{PUSH} then {LIFT}',
        f'{PUSH}, then {LIFT}',
        f'{PUSH} and then {LIFT}',
        f'{PUSH} n then {LIFT}',
        f'{PUSH}. Then {LIFT}',
        f'{PUSH}; next, {LIFT}',
        f'{PUSH} and after that {LIFT}',
        f'{PUSH} and afterwards {LIFT}',
        f'{PUSH}, and once that is done {LIFT}',
        f"{PUSH} and once you're finished with that, {LIFT}",
        f'{PUSH}, and when you have finished {LIFT}',
        f'{PUSH}, and finally {LIFT}',
        f'first {PUSH}, then {LIFT}',
        f'please first of all {PUSH} and then {LIFT}',
        f'{PUSH} first, then {LIFT}',
        f'{PUSH} and {LIFT} afterwards',
        f'{PUSH}, {LIFT}, in that order',
    ],
)
def test_sequence_words_join_two_clauses(text: str) -> None:
    assert split_clauses(text)[0] == Clauses((PUSH, LIFT), is_explicit=True)
    assert count_steps(text) <= 2


@pytest.mark.parametrize('joint', [', ', '. ', '; ', ' and ', ', and ', ' & '])
def test_a_second_verb_may_begin_a_clause(joint: str) -> None:
    assert split_clauses(f'{PUSH}{joint}{LIFT}') == [Clauses((PUSH, LIFT), is_explicit=False)]


@pytest.mark.parametrize(
    'text',
    [
        PUSH,
        f'{PUSH}, then stop',
        f'{PUSH}, then you can rest',
        f'{PUSH} then, please',
        f'then {PUSH}',
        f'right, next {PUSH}',
        'put the cube next to the ball',
        'put the red cube and the ball in the bowl',
        'lift the first cube from the left',
        'red cube, blue ball',
        f'{PUSH}, then {LIFT}, then {PUSH}',
    ],
)
def test_other_texts_are_not_split(text: str) -> None:
    assert split_clauses(text) == []


def test_an_ordinal_is_kept() -> None:
    (clauses,) = split_clauses('lift the first cube from the left, then put it in the bowl')
    assert clauses.texts == ('lift the first cube from the left', 'put it in the bowl')


def test_steps_are_counted_by_sequence_words() -> None:
    assert count_steps(f'{PUSH}, then {LIFT} and after that {PUSH}') == 3
    assert count_steps(f'{PUSH}, then stop') == 1


def test_contractions_and_case_survive() -> None:
    (clauses,) = split_clauses("I'd like you to Push the cube left. Then you're to lift it!")
    assert clauses.texts == ("I'd like you to Push the cube left", "you're to lift it!")


def test_verbs_of_tasks_are_found() -> None:
    assert task_verbs('the red ball, pick it up and putting') == ['pick', 'putting']


def test_numbers_elsewhere_announce_none() -> None:
    assert split_clauses('put the cube number 2 into the bowl') == []
    assert split_clauses('1) push the cube left 2) lift it 3) put it down') == []
    assert count_steps('1) push the cube left 2) lift it 3) put it down') == 3
