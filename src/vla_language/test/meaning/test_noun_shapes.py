# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes that nouns can mean."""

from collections.abc import Mapping

import pytest
from vla_common.command_meaning import SHAPES
from vla_language.meaning.noun_shapes import noun_words
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.nouns import ANY_NOUNS
from vla_language.meaning.nouns import SHAPE_NOUNS
from vla_language.meaning.nouns import SHAPE_SETS
from vla_language.meaning.wordnet import Sense

NOUNS = {
    'cube': ['cube', 'cubes', 'boxes', 'toy block', 'dice', 'cube shaped object', 'block of wood',
             'square thing', 'square', 'cinderblock', 'pillboxes'],
    'cylinder': ['cylinder', 'soda can', 'tube', 'round post', 'log', 'cylindrical object'],
    'sphere': ['sphere', 'tennis ball', 'ping - pong ball', 'round thing', 'ball of yarn'],
    'bowl': ['bowl', 'soup bowl', 'bowl of soup', 'basins'],
    'plate': ['plate', 'dinner plates', 'saucer'],
    'bowl plate': ['dish', 'dishes', 'tray', 'receptacle', 'soap dish'],
    'bowl cube cylinder plate': ['container'],
    '': ['banana', 'toy car', 'ball pen', 'can opener', 'ice cream', 'cup', 'poster',
         'boxer', 'pinner', 'hotplate',
         'dinosaur shaped thing', 'plate rack', 'robot'],
}  # fmt: skip


class BarrelDictionary:
    """Dictionary that defines a firkin, a mug and a boot as barrels, and a gizmo as nothing."""

    def senses(self, noun: str) -> list[Sense]:
        senses = {
            'firkin': Sense(('firkin',), ('barrel',), 'small barrel', 6),
            'boot': Sense(('boot',), ('barrel',), 'nonsense', 6),
            'mug': Sense(('mug',), ('barrel',), 'nonsense', 6),
        }
        return [senses[noun]] if noun in senses else []


def classify(noun: str) -> Mapping[str, float]:
    known = {
        'zorb': {'sphere': 0.9},
        'gizmo': {'cube': 0.5, 'bowl': 0.1},
        'boot': {'cylinder': 0.1},
    }
    return known.get(noun, {'cylinder': 0.4})


@pytest.mark.parametrize(
    ('noun', 'shapes'), [(noun, shapes) for shapes, names in NOUNS.items() for noun in names]
)
def test_nouns_of_the_lexicon(noun: str, shapes: str) -> None:
    assert NounShapes().shapes_of(noun.split()) == frozenset(shapes.split())


@pytest.mark.parametrize('noun', ['', 'thing', 'one', 'red one', 'metal object', 'item', 'toy'])
def test_any_object(noun: str) -> None:
    words = [word for word in noun.split() if word != 'red']
    assert NounShapes().shapes_of(words) is None


@pytest.mark.parametrize(
    ('noun', 'adjectives', 'shape'),
    [
        ('', ['round'], 'sphere'),
        ('thing', ['small', 'cylindrical'], 'cylinder'),
        ('one', ['square'], 'cube'),
    ],
)
def test_adjectives_of_shape(noun: str, adjectives: list[str], shape: str) -> None:
    assert NounShapes().shapes_of(noun.split(), adjectives) == {shape}


def test_contradicting_adjectives_leave_any_object() -> None:
    assert NounShapes().shapes_of(['thing'], ['square', 'round']) is None


def test_a_noun_decides_over_an_adjective() -> None:
    assert NounShapes().shapes_of(['bowl'], ['round']) == {'bowl'}


def test_dictionary_then_classifier() -> None:
    nouns = NounShapes(BarrelDictionary(), classify)
    assert nouns.shapes_of(['firkin']) == {'cylinder'}
    assert nouns.shapes_of(['beer', 'firkins']) == {'cylinder'}
    assert nouns.shapes_of(['zorb']) == {'sphere'}
    assert nouns.shapes_of(['gizmo']) == frozenset(), 'not certain enough'
    assert nouns.shapes_of(['mug']) == frozenset(), 'the list of other nouns decides first'
    assert nouns.shapes_of(['boot']) == frozenset(), 'the classifier is certain of another object'
    assert NounShapes(BarrelDictionary()).shapes_of(['boot']) == {'cylinder'}


def test_the_lexicon_has_known_shapes_and_no_noun_twice() -> None:
    assert set(SHAPE_NOUNS) == set(SHAPES)
    assert {shape for shapes in SHAPE_SETS for shape in shapes} <= set(SHAPES)
    nouns = [noun for group in (SHAPE_NOUNS, SHAPE_SETS) for ns in group.values() for noun in ns]
    assert len(nouns) == len(set(nouns))
    assert ANY_NOUNS & set(nouns) == set()
    assert {'cube', 'ball', 'jelly', 'thing'} <= noun_words()
