# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Noun tables of training, validation and held-out tests are disjoint."""

from collections.abc import Iterable
from itertools import chain
from itertools import product

from vla_learning.language import noun_lexicon
from vla_learning.language.noun_lexicon import HELD_OUT_NOUNS
from vla_learning.language.noun_lexicon import HELD_OUT_UNKNOWN_NOUNS
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.language.noun_lexicon import TRAIN_UNKNOWN_NOUNS


def entries(rows: Iterable[Iterable[str]]) -> set[str]:
    return {text.lower() for row in rows for text in row}


def test_no_held_out_noun_is_in_training() -> None:
    assert not entries(TRAIN_NOUNS.values()) & entries(HELD_OUT_NOUNS.values())


def test_no_held_out_unknown_noun_is_in_training() -> None:
    assert not entries([TRAIN_UNKNOWN_NOUNS]) & entries([HELD_OUT_UNKNOWN_NOUNS])


def test_no_word_of_another_noun_table_is_in_training() -> None:
    def words(*tables: Iterable[str]) -> set[str]:
        return {word for noun in chain(*tables) for word in noun.split()}

    train = words(*noun_lexicon.TRAIN_NOUNS.values(), noun_lexicon.TRAIN_UNKNOWN_NOUNS)
    for other in (noun_lexicon.VALIDATION_NOUNS, noun_lexicon.HELD_OUT_NOUNS):
        assert not train & words(*other.values())
    # The color of "orange juice" is known, the juice is not.
    assert not train & words(
        noun_lexicon.VALIDATION_UNKNOWN_NOUNS, noun_lexicon.HELD_OUT_UNKNOWN_NOUNS
    )


def test_an_unknown_noun_names_no_object_class() -> None:
    nouns = entries(TRAIN_NOUNS.values()) | entries(HELD_OUT_NOUNS.values())
    unknown = entries([TRAIN_UNKNOWN_NOUNS, HELD_OUT_UNKNOWN_NOUNS])
    assert unknown & (nouns | set(noun_lexicon.ANY_OBJECT)) == set()


def test_a_noun_has_one_class() -> None:
    rows = [*TRAIN_NOUNS.items(), *HELD_OUT_NOUNS.items()]
    for (a, left), (b, right) in product(rows, rows):
        assert a == b or not set(left) & set(right), (a, b)
