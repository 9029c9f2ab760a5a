# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Contents of receptacles: what is in the bowl, and bowls with nothing in them."""

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.containment_rules import find_contents
from vla_language.meaning.containment_rules import with_contents
from vla_language.meaning.tags import Entity

BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
POINT = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, BOWL)
INSIDE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)


@pytest.mark.parametrize(
    ('text', 'rest', 'contents', 'receptacle'),
    [
        ('point at the bowl that has the cube in it', 'point at the bowl', 'the cube', 3),
        ('point at the plate with a red cube on it', 'point at the plate', 'a red cube', 3),
        ('the bowl with the cube inside , point at it', 'the bowl , point at it', 'the cube', 1),
        ('point at the bowl containing the cube', 'point at the bowl', 'the cube', 3),
        ('point at the bowl that contains the cube , please', 'point at the bowl , please',
         'the cube', 3),
        ('put it in the bowl with nothing in it', 'put it in the bowl', '', 4),
        ('put it in the empty red bowl', 'put it in the red bowl', '', 4),
        ('put it in the bowl that is empty', 'put it in the bowl', '', 4),
        ("put it in the bowl that doesn't contain anything now", 'put it in the bowl now', '', 4),
        ('put it in the bowl without anything in it', 'put it in the bowl', '', 4),
    ],
)  # fmt: skip
def test_contents(text: str, rest: str, contents: str, receptacle: int) -> None:
    words = text.split()
    found = find_contents(words)
    assert found is not None
    assert [*words[: found.start], *words[found.end :]] == rest.split()
    assert found.words == tuple(contents.split())
    assert found.receptacle == receptacle


@pytest.mark.parametrize(
    'text',
    [
        'put the cube in the bowl',
        'empty the bowl',
        'take the bowl with the handle',
        'push the cube with the bowl in the corner',
        'put the bowl with the cube in the box',
    ],
)
def test_no_contents(text: str) -> None:
    assert find_contents(text.split()) is None


def test_the_receptacle_of_an_object() -> None:
    target = with_contents(POINT, Entity.TARGET, 'with the cube in it', INSIDE).target
    assert target is not None
    assert (target.relation, target.landmark) == (Relation.CONTAINING, CUBE)
    assert target.words == 'bowl with the cube in it'


def test_an_empty_receptacle_is_none_of_those_with_contents() -> None:
    target = with_contents(POINT, Entity.TARGET, 'empty', None).target
    assert target is not None
    assert [other.relation for other in target.excluded] == [Relation.CONTAINING]
    assert target.words == 'empty bowl'


@pytest.mark.parametrize(
    ('entity', 'inside'),
    [
        (Entity.DESTINATION, INSIDE),
        (Entity.NONE, INSIDE),
        (Entity.TARGET, CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK)),
        (Entity.TARGET, CommandMeaning(SpeechAct.SEVERAL, RequestedTask.PICK, CUBE)),
    ],
)
def test_what_no_object_has_is_not_accounted_for(entity: Entity, inside: CommandMeaning) -> None:
    meaning = with_contents(POINT, entity, 'with the cube in it', inside)
    assert meaning.target == BOWL
    assert meaning.unaccounted == ('with', 'the', 'cube', 'in', 'it')
