# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of sentences to refuse."""

from grammar_draws import DICTIONARY
from grammar_draws import make_frames
from grammar_draws import mark
import pytest
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.non_orders import NonOrderGenerator
from vla_learning.language.grammar.orders import OrderGenerator

ACTS = {
    'negation': SpeechAct.NEGATED,
    'condition': SpeechAct.CONDITIONAL,
    'future': SpeechAct.LATER,
    'report': SpeechAct.REPORT,
    'quotation': SpeechAct.REPORT,
    'question': SpeechAct.QUESTION,
    'several': SpeechAct.SEVERAL,
}


def make_generator() -> NonOrderGenerator:
    frames = make_frames()
    return NonOrderGenerator(frames, OrderGenerator(frames), DICTIONARY)


@pytest.mark.parametrize('kind', ACTS)
def test_speech_acts(kind: str) -> None:
    generator = make_generator()
    for _ in range(100):
        words, _, act = getattr(generator, kind)()
        assert act is ACTS[kind] and words


@pytest.mark.parametrize('kind', ['condition', 'future', 'quotation', 'several'])
def test_content_beside_the_order_is_unaccounted(kind: str) -> None:
    generator = make_generator()
    for _ in range(100):
        words, _, _ = getattr(generator, kind)()
        assert any(word.kind is WordKind.UNACCOUNTED for word in words), mark(words)


def test_negations_of_the_whole_order_belong_to_no_object() -> None:
    generator = make_generator()
    for _ in range(100):
        words, _, _ = generator.negation()
        cues = [word for word in words if word.kind is WordKind.NEGATION]
        assert any(word.entity is Entity.NONE for word in cues), mark(words)


def test_other_tasks_are_unaccounted() -> None:
    generator = make_generator()
    for _ in range(200):
        words, task, act = generator.other_task()
        assert (task, act) == (RequestedTask.OTHER, SpeechAct.ORDER)
        assert any(word.kind is WordKind.UNACCOUNTED for word in words), mark(words)


@pytest.mark.parametrize('kind', ['chat', 'fragment'])
def test_texts_of_no_task(kind: str) -> None:
    generator = make_generator()
    for _ in range(100):
        words, task, _ = getattr(generator, kind)()
        assert task is RequestedTask.NONE and words


def test_odd_descriptions_are_unaccounted_or_bare() -> None:
    generator = make_generator()
    for _ in range(100):
        words, task, _ = generator.odd_description()
        assert task in (RequestedTask.PICK, RequestedTask.POINT)
        assert any(word.kind is WordKind.UNACCOUNTED for word in words), mark(words)
