# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of a tagged sentence by object and kind."""

from hand_tagging import tagged_sentence
import pytest
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

SENTENCE = tagged_sentence(
    'put:A the small:Ta red:TC toy:TN cube:TN next:DR to:DR the leftmost:DS bowl:DN',
    RequestedTask.PLACE,
)


def test_describing_words_by_kind() -> None:
    words = SENTENCE.describing_words(Entity.TARGET)
    assert words is not None
    assert words.text == 'small red toy cube'
    assert [reading.text for reading in words.colors] == ['red']
    assert [reading.text for reading in words.nouns] == ['toy', 'cube']
    assert [reading.text for reading in words.attributes] == ['small']
    assert SENTENCE.describing_words(Entity.EXCLUDED) is None


def test_several_objects_of_one_kind_are_separate() -> None:
    sentence = tagged_sentence('not:XG the red:XC can:XN or:XG the bowl:XN : pick:A it')
    assert [run.text for run in sentence.runs(Entity.EXCLUDED)] == ['red can', 'bowl']
    assert sentence.runs(Entity.TARGET) == []


@pytest.mark.parametrize(
    ('marked', 'entity', 'colors', 'attributes'),
    [
        ('the red:TC cube:TN and the blue:TC cube:TN', Entity.TARGET, 'red', 'cube blue'),
        ('the rose:TC - red:TC cube:TN , the red:TC one:TN', Entity.TARGET, 'rose red red', ''),
        (
            'the can:TN by:TR the red:tC cube:tN and the blue:tC cube:tN',
            Entity.TARGET_LANDMARK,
            'red blue',
            'cube',
        ),
    ],
)
def test_an_object_has_one_color_and_one_noun(
    marked: str, entity: Entity, colors: str, attributes: str
) -> None:
    words = tagged_sentence(marked).describing_words(entity)
    assert words is not None
    assert [reading.text for reading in words.colors] == colors.split()
    assert sorted(reading.text for reading in words.attributes) == sorted(attributes.split())


def test_the_first_noun_that_names_something_counts() -> None:
    sentence = tagged_sentence('one:TN , the cube:TN , pick:A it thing:TN')
    words = sentence.describing_words(Entity.TARGET)
    assert words is not None
    assert [reading.text for reading in words.nouns] == ['cube']


def test_relation_words_are_the_run_in_front_of_the_object() -> None:
    assert SENTENCE.relation_words(Entity.TARGET) == []
    sentence = tagged_sentence('put:A it in:DR to:DR the bowl:DN on:DR it')
    assert sentence.relation_words(Entity.DESTINATION) == ['in', 'to']
    sentence = tagged_sentence('out by:DR putting:A it in:DR the bowl:DN')
    assert sentence.relation_words(Entity.DESTINATION) == ['in']
    sentence = tagged_sentence('take:A the bowl:DN and put:A it in:DR that')
    assert sentence.relation_words(Entity.DESTINATION) == ['in']


def test_words_before_an_object() -> None:
    words = frozenset(('opposite', 'put'))
    sentence = tagged_sentence('put:A it opposite the bowl:DN')
    assert sentence.words_before(Entity.DESTINATION, words) == ['opposite']
    assert sentence.words_before(Entity.TARGET, words) == []


def test_words_of_a_kind() -> None:
    assert SENTENCE.texts(WordKind.ACT) == ['put']
    assert SENTENCE.texts(WordKind.NOUN, [Entity.TARGET]) == ['toy', 'cube']


def test_clauses_without_order_or_object_are_remarks() -> None:
    sentence = tagged_sentence('oya , lift:A it ! i like jam:U , the can:TN', RequestedTask.PICK)
    texts = [word.text for word in sentence.words]
    clauses = [' '.join(texts[i] for i in clause) for clause in sentence.remarks()]
    assert clauses == ['oya', 'i like jam']
