# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words with their tags."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.language.grammar.tagged_words import LabeledWord
from vla_learning.language.grammar.tagged_words import relabel


def test_words_are_split_as_in_commands() -> None:
    words = label("that's dark-red", WordKind.COLOR, Entity.TARGET)
    assert [word.text for word in words] == ['that', "'s", 'dark', '-', 'red']
    assert {(word.kind, word.entity) for word in words} == {(WordKind.COLOR, Entity.TARGET)}


def test_words_are_fillers_by_default() -> None:
    assert label('please') == [LabeledWord('please', Entity.NONE, WordKind.FILLER)]


def test_new_tags_describe_no_object() -> None:
    words = relabel(label('red', WordKind.COLOR, Entity.TARGET), WordKind.UNACCOUNTED)
    assert words == [LabeledWord('red', Entity.NONE, WordKind.UNACCOUNTED)]


def test_text_of_a_sentence() -> None:
    words = tuple(label('grab it'))
    assert LabeledSentence(words, RequestedTask.PICK, SpeechAct.ORDER).text == 'grab it'


def test_a_clitic_behind_a_space_is_one_word() -> None:
    assert [word.text for word in label("it 's what i 'd like")] == [
        'it',
        "'s",
        'what',
        'i',
        "'d",
        'like',
    ]
