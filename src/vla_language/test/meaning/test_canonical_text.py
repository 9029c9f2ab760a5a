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
from vla_common.destinations import BESIDE
from vla_language.meaning.canonical_text import canonical_text
from vla_language.meaning.canonical_text import encoded_text
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
POINT = replace(PICK, task=RequestedTask.POINT)
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, CUBE, BOWL, Relation.IN)
PUSH = CommandMeaning(SpeechAct.ORDER, RequestedTask.PUSH, CUBE, direction=PushDirection.LEFT)
STACK = replace(PLACE, destination=describe('blue box', 'blue', 'cube'), relation=Relation.ON)
AT_THE_EDGE = replace(PLACE, destination=None, relation=Relation.NONE, place='left_edge')
TOWARDS = replace(PICK, task=RequestedTask.PUSH, destination=BOWL, relation=Relation.TOWARDS)
#: The second cube from the left, beside the green bowl, that is not small.
LOCATED = replace(
    describe('second box', None, 'cube'),
    superlative=Superlative.LEFTMOST,
    ordinal=2,
    relation=Relation.NEXT_TO,
    landmark=BOWL,
    excluded=(describe('small one'),),
)


@pytest.mark.parametrize(
    ('meaning', 'text'),
    [
        (PICK, 'pick up the red cube'),
        (replace(PICK, target=describe('red one', 'red')), 'pick up the red object'),
        (replace(PICK, target=describe('thing')), 'pick up the object'),
        (replace(PICK, target=describe('ball', None, 'sphere')), 'pick up the sphere'),
        (replace(PICK, target=LOCATED), 'pick up the cube'),
        (
            replace(PICK, target=describe('indigo ball', 'blue purple', 'sphere')),
            'pick up the sphere',
        ),
        (
            replace(PICK, target=describe('red xube', 'red', 'cube cylinder')),
            'pick up the red object',
        ),
        (
            replace(PICK, target=describe('container', 'red', 'bowl plate cube cylinder')),
            'pick up the red object',
        ),
        (POINT, 'point at the red cube'),
        (replace(POINT, target=BOWL), 'point at the green bowl'),
        (replace(POINT, target=DISH), 'point at the white dish'),
        (PLACE, 'put the red cube in the green bowl'),
        (replace(PLACE, relation=Relation.ON), 'put the red cube on the green bowl'),
        (replace(PLACE, destination=DISH), 'put the red cube in the white dish'),
        (replace(PLACE, destination=describe('other one')), 'put the red cube in the dish'),
        (
            replace(PLACE, destination=replace(BOWL, superlative=Superlative.NEAREST)),
            'put the red cube in the green bowl',
        ),
        (replace(PLACE, relation=Relation.NEXT_TO), 'put the red cube next to the green bowl'),
        (
            replace(PLACE, relation=Relation.IN_FRONT_OF, destination=describe('other one')),
            'put the red cube in front of the object',
        ),
        (STACK, 'put the red cube on the blue cube'),
        (AT_THE_EDGE, 'put the red cube at the left edge of the table'),
        (TOWARDS, 'push the red cube towards the green bowl'),
        (PUSH, 'push the red cube to the left'),
        (replace(PUSH, direction=PushDirection.RIGHT), 'push the red cube to the right'),
        (replace(PUSH, direction=PushDirection.FORWARD), 'push the red cube forward'),
        (replace(PUSH, direction=PushDirection.BACK), 'push the red cube backward'),
    ],
)
def test_a_plain_sentence(meaning: CommandMeaning, text: str) -> None:
    assert find_unsupported(meaning) is None
    assert canonical_text(meaning) == text


@pytest.mark.parametrize(
    ('meaning', 'text'),
    [
        *(
            (replace(PLACE, relation=relation), 'put the red cube in the green bowl')
            for relation in BESIDE
        ),
        (PLACE, 'put the red cube in the green bowl'),
        (STACK, 'put the red cube on the blue cube'),
        (AT_THE_EDGE, 'put the red cube at the left edge of the table'),
        (TOWARDS, 'push the red cube towards the green bowl'),
        (PICK, 'pick up the red cube'),
    ],
)
def test_a_place_beside_an_object_is_encoded_in_the_wording_of_the_training(
    meaning: CommandMeaning, text: str
) -> None:
    assert encoded_text(meaning) == text


HIDDEN = replace(CUBE, landmark=BOWL, relation=Relation.UNDER)


@pytest.mark.parametrize(
    ('meaning', 'words'),
    [
        (replace(PLACE, relation=Relation.UNDER), "'under green bowl' is not supported yet"),
        (replace(PLACE, relation=Relation.TOWARDS), "'towards green bowl' is not supported yet"),
        (replace(PLACE, place='center'), "'in green bowl' with 'center'"),
        (replace(AT_THE_EDGE, task=RequestedTask.PUSH), 'a push to the left edge of the table'),
        (replace(TOWARDS, relation=Relation.NEXT_TO), "a push 'next to green bowl'"),
        (replace(TOWARDS, direction=PushDirection.LEFT), "'towards green bowl' with 'left'"),
        (replace(PICK, target=BOWL), "spheres only, got 'green bowl'"),
        (replace(PUSH, target=DISH), "spheres only, got 'white dish'"),
        (replace(POINT, target=HIDDEN), "by 'under' in 'crimson box'"),
        (replace(PLACE, destination=replace(BOWL, excluded=(HIDDEN,))), "by 'under'"),
        (
            replace(PICK, target=replace(CUBE, landmark=HIDDEN, relation=Relation.NEXT_TO)),
            "by 'under'",
        ),
    ],
)
def test_what_the_policy_cannot_do_yet(meaning: CommandMeaning, words: str) -> None:
    refusal = find_unsupported(meaning)
    assert refusal is not None
    assert refusal.reason == 'unsupported'
    assert words in refusal.text
    assert '; ' in refusal.text, 'a remedy follows the value'


@pytest.mark.parametrize(
    'meaning',
    [
        replace(PICK, task=RequestedTask.OTHER),
        replace(PUSH, direction=PushDirection.NONE),
        replace(PLACE, relation=Relation.UNDER),
    ],
)
def test_other_meanings_have_no_sentence(meaning: CommandMeaning) -> None:
    with pytest.raises(ValueError, match='Refuse it before'):
        canonical_text(meaning)
