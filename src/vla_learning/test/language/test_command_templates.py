# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Vocabulary tables of training and of held-out tests are disjoint."""

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

EXTENDED = out_of_scope_commands.OUT_OF_SCOPE_COMMANDS + out_of_scope_commands.OUT_OF_SCOPE_REMARKS
TABLES = {
    'templates': (command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES),
    'nouns': (noun_lexicon.TRAIN_NOUNS, noun_lexicon.HELD_OUT_NOUNS),
    'directions': (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS),
}
LISTS = {
    'unknown nouns': (noun_lexicon.TRAIN_UNKNOWN_NOUNS, noun_lexicon.HELD_OUT_UNKNOWN_NOUNS),
    'out_of_scope': (
        EXTENDED + command_templates.TRAIN_OUT_OF_SCOPE,
        command_templates.HELD_OUT_OUT_OF_SCOPE,
    ),
}
#: Keywords of the held-out tables; no text of training may contain one of them.
HELD_OUT_KEYWORDS = set(
    'fetch raise collect retrieve transfer deposit carry shove shift scoot lies aim '
    'direct locate burn kick sell avoid translate unlock swim tidy describe order write '
    'yourself farther further leftward rightward'.split()
)


def words(rows: Iterable[Iterable[str]]) -> set[str]:
    return {text.lower() for row in rows for text in row}


@pytest.mark.parametrize('name', TABLES)
def test_no_held_out_entry_is_in_training(name: str) -> None:
    train, held = TABLES[name]
    assert words(train.values()) & words(held.values()) == set()


@pytest.mark.parametrize('name', LISTS)
def test_no_held_out_text_is_in_training(name: str) -> None:
    train, held = LISTS[name]
    assert words([train]) & words([held]) == set()


def test_no_training_text_has_a_held_out_keyword() -> None:
    tables = (
        command_templates.TRAIN_TEMPLATES,
        command_templates.TRAIN_SENTENCES,
        command_templates.TRAIN_DIRECTIONS,
    )
    sentences = {s for table in tables for row in table.values() for s in row}
    for sentence in {*sentences, *command_templates.TRAIN_OUT_OF_SCOPE, *EXTENDED}:
        assert not HELD_OUT_KEYWORDS & set(re.findall('[a-z]+', sentence)), sentence


def test_no_extended_out_of_scope_text_has_a_held_out_noun() -> None:
    nouns = {noun.split()[-1] for noun in words(HELD_OUT_NOUNS.values())}
    for sentence in EXTENDED:
        assert not nouns & set(re.findall('[a-z]+', sentence)), sentence


def test_extended_out_of_scope_texts_are_diverse_and_mention_an_object() -> None:
    assert len(set(EXTENDED)) == len(EXTENDED) > 350
    assert all('{t}' in sentence for sentence in EXTENDED)
    assert len({sentence.split()[0] for sentence in EXTENDED}) > 280


@pytest.mark.parametrize(
    'templates', [command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES]
)
def test_every_task_has_templates_with_its_placeholders(
    templates: dict[TaskKind, tuple[str, ...]],
) -> None:
    placeholders = {
        TaskKind.PICK: {'t'},
        TaskKind.POINT: {'t'},
        TaskKind.PLACE: {'t', 'd'},
        TaskKind.PUSH: {'t', 'w'},
    }
    assert set(templates) == set(TaskKind)
    for task, template in ((k, t) for k, row in templates.items() for t in row):
        assert set(re.findall(r'{(\w)}', template)) == placeholders[task], template


@pytest.mark.parametrize(
    'table', [command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS]
)
def test_every_direction_has_a_wording(table: dict[Direction, tuple[str, ...]]) -> None:
    assert set(table) == set(Direction) - {Direction.NONE}
    assert all(table.values())


def test_an_unknown_noun_names_no_object_class() -> None:
    nouns = words(TRAIN_NOUNS.values()) | words(HELD_OUT_NOUNS.values())
    unknown = words([noun_lexicon.TRAIN_UNKNOWN_NOUNS, noun_lexicon.HELD_OUT_UNKNOWN_NOUNS])
    assert unknown & (nouns | set(noun_lexicon.ANY_OBJECT)) == set()


def test_a_noun_has_one_class() -> None:
    rows = [*TRAIN_NOUNS.items(), *HELD_OUT_NOUNS.items()]
    for (a, left), (b, right) in product(rows, rows):
        assert a == b or not set(left) & set(right), (a, b)


def test_training_pairs_cover_every_color_and_class() -> None:
    pairs = set(product(command_templates.COLORS, command_templates.GRASPABLE_CLASSES))
    assert pairs > command_templates.HELD_OUT_PAIRS
    rest = pairs - command_templates.HELD_OUT_PAIRS
    assert {c for c, _ in rest} == set(command_templates.COLORS)
    assert {k for _, k in rest} == set(command_templates.GRASPABLE_CLASSES)
