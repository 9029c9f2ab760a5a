# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""WordNet files: entries, and errors of missing or corrupt files."""

from pathlib import Path

import pytest
from vla_language.meaning import wordnet
from vla_language.meaning.wordnet import WordNet
from vla_language.meaning.wordnet import WordNetError

LICENCE = '  1 A licence comes first.  \n'


def write(folder: Path, *, halves: bool = False) -> Path:
    """Write a dictionary with two senses of "vat"; the first has the hypernym "tub"."""
    tub = f'{len(LICENCE):08d} 06 n 02 tub 0 bath_tub 0 000 | a vessel; "he sat in the tub"  \n'
    at = len(LICENCE) + len(tub)
    vat = f'{at:08d} 06 n 01 vat 0 001 @ {len(LICENCE):08d} n 0000 | a tub for dye  \n'
    folder.mkdir(exist_ok=True)
    if halves:
        # The newline at the split is missing, as in the PyPI package.
        (folder / 'data.noun1').write_text(LICENCE + tub[:-1])
        (folder / 'data.noun2').write_text(vat)
    else:
        (folder / 'data.noun').write_text(LICENCE + tub + vat)
    (folder / 'index.noun').write_text(
        f'{LICENCE}bath_tub n 1 0 1 0 {len(LICENCE):08d}  \n'
        f'vat n 2 1 @ 2 0 {at:08d} {len(LICENCE):08d}  \n'
    )
    return folder


@pytest.mark.parametrize('halves', [False, True])
def test_senses_are_in_the_order_of_the_index(tmp_path: Path, halves: bool) -> None:
    found = WordNet(write(tmp_path, halves=halves)).senses('Vat')
    assert [sense.names for sense in found] == [('vat',), ('tub', 'bath tub')]
    assert found[0].hypernyms == ('tub', 'bath tub')
    assert (found[0].gloss, found[0].topic) == ('a tub for dye', 6)
    assert found[1].hypernyms == ()


@pytest.mark.parametrize('word', ['', 'tub', 'n', 'Würfel', 'va', 'vat n', '\n', 'licence'])
def test_other_words_have_no_sense(tmp_path: Path, word: str) -> None:
    assert WordNet(write(tmp_path)).senses(word) == []


def test_a_noun_of_two_words_is_found(tmp_path: Path) -> None:
    assert WordNet(write(tmp_path)).senses('bath tub')[0].gloss.startswith('a vessel')


def test_corrupt_data_is_reported(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / 'data.noun').write_text('gone')
    with pytest.raises(WordNetError, match=r"corrupt at 'vat': no entry at byte \d+ .*pip"):
        WordNet(folder).senses('vat')


def test_missing_files_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WordNetError, match='cannot read WordNet'):
        WordNet(tmp_path)
    monkeypatch.setattr(wordnet, 'PACKAGE', 'no_such_package_of_words')
    monkeypatch.setattr(wordnet, 'DEBIAN', tmp_path)
    with pytest.raises(WordNetError, match=r'needs the Python package .*pip install'):
        WordNet()
    monkeypatch.setattr(wordnet, 'DEBIAN', write(tmp_path / 'debian'))
    assert WordNet().senses('vat')


def test_the_installed_dictionary_defines_keg() -> None:
    barrel = WordNet().senses('keg')[1]
    assert barrel.gloss == 'small cask or barrel'
    assert {'barrel', 'cask'} <= set(barrel.hypernyms)
