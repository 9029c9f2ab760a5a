# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command templates of training and of held-out tests are disjoint and complete."""

from collections.abc import Iterable
from itertools import product
import re

import pytest
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language import out_of_scope_commands
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

TABLES = {
    'templates': (command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES),
    'directions': (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS),
}
#: Keywords of the held-out tables; no text of training may contain one of them.
HELD_OUT_KEYWORDS = set(
    'fetch raise collect retrieve transfer deposit carry shove shift scoot lies aim '
    'direct locate burn kick sell avoid translate unlock swim tidy describe order write '
    'yourself farther further leftward rightward'.split()
)


EXTENDED_OUT_OF_SCOPE = (
    out_of_scope_commands.OUT_OF_SCOPE_COMMANDS + out_of_scope_commands.OUT_OF_SCOPE_REMARKS
)


def words(rows: Iterable[Iterable[str]]) -> set[str]:
    return {text.lower() for row in rows for text in row}


@pytest.mark.parametrize('name', TABLES)
def test_no_held_out_entry_is_in_training(name: str) -> None:
    train, held = TABLES[name]
    assert words(train.values()) & words(held.values()) == set()


def test_no_training_text_has_a_held_out_keyword() -> None:
    tables = (
        command_templates.TRAIN_TEMPLATES,
        command_templates.TRAIN_SENTENCES,
        command_templates.TRAIN_DIRECTIONS,
    )
    sentences = {s for table in tables for row in table.values() for s in row}
    for sentence in {*sentences, *command_templates.TRAIN_OUT_OF_SCOPE, *EXTENDED_OUT_OF_SCOPE}:
        assert not HELD_OUT_KEYWORDS & set(re.findall('[a-z]+', sentence)), sentence


def test_no_keyword_of_a_held_out_command_is_in_training() -> None:
    verbs = (
        'fetch',
        'raise',
        'collect',
        'hold up',
        'retrieve',
        'transfer',
        'set',
        'deposit',
        'carry',
        'shove',
        'shift',
        'scoot',
        'aim',
        'lies',
        'direct',
        'locate',
    )
    held = {w for row in noun_lexicon.HELD_OUT_NOUNS.values() for w in row}
    for words in (*verbs, *held):
        for table in (
            command_templates.TRAIN_TEMPLATES,
            command_templates.TRAIN_SENTENCES,
            noun_lexicon.TRAIN_NOUNS,
        ):
            for row in table.values():
                assert not any(re.search(rf'\b{words}\b', text) for text in row), words


def test_no_landmark_word_alone_separates_forward_from_back() -> None:
    landmarks = {'you', 'yourself', 'robot', 'base', 'body'}
    forward, back = (
        {word for text in command_templates.TRAIN_DIRECTIONS[direction] for word in text.split()}
        for direction in (Direction.FORWARD, Direction.BACK)
    )
    assert forward & landmarks == back & landmarks
    assert {'farther', 'further', 'yourself'}.isdisjoint(forward | back)


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


def test_training_pairs_cover_every_color_and_class() -> None:
    pairs = set(product(command_templates.COLORS, command_templates.GRASPABLE_CLASSES))
    assert pairs > command_templates.HELD_OUT_PAIRS
    rest = pairs - command_templates.HELD_OUT_PAIRS
    assert {c for c, _ in rest} == set(command_templates.COLORS)
    assert {k for _, k in rest} == set(command_templates.GRASPABLE_CLASSES)
