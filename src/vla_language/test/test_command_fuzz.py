# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Property tests: any text and any bytes have a kind, in bounded time."""

from datetime import timedelta
import time

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_common.stop_words import is_stop_command
from vla_language.command import CommandKind
from vla_language.command import MAX_CHARACTERS
from vla_language.command import parse_command

FUZZ = settings(max_examples=400, deadline=timedelta(seconds=5))
WORDS = st.sampled_from(
    'pick up put push point at find the a red blue cube ball bowl it in on to left right and then '
    'or , . ; please stop halt not never all until go ahead be so kind why'.split()
)
SENTENCES = st.lists(WORDS, max_size=60).map(' '.join)
#: Pieces whose repetition causes catastrophic backtracking in a careless regular expression.
LONG = st.sampled_from(
    [
        ' ',
        'a',
        '\t',
        'not ',
        'leave the ',
        'keep ',
        "'",
        'e\u0301',
        '\u202e',
        'go and ',
        '/',
        '.',
        '停',
        'if you ',
        'right ',
        'please ',
        '\ud800',
    ]
)


@FUZZ
@given(
    SENTENCES
    | st.text(max_size=800)
    | st.tuples(LONG, st.integers(1, 5000)).map(lambda run: run[0] * run[1])
)
def test_any_text_has_a_kind(text: str) -> None:
    command = parse_command(text)
    assert command.text.isprintable()
    assert len(command.text) <= MAX_CHARACTERS
    assert len(command.reason) <= 2 * MAX_CHARACTERS
    assert (command.kind is CommandKind.STOP) == is_stop_command(text)


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    # Bytes that are not UTF-8 arrive with replacement characters or surrogates.
    for errors in ('replace', 'surrogateescape'):
        command = parse_command(data.decode('utf-8', errors))
        assert command.text.isprintable()


@pytest.mark.parametrize(
    'piece',
    ['leave a ', 'keep a ', 'go and ', 'right ', 'the left ', ', ', "why don't ", '\n', 'it '],
)
def test_the_longest_texts_are_classified_in_bounded_time(piece: str) -> None:
    text = piece * (MAX_CHARACTERS // len(piece))
    start_s = time.process_time()
    parse_command(text)
    assert time.process_time() - start_s < 0.2
