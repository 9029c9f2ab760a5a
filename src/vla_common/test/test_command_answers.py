# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers complete the description that a question was about."""

from dataclasses import replace

import pytest
from vla_common.command_answers import apply_answer
from vla_common.command_answers import is_answer
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative

CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
ONE = ObjectDescription('one')
RED = ObjectDescription('red one', colors=frozenset({'red'}))
BLUE = ObjectDescription('blue one', colors=frozenset({'blue'}))
LEFT = ObjectDescription('left one', superlative=Superlative.LEFTMOST)
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, CUBE, BOWL, Relation.IN)


def reply(description: ObjectDescription, **changes: object) -> CommandMeaning:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.NONE, description)
    return replace(meaning, **changes)


def test_what_the_answer_does_not_state_remains() -> None:
    asked = replace(CUBE, colors=frozenset({'red'}), relation=Relation.NEXT_TO, landmark=BOWL)
    question = replace(PLACE, target=asked, corrections=(('cub', 'cube'),))
    answered = apply_answer(question, reply(LEFT, corrections=(('lft', 'left'),)))
    assert answered == replace(
        question,
        target=replace(asked, words='cube, left one', superlative=Superlative.LEFTMOST),
        corrections=(('cub', 'cube'), ('lft', 'left')),
    )


def test_an_answer_replaces_color_and_shape() -> None:
    question = replace(PLACE, target=replace(CUBE, colors=frozenset({'red'})))
    answer = reply(replace(BLUE, shapes=frozenset({'sphere'})))
    target = apply_answer(question, answer).target
    assert target is not None
    assert (target.colors, target.shapes) == (frozenset({'blue'}), frozenset({'sphere'}))


@pytest.mark.parametrize(
    'changes',
    [
        {'task': RequestedTask.PICK},
        {'task': RequestedTask.OTHER},
        {'target': None},
        {'unaccounted': ('not',)},
        {'place': 'center'},
        {'speech_act': SpeechAct.QUESTION},
    ],
)
def test_another_sentence_is_no_answer(changes: dict[str, object]) -> None:
    other = reply(LEFT, **changes)
    assert is_answer(reply(LEFT))
    assert not is_answer(other)
    with pytest.raises(ValueError, match='an answer must be a description of an object'):
        apply_answer(PLACE, other)


def test_a_question_without_the_object_is_an_error() -> None:
    question = replace(PLACE, task=RequestedTask.PICK, destination=None)
    with pytest.raises(ValueError, match='the command has no destination'):
        apply_answer(question, reply(LEFT), GoalRole.DESTINATION)
