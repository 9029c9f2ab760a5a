# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text that every viewer can draw."""

import pytest
from vla_visualization.ascii_text import printable
from vla_visualization.ascii_text import wrapped


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
def test_printable(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_long_text_is_cut_with_dots() -> None:
    cut = printable('x' * 10_000, 40)
    assert len(cut) == 40
    assert cut.endswith('x...')


def test_wrapped_keeps_to_its_lines() -> None:
    assert wrapped('one two three four five', 9, 2) == 'one two\nthree ...'
    assert wrapped('', 9, 2) == ''
