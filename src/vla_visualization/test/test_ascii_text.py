# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reduction of text to ASCII."""

import pytest
from vla_visualization.ascii_text import to_ascii_line
from vla_visualization.ascii_text import wrap_text


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('pick up the red cube', 'pick up the red cube'),
        ('  two\n\tlines ', 'two lines'),
        ('nimm den grünen Würfel', 'nimm den grunen Wurfel'),
        ('赤い 玉', '?? ?'),
        ('a\x00b\x1b[2J', 'a?b?[2J'),
        ('', ''),
    ],
)
def test_text_becomes_one_ascii_line(text: str, expected: str) -> None:
    assert to_ascii_line(text) == expected


def test_long_text_is_truncated_with_dots() -> None:
    line = to_ascii_line('x' * 10_000, 40)
    assert len(line) == 40
    assert line.endswith('x...')


def test_wrapped_text_has_at_most_the_given_lines() -> None:
    assert wrap_text('one two three four five', 9, 2) == 'one two\nthree ...'
    assert wrap_text('', 9, 2) == ''
