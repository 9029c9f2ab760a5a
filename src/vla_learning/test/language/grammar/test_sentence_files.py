# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sentences and remarks in text files."""

from pathlib import Path
import re

from grammar_draws import DICTIONARY
import numpy as np
import pytest
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.sentence_files import CLASSES
from vla_learning.language.grammar.sentence_files import load_sentence_files

TASKS = ('pick', 'place', 'push', 'point')


def test_every_class_has_many_texts() -> None:
    texts = load_sentence_files()
    assert set(texts) == set(CLASSES)
    assert min(map(len, texts.values())) >= 40


@pytest.mark.parametrize(
    'name', [name for name in CLASSES if name not in ('before', 'after', 'thing', 'two')]
)
def test_every_frame_can_be_expanded(name: str) -> None:
    frames = FrameExpander(np.random.default_rng(0), DICTIONARY)
    for text in load_sentence_files()[name]:
        words = frames.expand(text)
        assert not any(set(word.text) & set('{}~[]') for word in words), text
        if name in TASKS:
            assert any(word.entity is Entity.TARGET for word in words), text
            assert not any(word.kind is WordKind.UNACCOUNTED for word in words), text


def test_every_description_names_one_object() -> None:
    draw = FrameExpander(np.random.default_rng(0), DICTIONARY).draw
    for text in load_sentence_files()['thing']:
        words = draw.expand_written(text, Entity.TARGET)
        assert not any(set(word.text) & set('{}~[]<>') for word in words), text
        assert any(
            word.kind is WordKind.NOUN and word.entity is Entity.TARGET for word in words
        ), text


def test_remarks_have_the_marks_of_remarks_only() -> None:
    for name in ('before', 'after'):
        texts = [re.sub(r'\{[NAPVGH]\}', '', text) for text in load_sentence_files()[name]]
        assert not any(set(text) & set('{}<>~[]') for text in texts)


@pytest.mark.parametrize('line', ['dance: <jump>', 'pick:', '<pick up> {T}'])
def test_a_line_without_a_known_class_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / 'own.txt').write_text(f'pick: <lift> {{T}}\n{line}\n')
    with pytest.raises(ValueError, match=r'own\.txt, line 2 must be "class: text"'):
        load_sentence_files(tmp_path)
