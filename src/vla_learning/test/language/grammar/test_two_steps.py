# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sentences of two steps."""

from grammar_draws import make_frames
import pytest
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_learning.language.grammar import two_steps
from vla_learning.language.grammar.orders import Draft
from vla_learning.language.grammar.orders import OrderGenerator
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.two_steps import TwoStepGenerator


def draw(monkeypatch: pytest.MonkeyPatch, frame: str) -> Draft:
    frames = make_frames()
    monkeypatch.setattr(two_steps, 'load_sentence_files', lambda: {'two': (frame,)})
    return TwoStepGenerator(frames, OrderGenerator(frames)).sentence()


def test_both_steps_of_every_frame_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    for frame in load_sentence_files()['two']:
        words, _, act = draw(monkeypatch, frame)
        assert act is SpeechAct.SEVERAL
        steps = [word.step for word in words]
        assert Step.FIRST in steps and Step.SECOND in steps, frame
        assert not any(set(word.text) & set('{}') for word in words), frame
        others = [word for word in words if word.step is not Step.FIRST]
        assert all(word.entity is Entity.NONE for word in others), frame


def test_the_first_step_is_marked_where_it_stands_last(monkeypatch: pytest.MonkeyPatch) -> None:
    words, _, _ = draw(monkeypatch, '{B} , but first {A} .')
    assert words[0].step is Step.SECOND and words[-2].step is Step.FIRST
    neither = [word.text for word in words if word.step is None]
    assert neither == [',', 'but', 'first', '.']


def test_steps_without_verbs_have_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    words, _, _ = draw(monkeypatch, '{NA} and {NG}')
    kinds = {word.kind.value for word in words if word.step is Step.FIRST}
    assert 'noun' in kinds and 'act' not in kinds
