# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features of words from WordNet and closed lists."""

from pathlib import Path
import shutil

import numpy as np
import pytest
from vla_language.meaning.word_features import FEATURES
from vla_language.meaning.word_features import WordFeatures
from vla_language.meaning.wordnet import find_files
from vla_language.meaning.wordnet import WordNetError

_FILES = ('index.noun', 'index.verb', 'index.adj', 'index.adv', 'index.sense')


@pytest.fixture(scope='module')
def features() -> WordFeatures:
    """Return the features with the installed WordNet."""
    return WordFeatures()


def test_counts_of_parts_of_speech(features: WordFeatures) -> None:
    noun, verb, adjective, adverb = features.counts('push')
    assert verb > noun > 0 and adjective == adverb == 0
    assert features.counts('blorptz') == (0, 0, 0, 0)


@pytest.mark.parametrize('word', ['red', 'pushes', 'the', '->', 'blorptz', '2nd', ''])
def test_features_are_finite(features: WordFeatures, word: str) -> None:
    found = features(word)
    assert found.shape == (FEATURES,) and found.dtype == np.float32
    assert (found >= 0).all() and (found <= 1).all()


def test_inflected_forms_have_the_parts_of_their_lemmas(features: WordFeatures) -> None:
    assert features('pushes')[1] > 0.8
    assert features('elephants')[4:8].tolist() == [1, 0, 0, 0]


def test_unknown_words_symbols_and_digits_are_marked(features: WordFeatures) -> None:
    marks = {word: features(word)[-3:].tolist() for word in ('cube', 'blorptz', '->', '2nd')}
    assert marks == {
        'cube': [0, 0, 0], 'blorptz': [1, 0, 0], '->': [0, 1, 0], '2nd': [0, 0, 1],
    }  # fmt: skip


def test_lists_differ(features: WordFeatures) -> None:
    words = ('red', 'pink', 'cube', 'bowl', 'not', 'left', 'paint', 'push', 'please')
    assert len({features(word).tobytes() for word in words}) == len(words)


def test_dictionary_words_are_those_of_all_parts_of_speech(tmp_path: Path) -> None:
    for name in _FILES:
        (tmp_path / name).write_text('')
    (tmp_path / 'index.noun').write_text('  1 licence\ndog n 1\nhot_dog n 1\n2d n 1\n')
    (tmp_path / 'index.verb').write_text('heft v 1\n')
    assert WordFeatures(tmp_path).dictionary_words() == {'dog', 'heft'}


def test_missing_file(tmp_path: Path) -> None:
    for name in _FILES[:-1]:
        shutil.copy(find_files() / name, tmp_path)
    with pytest.raises(WordNetError, match=r'index\.sense.*pip install'):
        WordFeatures(tmp_path)


def test_corrupt_file(tmp_path: Path) -> None:
    for name in _FILES[:-1]:
        (tmp_path / name).write_text('  1 license\ncube n 1\n')
    (tmp_path / 'index.sense').write_text('cube%1:06:00:: 1\n')
    with pytest.raises(WordNetError, match='cannot read WordNet'):
        WordFeatures(tmp_path)
