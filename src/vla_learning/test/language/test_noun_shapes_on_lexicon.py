# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of the nouns of training and of validation, as the language node resolves them."""

import pytest
from vla_common.command_meaning import OBJECT_SHAPES
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.tagger import Tagger
from vla_language.meaning.wordnet import WordNet
from vla_learning.language import noun_lexicon


@pytest.fixture(scope='module')
def nouns() -> NounShapes:
    return NounShapes(WordNet(), Tagger().classify_noun)


@pytest.mark.parametrize(
    ('table', 'least_share'),
    [(noun_lexicon.TRAIN_NOUNS, 0.95), (noun_lexicon.VALIDATION_NOUNS, 0.6)],
)
def test_known_and_new_nouns_have_their_shape(
    nouns: NounShapes, table: dict[str, tuple[str, ...]], least_share: float
) -> None:
    found = [
        (nouns.shapes_of(noun.split()), shape) for shape in OBJECT_SHAPES for noun in table[shape]
    ]
    assert sum(shapes == {shape} for shapes, shape in found) >= least_share * len(found)
    wrong = [shape for shapes, shape in found if shapes and shape not in shapes]
    assert len(wrong) <= 0.01 * len(found)


def test_few_nouns_of_other_objects_have_a_shape(nouns: NounShapes) -> None:
    unknown = noun_lexicon.TRAIN_UNKNOWN_NOUNS
    taken = [noun for noun in unknown if nouns.shapes_of(noun.split()) != frozenset()]
    assert len(taken) <= 0.01 * len(unknown), taken
