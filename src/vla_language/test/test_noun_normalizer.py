# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plain words take the place of nouns that a dictionary is sure of, and of nothing else."""

from hypothesis import given
from hypothesis import strategies as st
import pytest
from vla_language.noun_normalizer import Explainer
from vla_language.noun_normalizer import load_explainer
from vla_language.noun_normalizer import SHAPES
from vla_language.wordnet import Sense

ARTIFACT, ANIMAL, SHAPE = 6, 5, 25


def sense(
    gloss: str = 'a thing', *names: str, wider: tuple[str, ...] = (), topic: int = ARTIFACT
) -> Sense:
    return Sense(names, wider, gloss, topic)


class Words:
    """A dictionary of made-up nouns."""

    known = {
        'zorb': [sense('a zorb', 'zorb', 'ball')],
        'plonk': [sense(wider=('barrel', 'vessel'))],
        'quib': [sense('a small square block of wood')],
        'moop': [sense('a kind of tube', topic=ANIMAL)],
        'fleen': [sense('a ball'), sense('a box')],
        'gorp': [sense('a ball'), *[sense()] * 4],
        'snib': [sense('a round shape', wider=('sphere',), topic=SHAPE), *[sense()] * 3],
        'yurt': [sense('a tent with a tube')],
    }

    def senses(self, noun: str) -> list[Sense]:
        return self.known.get(noun.lower(), [])


explain = Explainer(Words())


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
def test_a_shape_needs_no_doubt(noun: str, shape: str | None) -> None:
    assert explain.shape_of(noun) == shape


@pytest.mark.parametrize(
    ('text', 'read'),
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
def test_the_last_word_of_a_name_is_explained(text: str, read: str) -> None:
    assert explain(text) == read


def test_without_a_dictionary_all_stays() -> None:
    assert load_explainer('none')('pick up the red zorb') == 'pick up the red zorb'


def test_an_unknown_dictionary_is_told() -> None:
    with pytest.raises(ValueError, match=r"one of \['none', 'wordnet'\], got 'oxford'"):
        load_explainer('oxford')


@given(st.text(max_size=80))
def test_any_text_is_read_somehow(text: str) -> None:
    words = {word.lower() for word in text.split()}
    assert explain(text) == text or words & set(Words.known)


@given(
    st.lists(
        st.sampled_from(
            [*Words.known, 'the', 'red', 'small', 'push', 'in', 'and', 'left', ',', 'Bowl']
        )
    )
)
def test_all_other_words_stay(words: list[str]) -> None:
    read = explain(' '.join(words)).split()
    assert all(a == b or explain.shape_of(a) == b for a, b in zip(words, read, strict=True))


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
def test_wordnet_is_sure_of_some_nouns(noun: str, shape: str | None) -> None:
    assert load_explainer('wordnet').shape_of(noun) == shape
