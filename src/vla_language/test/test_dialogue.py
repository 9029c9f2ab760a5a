# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""An answer completes the command that the policy asks about or executes, and no other."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.dialogue import Dialogue
from vla_language.dialogue import without_correction

_CUBE = ObjectDescription('cube', None, frozenset({'cube'}))
_BOWL = ObjectDescription('bowl', None, frozenset({'bowl'}))
_PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, _CUBE, _BOWL, Relation.IN)
_LEFT = CommandMeaning(
    SpeechAct.ORDER,
    RequestedTask.NONE,
    ObjectDescription('left one', superlative=Superlative.LEFTMOST),
)


_PUSH = replace(
    _PLACE,
    task=RequestedTask.PUSH,
    destination=None,
    relation=Relation.NONE,
    direction=PushDirection.LEFT,
)


def _asked(about: str, *, is_executed: bool = False) -> Dialogue:
    dialogue = Dialogue()
    dialogue.record('a', [_PLACE])
    dialogue.update('a', is_executed=is_executed, asked_about=about)
    return dialogue


def _complete(dialogue: Dialogue, answer: CommandMeaning) -> CommandMeaning:
    (meaning,) = dialogue.complete(answer)
    return meaning


def _asked_in_step(step: int) -> Dialogue:
    """Return the dialogue about a command whose two steps are about one cube."""
    dialogue = Dialogue()
    dialogue.record('a', [_PLACE, _PUSH])
    dialogue.update('a', is_executed=False, asked_about='target', step=step)
    return dialogue


def test_an_answer_describes_the_object_that_was_asked_about() -> None:
    target = _complete(_asked('target'), _LEFT)
    assert target.task is RequestedTask.PLACE
    assert target.target is not None
    assert target.target.superlative is Superlative.LEFTMOST
    assert target.target.shapes == {'cube'}
    assert target.destination == _BOWL
    destination = _complete(_asked('destination'), _LEFT)
    assert destination.target == _CUBE
    assert destination.destination is not None
    assert destination.destination.superlative is Superlative.LEFTMOST


def test_a_correction_of_an_executed_command_describes_its_target() -> None:
    completed = _complete(_asked('', is_executed=True), _LEFT)
    assert completed.target is not None
    assert completed.target.superlative is Superlative.LEFTMOST


def test_an_ended_command_is_not_continued() -> None:
    assert _complete(_asked(''), _LEFT) == _LEFT


def test_a_command_that_is_not_known_is_not_continued() -> None:
    dialogue = Dialogue()
    dialogue.update('b', is_executed=True, asked_about='target')
    assert _complete(dialogue, _LEFT) == _LEFT


def test_a_command_with_a_task_of_its_own_stays_as_it_is() -> None:
    pick = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, _CUBE)
    assert _complete(_asked('target'), pick) == pick


def test_an_answer_about_the_first_step_is_about_the_same_object_in_the_second() -> None:
    place, push = _asked_in_step(1).complete(_LEFT)
    assert (place.task, push.task) == (RequestedTask.PLACE, RequestedTask.PUSH)
    assert place.target is not None
    assert place.target.superlative is Superlative.LEFTMOST
    assert push.target == place.target


def test_an_answer_about_the_second_step_does_not_repeat_the_first() -> None:
    (push,) = _asked_in_step(2).complete(_LEFT)
    assert push.task is RequestedTask.PUSH
    assert push.target is not None
    assert push.target.superlative is Superlative.LEFTMOST


def test_only_the_latest_commands_are_kept() -> None:
    dialogue = Dialogue()
    for i in range(30):
        dialogue.record(str(i), [_PLACE])
    dialogue.update('0', is_executed=True, asked_about='')
    assert _complete(dialogue, _LEFT) == _LEFT
    dialogue.update('29', is_executed=True, asked_about='')
    assert _complete(dialogue, _LEFT) != _LEFT


@pytest.mark.parametrize(
    ('text', 'rest'),
    [
        ('no, the blue one', 'the blue one'),
        ('No! Sorry, I meant the cube', 'the cube'),
        ('not that one, the red one', 'the red one'),
        ('the left one', 'the left one'),
        ('nobody moves', 'nobody moves'),
        ('no', ''),
    ],
)
def test_the_beginning_of_a_correction_is_removed(text: str, rest: str) -> None:
    assert without_correction(text) == rest


@pytest.mark.parametrize(
    ('command_id', 'target', 'expected'),
    [('a', 'red cube', 'red cube'), ('a', '', None), ('b', 'red cube', None), ('a', 'x', None)],
)
def test_the_last_command_has_the_object_that_was_selected(
    command_id: str, target: str, expected: str | None
) -> None:
    dialogue = Dialogue()
    dialogue.record('a', [_PLACE])
    dialogue.update(command_id, is_executed=False, asked_about='', target=target)
    last = dialogue.last
    assert (last.target.words if last and last.target else None) == expected
    if last is not None and last.target is not None:
        assert (last.target.colors, last.target.shapes) == ({'red'}, {'cube'})
        assert last.destination == _BOWL
