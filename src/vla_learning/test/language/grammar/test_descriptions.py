# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptions of objects."""

from grammar_draws import make_frames
from grammar_draws import mark
import pytest
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.noun_lexicon import HELD_OUT_NOUNS
from vla_learning.language.noun_lexicon import VALIDATION_NOUNS


@pytest.mark.parametrize('entity', list(Entity)[1:])
def test_a_plain_description_is_of_one_object(entity: Entity) -> None:
    draw = make_frames().draw
    for _ in range(200):
        words = draw.describe(entity)
        assert {word.entity for word in words} <= {Entity.NONE, entity}
        kinds = {word.kind for word in words if word.entity is entity}
        assert kinds <= {WordKind.ATTRIBUTE, WordKind.COLOR, WordKind.NOUN}
        assert kinds & {WordKind.COLOR, WordKind.NOUN}


def test_a_color_can_be_required() -> None:
    draw = make_frames().draw
    for has_color in (True, False):
        found = [draw.describe(Entity.TARGET, has_color=has_color) for _ in range(100)]
        kinds = [{word.kind for word in words} for words in found]
        assert all((WordKind.COLOR in kind) == has_color for kind in kinds)


def test_telegraphic_descriptions_have_no_determiner() -> None:
    draw = make_frames().draw
    draw.is_telegraphic = True
    found = [draw.describe(Entity.TARGET, has_color=False) for _ in range(100)]
    assert all(word.entity is Entity.TARGET for words in found for word in words)


def test_held_out_nouns_of_the_lexicon_are_not_drawn() -> None:
    draw = make_frames().draw
    nouns = {draw.noun_text(Entity.TARGET) for _ in range(5000)}
    held_out = {
        noun for table in (HELD_OUT_NOUNS, VALIDATION_NOUNS) for nouns in table.values()
        for noun in nouns
    }  # fmt: skip
    assert not nouns & held_out


def test_the_same_seed_gives_the_same_description() -> None:
    texts = [mark(make_frames(3).draw.describe_fully(Entity.TARGET)) for _ in range(2)]
    assert texts[0] == texts[1]
