# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that fit into a box."""

import numpy as np
from PIL import Image
from PIL import ImageDraw
import pytest
from vla_visualization.text_layout import draw_text
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


def test_text_is_drawn_as_pillow_draws_it_each_time_in_its_color() -> None:
    for color in ((255, 0, 0), (0, 120, 255)):
        pictures = [Image.new('RGB', (200, 40), (10, 20, 30)) for _ in range(2)]
        draw_text(ImageDraw.Draw(pictures[0]), 7.4, 4.6, 'gate: hold', 16, color)
        ImageDraw.Draw(pictures[1]).text((7, 5), 'gate: hold', color, font=font(16))
        drawn, expected = (np.array(picture).astype(int) for picture in pictures)
        assert np.abs(drawn - expected).max() <= 2
        assert (drawn == color).all(axis=-1).any()


def test_an_empty_text_draws_nothing() -> None:
    picture = Image.new('RGB', (20, 20))
    draw_text(ImageDraw.Draw(picture), 0, 0, '', 16, (255, 255, 255))
    assert not np.array(picture).any()
