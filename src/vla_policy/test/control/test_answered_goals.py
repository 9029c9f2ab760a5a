# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers to a question select the object that they describe."""

from dataclasses import replace

import pytest
from vla_common.command_answers import apply_answer
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_policy.control.goal_selection import select_goal
from vla_policy.control.goal_selection import SelectedGoal
from vla_policy.control.object_selection import SceneItem

CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
ONE = ObjectDescription('one')
RED = ObjectDescription('red one', colors=frozenset({'red'}))
BLUE = ObjectDescription('blue one', colors=frozenset({'blue'}))
LEFT = ObjectDescription('left one', superlative=Superlative.LEFTMOST)
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, CUBE, BOWL, Relation.IN)
ITEMS = (
    SceneItem('red', 'cube', (0.4, 0.2)),
    SceneItem('blue', 'cube', (0.5, 0.0)),
    SceneItem('red', 'cube', (0.6, -0.2)),
    SceneItem('white', 'bowl', (0.5, 0.3)),
    SceneItem('red', 'bowl', (0.6, -0.21)),
)


def reply(description: ObjectDescription, **changes: object) -> CommandMeaning:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.NONE, description)
    return replace(meaning, **changes)


@pytest.mark.parametrize(
    ('answer', 'target'),
    [
        (reply(LEFT), 0),
        (reply(BLUE), 1),
        (reply(replace(ONE, superlative=Superlative.LEFTMOST, ordinal=2)), 1),
        (reply(replace(RED, superlative=Superlative.RIGHTMOST)), 2),
        (reply(replace(ONE, excluded=(RED,))), 1),
        (reply(replace(ONE, relation=Relation.IN, landmark=replace(BOWL, colors=RED.colors))), 2),
        (reply(ONE, destination=replace(BOWL, colors=RED.colors), relation=Relation.IN), 2),
    ],
)
def test_an_answer_about_the_target(answer: CommandMeaning, target: int) -> None:
    question = replace(PLACE, destination=replace(BOWL, colors=frozenset({'white'})))
    assert select_goal(apply_answer(question, answer), ITEMS) == SelectedGoal(target, 3)


def test_an_answer_about_the_destination() -> None:
    question = replace(PLACE, target=replace(CUBE, colors=frozenset({'blue'})))
    answered = apply_answer(question, reply(LEFT), GoalRole.DESTINATION)
    assert select_goal(answered, ITEMS) == SelectedGoal(1, 3)
