# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Replacement of nouns that a dictionary relates to one shape, and of no other words."""

from hypothesis import given
from hypothesis import strategies as st
import pytest
from vla_language.noun_normalizer import load_noun_normalizer
from vla_language.noun_normalizer import NounNormalizer
from vla_language.noun_normalizer import SHAPES
from vla_language.wordnet import Sense

ARTIFACT, ANIMAL, SHAPE = 6, 5, 25


def sense(
    gloss: str = 'a thing', *names: str, hypernyms: tuple[str, ...] = (), topic: int = ARTIFACT
) -> Sense:
    return Sense(names, hypernyms, gloss, topic)


class FakeDictionary:
    """A dictionary of invented nouns."""

    entries = {
        'zorb': [sense('a zorb', 'zorb', 'ball')],
        'plonk': [sense(hypernyms=('barrel', 'vessel'))],
        'quib': [sense('a small square block of wood')],
        'moop': [sense('a kind of tube', topic=ANIMAL)],
        'fleen': [sense('a ball'), sense('a box')],
        'gorp': [sense('a ball'), *[sense()] * 4],
        'snib': [sense('a round shape', hypernyms=('sphere',), topic=SHAPE), *[sense()] * 3],
        'yurt': [sense('a tent with a tube')],
    }

    def senses(self, noun: str) -> list[Sense]:
        return self.entries.get(noun.lower(), [])


normalize = NounNormalizer(FakeDictionary())


@pytest.mark.parametrize(
    ('noun', 'shape'),
    [
        ('zorb', 'sphere'),
        ('Plonk', 'cylinder'),
        ('quib', 'cube'),
        ('snib', 'sphere'),
        ('moop', None),
        ('fleen', None),
        ('gorp', None),
        ('yurt', None),
        ('unheard', None),
        ('ball', None),
        ('bowl', None),
    ],
)
def test_a_noun_needs_one_clear_shape(noun: str, shape: str | None) -> None:
    assert normalize.shape_of(noun) == shape


@pytest.mark.parametrize(
    ('text', 'normalized'),
    [
        ('pick up the red zorb', 'pick up the red sphere'),
        ('Pick up the small RED Zorb, please.', 'Pick up the small RED sphere, please.'),
        ('push red plonk to the left', 'push red cylinder to the left'),
        ('put the quib in the zorb', 'put the cube in the sphere'),
        ('the zorb is where?', 'the sphere is where?'),
        ('let the blue zorb slide leftwards', 'let the blue sphere slide leftwards'),
        ('move the zorb more to the right', 'move the sphere more to the right'),
        ('push that plonk away from you', 'push that cylinder away from you'),
        ('pick up the red zorb-zorb', 'pick up the red zorb-zorb'),
        ('pick up the zorb soldier', 'pick up the zorb soldier'),
        ('zorb', 'zorb'),
        ('zorb the cube', 'zorb the cube'),
        ('pick up the', 'pick up the'),
        ('pick up the red', 'pick up the red'),
    ],
)
def test_the_head_noun_of_a_phrase_is_replaced(text: str, normalized: str) -> None:
    assert normalize(text) == normalized


def test_without_a_dictionary_no_noun_is_replaced() -> None:
    assert load_noun_normalizer('none')('pick up the red zorb') == 'pick up the red zorb'


def test_an_unknown_dictionary_lists_the_options() -> None:
    with pytest.raises(ValueError, match=r"one of \['none', 'wordnet'\], got 'oxford'"):
        load_noun_normalizer('oxford')


@given(st.text(max_size=80))
def test_any_text_is_normalized(text: str) -> None:
    words = {word.lower() for word in text.split()}
    assert normalize(text) == text or words & set(FakeDictionary.entries)


@given(
    st.lists(
        st.sampled_from(
            [
                *FakeDictionary.entries,
                'the',
                'red',
                'small',
                'push',
                'in',
                'and',
                'left',
                ',',
                'Bowl',
            ]
        )
    )
)
def test_other_words_are_not_replaced(words: list[str]) -> None:
    normalized = normalize(' '.join(words)).split()
    assert all(
        a == b or normalize.shape_of(a) == b for a, b in zip(words, normalized, strict=True)
    )


@pytest.mark.parametrize(
    ('noun', 'shape'),
    [
        ('crate', 'cube'),
        ('casket', 'cube'),
        ('keg', 'cylinder'),
        ('orb', 'sphere'),
        ('bead', 'sphere'),
        ('banana', None),
        ('hamster', None),
        ('saxophone', None),
        ('robot', None),
        *((word, None) for words in SHAPES.values() for word in words),
    ],
)
def test_wordnet_gives_shapes_of_common_containers(noun: str, shape: str | None) -> None:
    assert load_noun_normalizer('wordnet').shape_of(noun) == shape
