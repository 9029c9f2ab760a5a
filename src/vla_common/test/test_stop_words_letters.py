# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop commands in letters of other styles and alphabets."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
import pytest
from vla_common import stop_lexicon
from vla_common.stop_words import is_stop_command


def _styles() -> list[str]:
    """Return the letters a to z in every style of Unicode that has all of them."""
    starts = [0xFF21, 0xFF41, 0x24B6, 0x24D0, 0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6]
    starts += list(range(0x1D400, 0x1D6A4, 26))
    alphabets = [''.join(chr(start + i) for i in range(26)) for start in starts]
    return [letters for letters in alphabets if all(unicodedata.name(c, '') for c in letters)]


@pytest.mark.parametrize('word', ['stop', 'halt', 'freeze'])
def test_styles_of_letters_have_no_influence(word: str) -> None:
    styles = _styles()
    assert len(styles) > 20
    for letters in styles:
        assert is_stop_command(word.translate({ord('a') + i: c for i, c in enumerate(letters)}))


def _look_alikes() -> dict[str, str]:
    letters = stop_lexicon.LOOK_ALIKES.split()
    return dict(zip(letters[::2], letters[1::2], strict=True))


@pytest.mark.parametrize('word', ['stop', 'halt', 'freeze', 'do not move', 'cancel', 'quit'])
def test_letters_that_look_like_latin_ones_have_no_influence(word: str) -> None:
    look_alikes = _look_alikes()
    for letter in set(word) - {' '}:
        for other in look_alikes[letter]:
            for changed in (other, other.upper()):
                assert is_stop_command(word.replace(letter, changed)), (letter, changed)


@given(st.data())
def test_mixed_look_alikes_have_no_influence(data: st.DataObject) -> None:
    look_alikes = _look_alikes()
    letters = [data.draw(st.sampled_from(letter + look_alikes[letter])) for letter in 'stop']
    invisible = st.text(st.sampled_from('\u200b\u200d\ufeff\u00ad\u0301'), max_size=2)
    assert is_stop_command(''.join(letter + data.draw(invisible) for letter in letters))
