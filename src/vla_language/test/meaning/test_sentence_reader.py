# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Meaning of sentences that are tagged by hand."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.sentence_reader import SentenceReader

PICK, PLACE, PUSH = RequestedTask.PICK, RequestedTask.PLACE, RequestedTask.PUSH


def read(
    marked: str, task: RequestedTask = PICK, speech_act: SpeechAct = SpeechAct.ORDER
) -> CommandMeaning:
    return SentenceReader(NounShapes()).read(tagged_sentence(marked, task, speech_act))


def test_pick() -> None:
    meaning = read('please pick:A up:A the dark:TC red:TC cube:TN')
    assert meaning.task is PICK and meaning.speech_act is SpeechAct.ORDER
    assert meaning.target is not None
    assert meaning.target.colors == {'red'} and meaning.target.shapes == {'cube'}
    assert meaning.destination is None and meaning.unaccounted == ()


@pytest.mark.parametrize(
    ('relation', 'destination', 'expected', 'shapes'),
    [
        ('in:DR', 'bowl:DN', Relation.IN, {'bowl'}),
        ('on:DR top:DR of:DR', 'plate:DN', Relation.ON, {'plate'}),
        ('to:DR', 'bowl:DN', Relation.IN, {'bowl'}),
        ('over:DR to:DR', 'cube:DN', Relation.NEXT_TO, {'cube'}),
        ('next:DR to:DR', 'bowl:DN', Relation.NEXT_TO, {'bowl'}),
        ('in:DR', 'container:DN', Relation.IN, {'bowl', 'plate'}),
        ('in:DR', 'cube:DN', Relation.IN, {'cube'}),
        ('', 'dish:DN', Relation.IN, {'bowl', 'plate'}),
    ],
)
def test_destination(
    relation: str, destination: str, expected: Relation, shapes: set[str]
) -> None:
    meaning = read(f'put:A the ball:TN {relation} the {destination}', PLACE)
    assert meaning.relation is expected
    assert meaning.destination is not None
    assert meaning.destination.shapes == shapes


def test_an_unknown_relation_names_its_words() -> None:
    meaning = read('put:A the ball:TN around:DR the bowl:DN', PLACE)
    assert meaning.relation is Relation.UNKNOWN
    assert meaning.unaccounted == ('around',)


@pytest.mark.parametrize(
    ('words', 'place'),
    [
        ('in:DR the:DR middle:DR of:DR the table:DN', 'center'),
        ('at:DR the left:DS edge:DN of:dR the table:dN', 'left_edge'),
        ('in:DR the middle:DN', 'center'),
        ('down:DR by:DR the right:DN edge:DN', 'right_edge'),
    ],
)
def test_place_of_the_table(words: str, place: str) -> None:
    meaning = read(f'put:A the ball:TN {words}', PLACE)
    assert meaning.place == place
    assert meaning.destination is None and meaning.relation is Relation.NONE


@pytest.mark.parametrize(
    ('words', 'task', 'direction'),
    [
        ('push:A the ball:TN to:W the:W left:W', PUSH, PushDirection.LEFT),
        ('move:A the ball:TN forward:W', PLACE, PushDirection.FORWARD),
        ('push:A the ball:TN away:R from:R you:R', PUSH, PushDirection.FORWARD),
        ('push:A the ball:TN left:XW no:XG right:W', PUSH, PushDirection.RIGHT),
    ],
)
def test_direction(words: str, task: RequestedTask, direction: PushDirection) -> None:
    meaning = read(words, task)
    assert meaning.task is PUSH
    assert meaning.direction is direction
    assert meaning.unaccounted == ()


def test_an_unknown_direction_names_its_words() -> None:
    meaning = read('push:A the ball:TN upwards:W', PUSH)
    assert meaning.direction is PushDirection.UNKNOWN
    assert meaning.unaccounted == ('upwards',)


def test_a_pick_has_no_direction() -> None:
    meaning = read('pick:A the ball:TN left:W', PICK)
    assert meaning.direction is PushDirection.NONE
    assert meaning.unaccounted == ('left',)


def test_landmark_of_the_target() -> None:
    target = read('pick:A the ball:TN next:TR to:TR the red:tC bowl:tN').target
    assert target is not None and target.landmark is not None
    assert target.relation is Relation.NEXT_TO
    assert target.landmark.colors == {'red'} and target.landmark.shapes == {'bowl'}


@pytest.mark.parametrize(
    ('words', 'superlative'),
    [
        ('on:TR the table:tN', Superlative.NONE),
        ('on:TR the:TR left:TR side:TR of:TR the table:tN', Superlative.LEFTMOST),
    ],
)
def test_the_table_is_no_landmark(words: str, superlative: Superlative) -> None:
    target = read(f'pick:A the ball:TN {words}').target
    assert target is not None
    assert target.landmark is None and target.relation is Relation.NONE
    assert target.superlative is superlative


def test_exclusion_and_correction() -> None:
    excluded = read('pick:A the red:TC cube:TN not:XG the blue:XC one:XN')
    assert excluded.target is not None and excluded.corrected is None
    assert [other.colors for other in excluded.target.excluded] == [{'blue'}]
    corrected = read('pick:A the red:XC cube:XN no:XG the blue:TC one:TN')
    assert corrected.target is not None and corrected.corrected is not None
    assert corrected.target.excluded == ()
    assert corrected.target.colors == {'blue'} and corrected.target.shapes == {'cube'}
    assert corrected.corrected.colors == {'red'}


@pytest.mark.parametrize(
    ('marked', 'is_of_destination'),
    [
        ('put:A the cube:TN in:DR the bowl:DN not:XG the green:XC one:XN', True),
        ('put:A the cube:TN in:DR the bowl:DN not:XG the green:XC cube:XN', False),
        ('put:A the cube:TN not:XG the green:XC one:XN in:DR the bowl:DN', False),
        ('put:A the cube:TN not:XG the green:XC bowl:XN in:DR the bowl:DN', True),
        ('put:A the cube:TN in:DR the non:XG -:XG green:XC bowl:DN', True),
        ('put:A the non:XG -:XG green:XC cube:TN in:DR the bowl:DN', False),
    ],
)
def test_what_an_exclusion_belongs_to(marked: str, is_of_destination: bool) -> None:
    meaning = read(marked, PLACE)
    assert meaning.target is not None and meaning.destination is not None
    of_target, of_destination = meaning.target.excluded, meaning.destination.excluded
    (excluded,) = of_destination if is_of_destination else of_target
    assert excluded.colors == {'green'}
    assert not (of_target if is_of_destination else of_destination)


def test_a_preposition_that_is_no_relation_of_ours_is_unknown() -> None:
    meaning = read('put:A the ball:TN opposite the bowl:DN', PLACE)
    assert meaning.relation is Relation.UNKNOWN and meaning.unaccounted == ('opposite',)


def test_one_beside_the_target_is_of_its_kind() -> None:
    meaning = read('put:A the cube:TN next:DR to:DR the red:DC one:DN', PLACE)
    assert meaning.destination is not None and meaning.destination.shapes == {'cube'}
    meaning = read('put:A the cube:TN in:DR the red:DC one:DN', PLACE)
    assert meaning.destination is not None and meaning.destination.shapes is None


def test_anything_but_an_object_has_any_shape() -> None:
    meaning = read('pick:A anything:TN but:XG the cube:XN')
    assert meaning.target is not None and meaning.target.shapes is None
    assert [other.shapes for other in meaning.target.excluded] == [{'cube'}]


@pytest.mark.parametrize(
    ('words', 'unaccounted'),
    [
        ('pick:A the cube:TN twice:U', ('twice',)),
        ('pick:A the striped:Ta cube:TN', ('striped',)),
        ('pick:A the cube:TN ( quickly )', ('(', ')')),
        ('pick:A the cube:TN -> , now !', ('->',)),
        ('pick:A the cube:TN from the table:N', ()),
        ('pick:A the cube:TN with the banana:U', ('banana',)),
    ],
)
def test_words_that_nothing_accounts_for(words: str, unaccounted: tuple[str, ...]) -> None:
    assert read(words).unaccounted == unaccounted


def test_a_negation_without_an_object_negates_the_order() -> None:
    assert read('do not:G pick:A the cube:TN').speech_act is SpeechAct.NEGATED
    assert read('is it', speech_act=SpeechAct.QUESTION).speech_act is SpeechAct.QUESTION
