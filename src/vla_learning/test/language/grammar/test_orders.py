# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of orders."""

from grammar_draws import make_frames
from grammar_draws import mark
import pytest
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.orders import OrderGenerator

KINDS = ('order', 'correction', 'replacement', 'negated_alternative', 'pronoun_order')


@pytest.mark.parametrize('kind', KINDS)
def test_orders_are_of_one_task(kind: str) -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(200):
        words, task, act = getattr(orders, kind)()
        assert act is SpeechAct.ORDER
        assert task.value in ('pick', 'place', 'push', 'point')
        assert all(word.text and word.text == word.text.lower() for word in words)
        unaccounted = {word.text for word in words if word.kind is WordKind.UNACCOUNTED}
        # Beside an object that is not meant, "the other one" is clear.
        others = {'other', 'remaining'} if kind == 'negated_alternative' else set()
        assert unaccounted <= others, mark(words)


@pytest.mark.parametrize('kind', KINDS[1:4])
def test_what_is_taken_back_is_excluded(kind: str) -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(200):
        words, _, _ = getattr(orders, kind)()
        excluded = {word.kind for word in words if word.entity is Entity.EXCLUDED}
        assert WordKind.NEGATION in excluded
        taken_back = {WordKind.NOUN, WordKind.COLOR, WordKind.DIRECTION, WordKind.RELATION}
        taken_back.add(WordKind.ACT)
        assert excluded & taken_back
        assert any(word.entity is Entity.TARGET for word in words)


def test_one_of_several_is_one_target() -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(100):
        words, _, act = orders.choice()
        assert act is SpeechAct.ORDER
        nouns = [w for w in words if (w.entity, w.kind) == (Entity.TARGET, WordKind.NOUN)]
        assert nouns, mark(words)


def test_the_side_from_which_a_row_is_counted_describes_the_target() -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(100):
        words, _, _ = orders.counted()
        sides = [word for word in words if word.text in ('left', 'right', 'front', 'back')]
        if words[0].text in ('of', 'out'):  # "of the two cans, lift the left one"
            continue
        assert sides[0].kind is WordKind.SUPERLATIVE, mark(words)
        assert sides[0].entity is Entity.TARGET, mark(words)


def test_pronoun_orders_name_no_target() -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(100):
        words, _, _ = orders.pronoun_order()
        assert all(word.entity is not Entity.TARGET for word in words)


def test_openings_and_endings_are_fillers() -> None:
    orders = OrderGenerator(make_frames())
    for words in (orders.opening(), orders.with_ending([], 1.0)):
        assert words and {word.kind for word in words} == {WordKind.FILLER}
    assert orders.with_ending([], 0.0) == []


def test_verbs_of_picking_take_no_destination_in_a_correction() -> None:
    orders = OrderGenerator(make_frames())
    for _ in range(500):
        words, task, _ = orders.correction()
        acts = {word.text for word in words if word.kind is WordKind.ACT}
        texts = {word.text for word in words}
        # "Help it get into the bowl" is a placement.
        is_pick = acts <= {'grab', 'take', 'get', 'pick', 'lift'} and acts and 'help' not in texts
        if task is RequestedTask.PLACE and is_pick:
            assert all(word.entity is not Entity.DESTINATION for word in words), mark(words)
