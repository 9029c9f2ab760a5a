# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A meaning survives its message, and malformed messages are named."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_common.meaning_messages import from_meaning_message
from vla_common.meaning_messages import to_meaning_message
from vla_interfaces import msg

BOWL = ObjectDescription('the bowl', shapes=frozenset({'bowl'}))
NO_COLOR_OF_OURS = ObjectDescription('pink one', colors=frozenset())
TARGET = ObjectDescription(
    'second ball from the left in the bowl but not the pink one',
    shapes=frozenset({'sphere', 'cube'}),
    superlative=Superlative.LEFTMOST,
    ordinal=2,
    relation=Relation.IN,
    landmark=BOWL,
    excluded=(NO_COLOR_OF_OURS,),
)
PLACE = CommandMeaning(
    SpeechAct.ORDER,
    RequestedTask.PLACE,
    target=TARGET,
    destination=BOWL,
    relation=Relation.NEXT_TO,
    corrected=NO_COLOR_OF_OURS,
    unaccounted=('perhaps',),
    corrections=(('bal', 'ball'),),
)


@pytest.mark.parametrize(
    'meaning',
    [
        PLACE,
        CommandMeaning(SpeechAct.QUESTION, RequestedTask.NONE),
        replace(PLACE, place='center', direction=PushDirection.BACK, destination=None),
    ],
)
def test_a_meaning_survives_its_message(meaning: CommandMeaning) -> None:
    assert from_meaning_message(to_meaning_message(meaning)) == meaning


def test_an_empty_message_has_no_meaning() -> None:
    assert from_meaning_message(msg.CommandMeaning()) is None


def test_an_index_out_of_range_is_named() -> None:
    message = to_meaning_message(PLACE)
    message.target = 9
    with pytest.raises(ValueError, match='must be -1 to 4; got 9'):
        from_meaning_message(message)


@pytest.mark.parametrize(('index', 'landmark'), [(0, 0), (0, 2), (1, 0), (2, 1)])
def test_an_object_with_two_references_is_refused(index: int, landmark: int) -> None:
    message = to_meaning_message(PLACE)
    message.objects[index].landmark = landmark
    with pytest.raises(ValueError, match=rf'must occur once; got \[{landmark}\] again'):
        from_meaning_message(message)


def test_misspelled_words_need_their_readings() -> None:
    message = to_meaning_message(PLACE)
    message.respelled = []
    with pytest.raises(
        ValueError, match='misspelled and respelled must have one length; got 1 and 0'
    ):
        from_meaning_message(message)


def test_defaults_of_another_language_node() -> None:
    message = msg.CommandMeaning(speech_act='order', task='pick', target=0)
    message.objects.append(msg.ObjectDescription(words='it'))
    assert from_meaning_message(message) == CommandMeaning(
        SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it')
    )


def test_an_unknown_word_is_refused() -> None:
    message = to_meaning_message(PLACE)
    message.relation = 'inside'
    with pytest.raises(ValueError, match=r"a Relation must be one of none, in.*got 'inside'"):
        from_meaning_message(message)
