# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Validation with commands that were written by hand."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_learning.language.validation_commands import REFUSED_COMMANDS
from vla_learning.language.validation_commands import VALID_COMMANDS
from vla_learning.training.tagger_validation import matches
from vla_learning.training.tagger_validation import summarize
from vla_learning.training.tagger_validation import validate_commands

CUBE = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
BOWL = ObjectDescription('bowl', None, frozenset({'bowl'}))
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
PUSH = replace(PICK, task=RequestedTask.PUSH, direction=PushDirection.LEFT)
PLACE = replace(PICK, task=RequestedTask.PLACE, destination=BOWL)
AT_CENTER = replace(PICK, task=RequestedTask.PLACE, place='center')


def test_tables_are_different_commands() -> None:
    assert len(VALID_COMMANDS) + len(REFUSED_COMMANDS) >= 150
    assert len(set(REFUSED_COMMANDS)) == len(REFUSED_COMMANDS)
    assert not set(REFUSED_COMMANDS) & set(VALID_COMMANDS)


@pytest.mark.parametrize(
    ('meaning', 'expected'),
    [
        (PICK, 'pick|red cube'),
        (PUSH, 'push|red cube|a bit to the left'),
        (PLACE, 'place|red cube|bowl'),
        (AT_CENTER, 'place|red cube|center table'),
    ],
)
def test_matches(meaning: CommandMeaning, expected: str) -> None:
    assert matches(meaning, expected)
    assert not matches(replace(meaning, speech_act=SpeechAct.QUESTION), expected)
    assert not matches(replace(meaning, task=RequestedTask.POINT), expected)
    assert not matches(replace(meaning, target=BOWL), expected)


@pytest.mark.parametrize(
    ('meaning', 'expected'),
    [
        (PUSH, 'push|red cube|to the right'),
        (PLACE, 'place|red cube|plate'),
        (PLACE, 'place|red cube'),
        (AT_CENTER, 'place|red cube|left edge'),
        (replace(PICK, destination=BOWL), 'pick|red cube'),
    ],
)
def test_other_goals_do_not_match(meaning: CommandMeaning, expected: str) -> None:
    assert not matches(meaning, expected)


def test_summary() -> None:
    assert summarize(PLACE) == 'order|place|red cube|bowl'
    assert summarize(PUSH) == 'order|push|red cube|left'
    assert summarize(AT_CENTER) == 'order|place|red cube|center'


def test_shares_of_a_parser_that_always_returns_the_same() -> None:
    figures, errors = validate_commands(lambda text: PICK)
    assert figures == {'commands_right': 0.0, 'commands_refused': 0.0}
    assert len(errors) == len(VALID_COMMANDS) + len(REFUSED_COMMANDS)
    assert 'must be refused; got order|pick|red cube' in errors[-1]


def test_unaccounted_words_of_valid_commands_are_errors() -> None:
    _, errors = validate_commands(lambda text: replace(PICK, unaccounted=('foo',)))
    assert len(errors) == len(VALID_COMMANDS)
