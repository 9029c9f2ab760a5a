# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of nouns by their senses."""

from collections.abc import Sequence

import pytest
from vla_language.meaning.noun_senses import shape_of_senses
from vla_language.meaning.wordnet import Sense
from vla_language.meaning.wordnet import WordNet
from vla_language.meaning.wordnet import WordNetError

ARTIFACT, ANIMAL, SHAPE = 6, 5, 25


def sense(
    gloss: str = 'a thing', *names: str, hypernyms: tuple[str, ...] = (), topic: int = ARTIFACT
) -> Sense:
    return Sense(names, hypernyms, gloss, topic)


@pytest.mark.parametrize(
    ('senses', 'shape'),
    [
        ([sense('a zorb', 'zorb', 'ball')], 'sphere'),
        ([sense(hypernyms=('barrel', 'vessel'))], 'cylinder'),
        ([sense('a small square block of wood')], 'cube'),
        ([sense('a kind of tube', topic=ANIMAL)], None),
        ([sense('a ball'), sense('a box')], None),
        ([sense('a ball'), *[sense()] * 4], None),
        ([sense('a round shape', hypernyms=('sphere',), topic=SHAPE), *[sense()] * 3], 'sphere'),
        ([sense('a tent with a tube')], None),
        ([sense('', 'zorb')], None),
        ([], None),
    ],
)
def test_a_noun_needs_one_clear_shape(senses: Sequence[Sense], shape: str | None) -> None:
    assert shape_of_senses('zorb', senses) == shape


def test_a_noun_does_not_define_itself() -> None:
    assert shape_of_senses('ball', [sense('a thing', 'ball')]) is None


@pytest.mark.parametrize(
    ('noun', 'shape'),
    [
        ('crate', 'cube'),
        ('casket', 'cube'),
        ('keg', 'cylinder'),
        ('orb', 'sphere'),
        ('footlocker', 'cube'),
        ('teapot', None),
        ('kettle', None),
        ('bead', 'sphere'),
        ('banana', None),
        ('hamster', None),
        ('saxophone', None),
        ('robot', None),
    ],
)
def test_wordnet_gives_shapes_of_common_containers(noun: str, shape: str | None) -> None:
    try:
        dictionary = WordNet()
    except WordNetError as error:
        pytest.skip(str(error))
    assert shape_of_senses(noun, dictionary.senses(noun)) == shape
