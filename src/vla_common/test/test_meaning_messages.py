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
    with pytest.raises(ValueError, match='must be -1 to 5; got 9'):
        from_meaning_message(message)


def test_descriptions_that_refer_to_themselves_are_refused() -> None:
    message = to_meaning_message(PLACE)
    message.objects[0].landmark = 0
    with pytest.raises(ValueError, match='object 0 must refer to later objects'):
        from_meaning_message(message)


def test_an_unknown_word_is_refused() -> None:
    message = to_meaning_message(PLACE)
    message.relation = 'inside'
    with pytest.raises(ValueError, match='inside'):
        from_meaning_message(message)
