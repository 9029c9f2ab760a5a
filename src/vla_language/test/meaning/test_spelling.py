# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Repair of misspelled words: towards the domain, ties are kept, other words untouched."""

import pytest
from vla_language.meaning.spelling import domain_words
from vla_language.meaning.spelling import Speller
from vla_language.meaning.word_features import WordFeatures
from vla_language.meaning.wordnet import WordNetError


@pytest.fixture(scope='module')
def speller() -> Speller:
    try:
        return Speller(WordFeatures().dictionary_words())
    except WordNetError:
        pytest.skip('WordNet is not installed')


@pytest.mark.parametrize(
    ('word', 'expected'),
    [
        ('yelow', 'yellow'), ('clyinder', 'cylinder'), ('cilindr', 'cylinder'),
        ('shpere', 'sphere'),
        ('oragne', 'orange'), ('pikc', 'pick'), ('puhs', 'push'), ('teh', 'the'),
        ('gren', 'green'),
        ('bule', 'blue'), ('rde', 'red'), ('purpul', 'purple'), ('leftmot', 'leftmost'),
        ('besdie', 'beside'), ('rigth', 'right'), ('grabb', 'grab'), ('cubd', 'cube'),
        ('bowll', 'bowl'), ('cubes', 'cubes'), ('pushng', 'pushing'), ('crimsn', 'crimson'),
    ],
)  # fmt: skip
def test_a_misspelled_word_of_the_domain_is_repaired(
    word: str, expected: str, speller: Speller
) -> None:
    (reading,) = speller.read([word])
    assert reading.text == expected
    assert reading.original == word
    assert reading.is_changed is (word != expected)


@pytest.mark.parametrize(
    'word',
    'kitten irradiate closet banana elephants oven everything nobody rojo würfel mettez '
    "asdf qwer don't 42 5cm -> , x ok the thing plait bawl wallet heft thrice kettle".split(),
)
def test_other_words_are_left_alone(word: str, speller: Speller) -> None:
    assert [reading.text for reading in speller.read([word])] == [word]


def test_all_words_of_the_domain_are_known() -> None:
    speller = Speller()
    assert [word for word in domain_words() if not speller.is_known(word)] == []


def test_a_tie_is_kept(speller: Speller) -> None:
    (reading,) = speller.read(['xube'])
    assert {reading.text, *reading.alternatives} == {'cube', 'tube'}


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('the redcube', 'the red cube'),
        ('pickup the ball', 'pick up the ball'),
        ('pick upthe ball', 'pick up the ball'),
    ],
)
def test_joined_words_are_split(text: str, expected: str, speller: Speller) -> None:
    assert ' '.join(reading.text for reading in speller.read(text.split())) == expected


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('move it too the bowl', 'move it to the bowl'),
        ('push it too left', 'push it to left'),
        ('that one too', 'that one too'),
        ('garb the cube', 'grab the cube'),
        ('can yuo', 'can you'),
        ('shov the cube', 'shove the cube'),
        ('red ball -> blue bowl', 'red ball into blue bowl'),
        ('cube => the plate', 'cube into the plate'),
        ('pick up -> bowl', 'pick up -> bowl'),
        ('lift the red cube -> bowl', 'lift the red cube -> bowl'),
        ('red ball -> left', 'red ball -> left'),
        ('red ball -> blue', 'red ball -> blue'),
        ('-> bowl', '-> bowl'),
    ],
)
def test_an_english_word_that_is_out_of_place(text: str, expected: str, speller: Speller) -> None:
    assert ' '.join(reading.text for reading in speller.read(text.split())) == expected
