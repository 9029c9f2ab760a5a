# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of the open classes, from WordNet."""

from pathlib import Path

import pytest
from vla_language.meaning import vocabulary
from vla_language.meaning.wordnet import find_files
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.dictionary_words import load_dictionary_words


@pytest.fixture(scope='module')
def dictionary() -> DictionaryWords:
    """Return the words of the installed dictionary."""
    return load_dictionary_words(find_files())


def test_classes_are_large(dictionary: DictionaryWords) -> None:
    assert len(dictionary.things) > 5000
    assert len(dictionary.adjectives) > 2000
    assert len(dictionary.verbs) > 2000


def test_things_adjectives_and_verbs(dictionary: DictionaryWords) -> None:
    assert {'hammer', 'elephant', 'music box'} <= set(dictionary.things)
    assert 'wooden' in dictionary.adjectives
    assert {'paint', 'describe'} & set(dictionary.verbs)
    assert 'happiness' not in dictionary.things


def test_verbs_of_our_tasks_are_left_out(dictionary: DictionaryWords) -> None:
    own = set().union(*vocabulary.TASK_VERBS.values())
    assert not own & set(dictionary.verbs)


def test_words_that_select_an_object_are_no_adjectives(dictionary: DictionaryWords) -> None:
    assert not {'left', 'first', 'other', 'nearest'} & set(dictionary.adjectives)


def test_words_are_sorted(dictionary: DictionaryWords) -> None:
    for words in (dictionary.things, dictionary.adjectives, dictionary.verbs):
        assert list(words) == sorted(words)


def test_a_small_dictionary(tmp_path: Path) -> None:
    for part in ('noun', 'verb', 'adj', 'adv'):
        (tmp_path / f'index.{part}').write_text('  1 license\n')
    (tmp_path / 'index.sense').write_text('anvil%1:06:00:: 00000002 1 3\n')
    (tmp_path / 'data.noun').write_text('00000002 06 n 01 anvil 0 000 | a block\n')
    assert load_dictionary_words(tmp_path) == DictionaryWords(('anvil',), (), ())
