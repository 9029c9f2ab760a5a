# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A line of text says everything that a meaning holds."""

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_common.meaning_messages import to_meaning_message
from vla_common.meaning_text import describe_command
from vla_common.meaning_text import describe_meaning
from vla_common.meaning_text import describe_message
from vla_interfaces import msg

_CUBE = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
_DISH = ObjectDescription('dish', None, frozenset({'bowl', 'plate'}))


@pytest.mark.parametrize(
    ('meaning', 'text'),
    [
        (CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, _CUBE), 'pick: red cube'),
        (
            CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, _CUBE, _DISH, Relation.ON),
            'place: red cube, on the bowl or plate',
        ),
        (
            CommandMeaning(
                SpeechAct.ORDER,
                RequestedTask.PLACE,
                _CUBE,
                ObjectDescription('bowl', None, frozenset({'bowl'}), Superlative.ANY),
                Relation.IN,
            ),
            'place: red cube, in any bowl',
        ),
        (
            CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, _CUBE, place='left_edge'),
            'place: red cube, to the left edge of the table',
        ),
        (
            CommandMeaning(
                SpeechAct.ORDER, RequestedTask.PUSH, _CUBE, direction=PushDirection.LEFT
            ),
            'push: red cube, direction left',
        ),
        (
            CommandMeaning(SpeechAct.QUESTION, RequestedTask.NONE, unaccounted=('why', 'blue')),
            'question: no object (not understood: why blue)',
        ),
        (
            CommandMeaning(
                SpeechAct.ORDER, RequestedTask.POINT, _CUBE, corrections=(('cbue', 'cube'),)
            ),
            "point: red cube (read 'cbue' as 'cube')",
        ),
    ],
)
def test_a_meaning_is_one_line(meaning: CommandMeaning, text: str) -> None:
    assert describe_meaning(meaning) == text


@pytest.mark.parametrize(
    ('description', 'text'),
    [
        (
            ObjectDescription('second from the left', None, None, Superlative.LEFTMOST, 2),
            'pick: 2nd leftmost object',
        ),
        (
            ObjectDescription(
                'cube', None, frozenset({'cube'}), relation=Relation.LEFT_OF, landmark=_DISH
            ),
            'pick: cube, left of the bowl or plate',
        ),
        (
            ObjectDescription('cube', None, frozenset({'cube'}), excluded=(_CUBE,)),
            'pick: cube, not the red cube',
        ),
        (
            ObjectDescription('pink wug', frozenset(), frozenset()),
            'pick: unknown-colored unknown thing',
        ),
    ],
)
def test_a_description_names_how_an_object_is_selected(
    description: ObjectDescription, text: str
) -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, description)
    assert describe_meaning(meaning) == text


def test_a_message_is_described_as_its_meaning() -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, _CUBE)
    assert describe_message(to_meaning_message(meaning)) == 'pick: red cube'
    assert describe_message(msg.CommandMeaning()) == ''


def test_a_command_of_two_steps_is_described_in_one_line() -> None:
    pick = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, _CUBE)
    push = CommandMeaning(SpeechAct.ORDER, RequestedTask.PUSH, _CUBE, direction=PushDirection.LEFT)
    command = msg.CommandEmbedding(meaning=to_meaning_message(push))
    assert describe_command(command) == 'push: red cube, direction left'
    command.further_steps = [msg.CommandStep(meaning=to_meaning_message(pick))]
    assert describe_command(command) == '1. push: red cube, direction left; 2. pick: red cube'
    assert describe_command(msg.CommandEmbedding()) == ''


def test_an_invalid_message_is_described_by_its_error() -> None:
    text = describe_message(msg.CommandMeaning(speech_act='shouted', task='pick'))
    assert text.startswith('invalid meaning: ')
    assert 'shouted' in text
