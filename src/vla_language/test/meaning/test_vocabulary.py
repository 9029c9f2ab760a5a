# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Word classes that must not overlap, and lemmas."""

import pytest
from vla_common.command_meaning import COLORS
from vla_language.meaning import vocabulary


def test_basic_colors_are_those_of_the_contract() -> None:
    assert vocabulary.BASIC_COLORS == COLORS
    assert set(vocabulary.BASIC_COLORS) & set(vocabulary.OTHER_COLORS) == set()


def test_a_verb_of_the_robot_is_no_other_verb() -> None:
    ours = set().union(*vocabulary.TASK_VERBS.values())
    assert ours & vocabulary.OTHER_VERBS == set()


@pytest.mark.parametrize(
    ('word', 'lemma'),
    [
        ('cubes', 'cube'),
        ('boxes', 'box'),
        ('grabbing', 'grab'),
        ('placing', 'place'),
        ('dropped', 'drop'),
        ('carries', 'carry'),
        ('bigger', 'big'),
        ('glass', 'glass'),
    ],
)
def test_lemmas(word: str, lemma: str) -> None:
    assert vocabulary.lemmas(word)[0] == word
    assert lemma in vocabulary.lemmas(word)


def test_a_word_that_ends_in_ss_is_no_plural() -> None:
    assert vocabulary.lemmas('glass') == ['glass']
