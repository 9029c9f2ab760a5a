# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Task, direction and speech act of sentences that are tagged by hand."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.order_reader import read_order
from vla_language.meaning.order_reader import read_speech_act
from vla_language.meaning.order_reader import speech_act_words
from vla_language.meaning.order_reader import unaccounted_words

PICK, PLACE, PUSH = RequestedTask.PICK, RequestedTask.PLACE, RequestedTask.PUSH
OTHER, NONE = RequestedTask.OTHER, RequestedTask.NONE


@pytest.mark.parametrize(
    ('marked', 'task', 'expected'),
    [
        ('push:A it left:W', PUSH, (PUSH, PushDirection.LEFT, ())),
        ('move:A it left:W', PLACE, (PUSH, PushDirection.LEFT, ())),
        ('push:A it sideways:W', PUSH, (PUSH, PushDirection.UNKNOWN, ('sideways',))),
        ('pick:A it left:W', PICK, (PICK, PushDirection.NONE, ('left',))),
        ('put:A the cube:TN under:U the bed:U', OTHER, (PLACE, PushDirection.NONE, ())),
        ('put:A the cube:TN', OTHER, (PLACE, PushDirection.NONE, ())),
        ('hello', NONE, (NONE, PushDirection.NONE, ())),
        ('the cube:TN please', NONE, (PICK, PushDirection.NONE, ())),
        ('the cube:TN', NONE, (NONE, PushDirection.NONE, ())),
        ('push:U', OTHER, (PUSH, PushDirection.NONE, ())),
    ],
)
def test_task_and_direction(
    marked: str, task: RequestedTask, expected: tuple[RequestedTask, PushDirection, tuple[str]]
) -> None:
    assert read_order(tagged_sentence(marked, task), has_goal=False) == expected


def test_a_verb_of_placing_with_a_goal_places() -> None:
    sentence = tagged_sentence('put:A the cube:TN on:DR the plate:DN', NONE)
    assert read_order(sentence, has_goal=True).task is PLACE


def test_a_distance_is_no_direction_of_a_place_task() -> None:
    sentence = tagged_sentence('put:A it 5:W cm:W above:DR the bowl:DN', PLACE)
    assert read_order(sentence, has_goal=True) == (PLACE, PushDirection.NONE, ('5', 'cm'))


def test_a_goal_is_no_direction() -> None:
    sentence = tagged_sentence('push:A the cube:TN to:DR the bowl:DN', PUSH)
    assert read_order(sentence, has_goal=True) == (PUSH, PushDirection.NONE, ())


@pytest.mark.parametrize(
    ('marked', 'act', 'expected'),
    [
        ('pick:A the cube:TN', SpeechAct.ORDER, SpeechAct.ORDER),
        ('do not:G pick:A it', SpeechAct.ORDER, SpeechAct.NEGATED),
        ('i picked:A it', SpeechAct.REPORT, SpeechAct.REPORT),
        ('mate pick:A it', SpeechAct.REPORT, SpeechAct.ORDER),
    ],
)
def test_speech_act(marked: str, act: SpeechAct, expected: SpeechAct) -> None:
    assert read_speech_act(tagged_sentence(marked, PICK, act), has_unaccounted=False) is expected


@pytest.mark.parametrize(
    ('marked', 'act', 'expected'),
    [
        ('if it rings pick:A it', SpeechAct.CONDITIONAL, ['if']),
        ('pick:A it tomorrow', SpeechAct.LATER, ['tomorrow']),
        ('do not:G pick:A it', SpeechAct.NEGATED, ['do', 'not']),
        ('is it red', SpeechAct.QUESTION, []),
    ],
)
def test_words_of_a_speech_act(marked: str, act: SpeechAct, expected: list[str]) -> None:
    assert speech_act_words(tagged_sentence(marked, PICK, act), act) == expected


def test_unaccounted_words() -> None:
    sentence = tagged_sentence('pick:A the cube:TN ( twice:U ) from the table:N , banana:N !')
    assert unaccounted_words(sentence) == ['(', 'twice', ')', 'banana']
    sentence = tagged_sentence('are you:U able:U to:U pick:A the cube:TN')
    assert unaccounted_words(sentence) == []
    sentence = tagged_sentence('my name:U is ella:U , pick:A the cube:TN , polish:U it')
    assert unaccounted_words(sentence) == ['polish']
    sentence = tagged_sentence('when the bell:U rings:U , pick:A the cube:TN')
    assert unaccounted_words(sentence) == ['bell', 'rings']
    sentence = tagged_sentence('say:U " pick:A the cube:TN "')
    assert unaccounted_words(sentence) == ['say', '"', '"']
    sentence = tagged_sentence('push:A it carefully:U and gently:U')
    assert unaccounted_words(sentence) == []
    sentence = tagged_sentence('put:A it where:G it:G was:G')
    assert unaccounted_words(sentence) == ['where', 'it', 'was']


@pytest.mark.parametrize(
    ('marked', 'expected'),
    [
        ('push:A it left:W , i mean right:W', PushDirection.RIGHT),
        ('push:A it left:W , er , right:W', PushDirection.RIGHT),
        ('push:A it left:W , no , right:W , wait , left:W', PushDirection.LEFT),
        ('push:A it left:W and right:W', PushDirection.UNKNOWN),
        ('push:A it left:W and a second time right:W', PushDirection.UNKNOWN),
    ],
)
def test_a_corrected_direction_is_the_last(marked: str, expected: PushDirection) -> None:
    order = read_order(tagged_sentence(marked, PUSH), has_goal=False)
    assert order.direction is expected


def test_a_verb_of_putting_that_is_not_tagged_puts() -> None:
    sentence = tagged_sentence('hide:U the ball:TN behind:DR the can:DN', OTHER)
    assert read_order(sentence, has_goal=True).task is PLACE
    sentence = tagged_sentence('paint:U the ball:TN behind:DR the can:DN', OTHER)
    assert read_order(sentence, has_goal=True).task is not PLACE


def test_another_object_is_not_overlooked() -> None:
    assert unaccounted_words(tagged_sentence('lift:A the other cube:TN', PICK)) == ['other']
    for text in (
        'on the other hand , lift:A the cube:TN',
        'put:A it on:DR the:DR other:DR side:DR of:DR the can:DN',
    ):
        assert unaccounted_words(tagged_sentence(text)) == []


@pytest.mark.parametrize(
    ('marked', 'has_goal', 'expected'),
    [
        ('ball:TN in:DR bowl:DN', True, PLACE),
        ('green:TC ball:TN right:W', False, PUSH),
        ('the ball:TN in:DR the bowl:DN', True, NONE),
        ('ball:TN is in:DR bowl:DN', True, NONE),
        ('green:TC ball:TN', False, NONE),
    ],
)
def test_a_telegraphic_order(marked: str, has_goal: bool, expected: RequestedTask) -> None:
    order = read_order(tagged_sentence(marked, NONE), has_goal=has_goal)
    assert order == (expected, order.direction, ())
