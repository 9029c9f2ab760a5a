# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reasons why meanings are refused, and the words that they name."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.meaning_verdict import quote
from vla_language.meaning.meaning_verdict import RefusalReason

CUBE = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
BOWL = ObjectDescription('green bowl', frozenset({'green'}), frozenset({'bowl'}))
PINK = ObjectDescription('big dusty pink cube', frozenset(), frozenset({'cube'}))
BALL = ObjectDescription('ball', None, frozenset({'sphere'}))
BANANA = ObjectDescription('banana', None, frozenset())
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, CUBE, BOWL, Relation.IN)
PUSH = CommandMeaning(SpeechAct.ORDER, RequestedTask.PUSH, CUBE, direction=PushDirection.LEFT)
LANDMARK = replace(CUBE, landmark=BANANA, relation=Relation.NEXT_TO)


@pytest.mark.parametrize(
    'meaning',
    [
        PICK,
        PLACE,
        PUSH,
        replace(PICK, task=RequestedTask.POINT),
        replace(PLACE, relation=Relation.NEXT_TO, destination=CUBE),
        replace(PLACE, destination=None, place='center'),
        replace(PUSH, direction=PushDirection.NONE, destination=BOWL, relation=Relation.TOWARDS),
        replace(PLACE, destination=ObjectDescription('thing')),
    ],
)
def test_a_meaning_without_a_problem(meaning: CommandMeaning) -> None:
    assert find_refusal(meaning) is None


@pytest.mark.parametrize('act', [act for act in SpeechAct if act is not SpeechAct.ORDER])
def test_only_an_order_is_executed(act: SpeechAct) -> None:
    refusal = find_refusal(replace(PICK, speech_act=act, unaccounted=('tomorrow',)))
    assert refusal is not None
    assert refusal.reason == act.value
    assert "'tomorrow'" in refusal.text
    assert refusal.text.startswith('a command must ')


@pytest.mark.parametrize(
    ('meaning', 'reason', 'word'),
    [
        (replace(PICK, task=RequestedTask.OTHER, unaccounted=('paint',)), 'other_task', "'paint'"),
        (replace(PICK, task=RequestedTask.OTHER), 'other_task', 'another activity'),
        (replace(PICK, task=RequestedTask.NONE), 'no_task', 'none'),
        (replace(PICK, unaccounted=('thrice', 'daily')), 'unaccounted_word', "'thrice daily'"),
        (replace(PICK, target=None), 'no_target', 'none'),
        (replace(PLACE, destination=None), 'no_destination', 'none'),
        (replace(PUSH, direction=PushDirection.NONE), 'no_direction', 'none'),
        (
            replace(PUSH, direction=PushDirection.UNKNOWN, unaccounted=('upwards',)),
            'unknown_direction',
            "'upwards'",
        ),
        (replace(PICK, target=PINK), 'unknown_color', "'dusty pink'"),
        (replace(PICK, target=BANANA), 'unknown_noun', "'banana'"),
        (replace(PLACE, destination=BANANA), 'unknown_noun', "'banana'"),
        (replace(PICK, target=LANDMARK), 'unknown_noun', "'banana'"),
        (replace(PICK, target=replace(CUBE, excluded=(PINK,))), 'unknown_color', "'dusty pink'"),
        (
            replace(PLACE, relation=Relation.UNKNOWN, unaccounted=('around',)),
            'unknown_relation',
            "'around'",
        ),
        (
            replace(PICK, target=replace(CUBE, relation=Relation.UNKNOWN)),
            'unknown_relation',
            "'red cube'",
        ),
        (
            replace(PICK, target=replace(CUBE, superlative=Superlative.UNKNOWN)),
            'unknown_superlative',
            "'red cube'",
        ),
        (replace(PLACE, destination=CUBE), 'impossible_destination', "'red cube'"),
        (
            replace(PLACE, destination=BALL, relation=Relation.ON),
            'impossible_destination',
            "'ball'",
        ),
    ],
)
def test_the_reason_names_the_word(meaning: CommandMeaning, reason: str, word: str) -> None:
    refusal = find_refusal(meaning)
    assert refusal is not None
    assert refusal.reason == reason
    assert f'got {word}' in refusal.text
    assert '; ' in refusal.text, 'a remedy follows the value'


def test_every_reason_but_unsupported_has_a_cause() -> None:
    assert {act.value for act in SpeechAct} - {'order'} <= {
        reason.value for reason in RefusalReason
    }


def test_quote() -> None:
    assert quote('red cube') == quote(['red', 'cube']) == "'red cube'"


def test_a_task_that_the_robot_cannot_do_is_refused() -> None:
    refusal = find_refusal(PICK, (RequestedTask.PUSH, RequestedTask.POINT))
    assert refusal is not None
    assert refusal.reason == 'other_task'
    assert refusal.text == 'the robot can push or point, got pick; ask for one of these'
    assert find_refusal(PICK, (RequestedTask.PICK,)) is None
