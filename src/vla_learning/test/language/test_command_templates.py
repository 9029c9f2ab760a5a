# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Held-out words are really held out."""

from collections.abc import Iterable
from itertools import product
import re

import pytest
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language import out_of_scope_commands
from vla_learning.language.noun_lexicon import HELD_OUT_NOUNS
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

STRANGE = out_of_scope_commands.STRANGE_ORDERS + out_of_scope_commands.STRANGE_REMARKS
TABLES = {
    'templates': (command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES),
    'nouns': (noun_lexicon.TRAIN_NOUNS, noun_lexicon.HELD_OUT_NOUNS),
    'directions': (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS),
}
LISTS = {
    'strangers': (noun_lexicon.TRAIN_STRANGERS, noun_lexicon.HELD_OUT_STRANGERS),
    'nonsense': (STRANGE + command_templates.TRAIN_NONSENSE, command_templates.HELD_OUT_NONSENSE),
}
#: What held-out words are about; a sentence of training with one of them would tell it.
HELD_OUT_ACTS = set(
    'fetch raise collect retrieve transfer deposit carry shove shift scoot lies aim '
    'direct locate burn kick sell avoid translate unlock swim tidy describe order write '
    'yourself farther further leftward rightward'.split()
)


def words(rows: Iterable[Iterable[str]]) -> set[str]:
    return {text.lower() for row in rows for text in row}


@pytest.mark.parametrize('name', TABLES)
def test_no_held_out_entry_is_trained(name: str) -> None:
    train, held = TABLES[name]
    assert words(train.values()) & words(held.values()) == set()


@pytest.mark.parametrize('name', LISTS)
def test_no_held_out_sentence_is_trained(name: str) -> None:
    train, held = LISTS[name]
    assert words([train]) & words([held]) == set()


def test_no_sentence_of_training_has_a_held_out_act() -> None:
    tables = (
        command_templates.TRAIN_TEMPLATES,
        command_templates.TRAIN_SENTENCES,
        command_templates.TRAIN_DIRECTIONS,
    )
    sentences = {s for table in tables for row in table.values() for s in row}
    for sentence in {*sentences, *command_templates.TRAIN_NONSENSE, *STRANGE}:
        assert not HELD_OUT_ACTS & set(re.findall('[a-z]+', sentence)), sentence


def test_no_strange_sentence_has_a_held_out_noun() -> None:
    nouns = {noun.split()[-1] for noun in words(HELD_OUT_NOUNS.values())}
    for sentence in STRANGE:
        assert not nouns & set(re.findall('[a-z]+', sentence)), sentence


def test_strange_sentences_are_many_and_about_a_thing() -> None:
    assert len(set(STRANGE)) == len(STRANGE) > 350
    assert all('{t}' in sentence for sentence in STRANGE)
    assert len({sentence.split()[0] for sentence in STRANGE}) > 280


@pytest.mark.parametrize(
    'templates', [command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES]
)
def test_every_task_has_templates_with_its_places(
    templates: dict[TaskKind, tuple[str, ...]],
) -> None:
    places = {
        TaskKind.PICK: {'t'},
        TaskKind.POINT: {'t'},
        TaskKind.PLACE: {'t', 'd'},
        TaskKind.PUSH: {'t', 'w'},
    }
    assert set(templates) == set(TaskKind)
    for task, template in ((k, t) for k, row in templates.items() for t in row):
        assert set(re.findall(r'{(\w)}', template)) == places[task], template


@pytest.mark.parametrize(
    'table', [command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS]
)
def test_every_direction_has_words(table: dict[Direction, tuple[str, ...]]) -> None:
    assert set(table) == set(Direction) - {Direction.NONE}
    assert all(table.values())


def test_a_stranger_is_no_thing_of_a_scene() -> None:
    nouns = words(TRAIN_NOUNS.values()) | words(HELD_OUT_NOUNS.values())
    strangers = words([noun_lexicon.TRAIN_STRANGERS, noun_lexicon.HELD_OUT_STRANGERS])
    assert strangers & (nouns | set(noun_lexicon.ANY_OBJECT)) == set()


def test_a_noun_means_one_class() -> None:
    rows = [*TRAIN_NOUNS.items(), *HELD_OUT_NOUNS.items()]
    for (a, left), (b, right) in product(rows, rows):
        assert a == b or not set(left) & set(right), (a, b)


def test_held_out_pairs_leave_every_color_and_shape_to_train_with() -> None:
    pairs = set(product(command_templates.COLORS, command_templates.OBJECT_CLASSES))
    assert pairs > command_templates.HELD_OUT_PAIRS
    rest = pairs - command_templates.HELD_OUT_PAIRS
    assert {c for c, _ in rest} == set(command_templates.COLORS)
    assert {k for _, k in rest} == set(command_templates.OBJECT_CLASSES)
