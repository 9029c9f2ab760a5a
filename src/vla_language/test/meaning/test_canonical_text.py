# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plain sentences for meanings that the policy can execute, and reasons for all others."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.meaning.canonical_text import canonical_text
from vla_language.meaning.canonical_text import find_unsupported


def describe(
    words: str, colors: str | None = None, shapes: str | None = None
) -> ObjectDescription:
    def as_set(text: str | None) -> frozenset[str] | None:
        return None if text is None else frozenset(text.split())

    return ObjectDescription(words, as_set(colors), as_set(shapes))


CUBE, BOWL = describe('crimson box', 'red', 'cube'), describe('green bowl', 'green', 'bowl')
DISH = describe('white dish', 'white', 'bowl plate')
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, CUBE, BOWL, Relation.IN)
PUSH = CommandMeaning(SpeechAct.ORDER, RequestedTask.PUSH, CUBE, direction=PushDirection.LEFT)


@pytest.mark.parametrize(
    ('meaning', 'text'),
    [
        (PICK, 'pick up the red cube'),
        (replace(PICK, target=describe('red one', 'red')), 'pick up the red object'),
        (replace(PICK, target=describe('ball', None, 'sphere')), 'pick up the sphere'),
        (
            replace(PICK, target=describe('red container', 'red', 'bowl plate cube cylinder')),
            'pick up the red container',
        ),
        (replace(PICK, task=RequestedTask.POINT), 'point at the red cube'),
        (PLACE, 'put the red cube in the green bowl'),
        (replace(PLACE, relation=Relation.ON), 'put the red cube on the green bowl'),
        (replace(PLACE, destination=DISH), 'put the red cube in the white dish'),
        (PUSH, 'push the red cube to the left'),
        (replace(PUSH, direction=PushDirection.FORWARD), 'push the red cube forward'),
        (replace(PUSH, direction=PushDirection.BACK), 'push the red cube backward'),
        (
            replace(PICK, target=replace(CUBE, excluded=(describe('blue one', 'blue'),))),
            'pick up the red cube',
        ),
    ],
)
def test_a_plain_sentence(meaning: CommandMeaning, text: str) -> None:
    assert find_unsupported(meaning) is None
    assert canonical_text(meaning) == text


@pytest.mark.parametrize(
    ('meaning', 'words'),
    [
        (replace(PLACE, relation=Relation.NEXT_TO), "'next to' 'green bowl' is not supported yet"),
        (replace(PLACE, destination=None, place='left_edge'), "'left edge' of the table"),
        (
            replace(PICK, target=replace(CUBE, superlative=Superlative.LEFTMOST)),
            "the choice by order in 'crimson box'",
        ),
        (
            replace(PICK, target=replace(CUBE, landmark=BOWL, relation=Relation.IN)),
            "the choice by place in 'crimson box'",
        ),
        (
            replace(PICK, target=replace(CUBE, excluded=(describe('small one'),))),
            "the exclusion of 'small one'",
        ),
        (replace(PICK, target=describe('indigo ball', 'blue purple', 'sphere')), 'blue or purple'),
        (replace(PICK, target=describe('red cube', 'red', 'cube cylinder')), 'cube or cylinder'),
        (replace(PICK, target=BOWL), "cube, cylinder or sphere, got 'green bowl'"),
        (replace(PLACE, destination=describe('red thing', 'red')), 'bowl or plate'),
        (
            replace(
                PUSH, direction=PushDirection.NONE, destination=BOWL, relation=Relation.TOWARDS
            ),
            'a push towards an object or place is not supported yet',
        ),
    ],
)
def test_what_the_policy_cannot_do_yet(meaning: CommandMeaning, words: str) -> None:
    assert canonical_text(meaning) is None
    refusal = find_unsupported(meaning)
    assert refusal is not None
    assert refusal.reason == 'unsupported'
    assert words in refusal.text
    assert '; ' in refusal.text


def test_a_refused_meaning_has_no_sentence() -> None:
    assert canonical_text(replace(PICK, speech_act=SpeechAct.NEGATED)) is None
    assert canonical_text(replace(PICK, unaccounted=('twice',))) is None
    assert canonical_text(replace(PICK, target=None)) is None
