# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that fit into a box."""

import pytest
from vla_visualization.text_layout import fit_text
from vla_visualization.text_layout import font
from vla_visualization.text_layout import LINE_HEIGHT
from vla_visualization.text_layout import wrap_to_width


@pytest.mark.parametrize('text', ['a few words in a row', 'word ' * 50, 'x' * 200, '', 'W'])
def test_no_line_is_wider_than_the_box_and_nothing_is_lost(text: str) -> None:
    lines = wrap_to_width(text, 120, 14)
    assert all(font(14).getlength(line) <= 120 for line in lines)
    assert ''.join(''.join(lines).split()) == ''.join(text.split())


def test_the_largest_size_that_fits_is_used() -> None:
    short = fit_text('short', 300, 60, (16, 14, 12))
    assert (short.lines, short.size_px) == (('short',), 16)
    long = fit_text('word ' * 24, 300, 60, (16, 14, 12))
    assert long.size_px < 16
    assert len(long.lines) * LINE_HEIGHT * long.size_px <= 60
    assert ' '.join(long.lines).split() == ['word'] * 24


def test_a_text_that_does_not_fit_ends_with_an_ellipsis() -> None:
    cut = fit_text('word ' * 200, 100, 30, (14, 12))
    assert cut.size_px == 12
    assert len(cut.lines) == 1
    assert cut.lines[-1].endswith('...')
