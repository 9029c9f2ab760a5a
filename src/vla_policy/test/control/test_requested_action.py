# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A meaning is executed only if it is an order for a task of the policy."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.requested_action import requested_action
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
DISH = ObjectDescription('dish', shapes=frozenset({'bowl', 'plate'}))
ONE = ObjectDescription('one')
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
PUSH = replace(PICK, task=RequestedTask.PUSH, direction=PushDirection.LEFT)
PLACE = replace(PICK, task=RequestedTask.PLACE, destination=BOWL, relation=Relation.IN)
STACK = replace(PLACE, destination=CUBE, relation=Relation.ON)
AT_THE_CENTER = replace(PLACE, destination=None, relation=Relation.NONE, place='center')
TOWARDS = replace(PICK, task=RequestedTask.PUSH, destination=BOWL, relation=Relation.TOWARDS)
SPHERE = ObjectDescription('ball', shapes=frozenset({'sphere'}))
POINT = replace(PICK, task=RequestedTask.POINT)


@pytest.mark.parametrize(
    ('meaning', 'task', 'direction'),
    [
        (PICK, TaskKind.PICK, Direction.NONE),
        (replace(PICK, target=ONE), TaskKind.PICK, Direction.NONE),
        (PUSH, TaskKind.PUSH, Direction.LEFT),
        (replace(PUSH, direction=PushDirection.RIGHT), TaskKind.PUSH, Direction.RIGHT),
        (replace(PUSH, direction=PushDirection.FORWARD), TaskKind.PUSH, Direction.FORWARD),
        (replace(PUSH, direction=PushDirection.BACK), TaskKind.PUSH, Direction.BACK),
        (PLACE, TaskKind.PLACE, Direction.NONE),
        (replace(PLACE, relation=Relation.ON, destination=DISH), TaskKind.PLACE, Direction.NONE),
        (replace(PLACE, destination=ONE), TaskKind.PLACE, Direction.NONE),
        (STACK, TaskKind.PLACE, Direction.NONE),
        (replace(PLACE, relation=Relation.NEXT_TO), TaskKind.PLACE, Direction.NONE),
        (replace(STACK, relation=Relation.BEHIND), TaskKind.PLACE, Direction.NONE),
        (AT_THE_CENTER, TaskKind.PLACE, Direction.NONE),
        (TOWARDS, TaskKind.PUSH, Direction.NONE),
        (POINT, TaskKind.POINT, Direction.NONE),
        (replace(POINT, target=BOWL), TaskKind.POINT, Direction.NONE),
    ],
)
def test_task_and_direction(meaning: CommandMeaning, task: TaskKind, direction: Direction) -> None:
    assert requested_action(meaning) == (task, direction)


@pytest.mark.parametrize(
    ('meaning', 'message'),
    [
        (replace(PICK, speech_act=SpeechAct.QUESTION), "must be an order; got 'question'"),
        (replace(PICK, unaccounted=('teal', 'big')), "must be understood; got 'teal big'"),
        (replace(PICK, task=RequestedTask.OTHER), "pick, place, push or point; got 'other'"),
        (replace(PICK, task=RequestedTask.NONE), "pick, place, push or point; got 'none'"),
        (replace(PICK, target=None), 'must name an object; got none'),
        (replace(PICK, target=DISH), "must be a cube, cylinder or sphere; got 'dish'"),
        (replace(PUSH, target=BOWL), "must be a cube, cylinder or sphere; got 'bowl'"),
        (replace(PICK, target=replace(ONE, shapes=frozenset())), "got 'one'"),
        (replace(PUSH, direction=PushDirection.NONE), "left, right, front or back; got 'none'"),
        (replace(PUSH, direction=PushDirection.UNKNOWN), "or back; got 'unknown'"),
        (replace(PUSH, destination=BOWL), "it goes; got 'none bowl left'"),
        (replace(TOWARDS, direction=PushDirection.LEFT), "it goes; got 'towards bowl left'"),
        (replace(TOWARDS, relation=Relation.NEXT_TO), "it goes; got 'next to bowl'"),
        (replace(TOWARDS, place='center'), "it goes; got 'towards bowl center'"),
        (replace(PUSH, place='center'), "it goes; got 'center left'"),
        (replace(PLACE, destination=None), 'at a place of the table; got none'),
        (replace(AT_THE_CENTER, place='corner'), "or far_edge of the table; got 'corner'"),
        (replace(AT_THE_CENTER, destination=BOWL), "of the table; got 'none bowl center'"),
        (replace(PLACE, relation=Relation.UNDER), "of the table; got 'under bowl'"),
        (replace(PLACE, destination=CUBE), "the destination must be a bowl or plate; got 'cube'"),
        (replace(STACK, destination=SPHERE), "cylinder, bowl or plate; got 'ball'"),
    ],
)
def test_a_meaning_that_the_policy_cannot_execute_is_refused(
    meaning: CommandMeaning, message: str
) -> None:
    with pytest.raises(RefusalError, match=message) as error:
        requested_action(meaning)
    assert error.value.reason == 'not_understood'
