# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Panels above and below the camera image."""

import numpy as np
import pytest
from vla_visualization import palette
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import QueryWord
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard
from vla_visualization.panel import CARD_HEIGHT_PX
from vla_visualization.panel import draw_card
from vla_visualization.panel import draw_header
from vla_visualization.panel import HEADER_HEIGHT_PX
from vla_visualization.panel import word_colors

BACKGROUND = palette.to_bytes(palette.PANEL)


def shows(picture: np.ndarray, rgb: palette.Rgb) -> bool:
    return bool((np.abs(picture.astype(int) - palette.to_bytes(rgb)).max(-1) <= 3).any())


def card(severity: Severity = Severity.ERROR, why: str = 'Why') -> StatusCard:
    return StatusCard(CardIcon.REFUSED, severity, 'Refused', why, ('gate idle',))


def contrast(a: palette.Rgb, b: palette.Rgb) -> float:
    """Return the contrast ratio of WCAG 2.1, which requires 4.5 for text."""

    def luminance(color: palette.Rgb) -> float:
        rgb = np.array(color)
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize('rgb', [*palette.SEVERITY_COLORS.values(), palette.MUTED])
def test_texts_are_readable(rgb: palette.Rgb) -> None:
    assert contrast(rgb, palette.PANEL) > 4.5


@pytest.mark.parametrize('scale', [0.1, 1.0, 2.25])
def test_panels_have_the_size_of_the_image(scale: float) -> None:
    width = round(640 * scale)
    header = draw_header(CommandView('pick it'), width, scale)
    assert header.shape == (round(HEADER_HEIGHT_PX * scale), width, 3)
    assert draw_card(card(), (), width, scale).shape == (round(CARD_HEIGHT_PX * scale), width, 3)


def test_words_have_the_colors_of_their_queries() -> None:
    words = (
        QueryWord('put'),
        QueryWord('cube', {'target': 1.0, 'destination': 0.2}),
        QueryWord('bowl', {'target': 0.1, 'destination': 1.0}),
    )
    header = draw_header(CommandView('put it there', words), 640, 1.0)
    assert shows(header, palette.TARGET)
    assert shows(header, palette.DESTINATION)
    plain = draw_header(CommandView('put it there', (QueryWord('put'),)), 640, 1.0)
    assert not shows(plain, palette.TARGET)
    assert [word_colors(word)[0] for word in words] == [
        BACKGROUND,
        palette.to_bytes(palette.TARGET),
        palette.to_bytes(palette.DESTINATION),
    ]


@pytest.mark.parametrize('weight', [0.0, 0.3, 0.5, 0.6, 1.0])
@pytest.mark.parametrize('query', ['target', 'destination'])
def test_letters_are_readable_on_every_weight(query: str, weight: float) -> None:
    colors = word_colors(QueryWord('cube', {query: weight}))
    fill, ink = ((r / 255, g / 255, b / 255) for r, g, b in colors)
    assert contrast(fill, ink) > 3.0  # WCAG 2.1 for large text


@pytest.mark.parametrize('severity', list(Severity))
def test_the_card_has_the_color_of_its_severity(severity: Severity) -> None:
    assert shows(draw_card(card(severity), (), 640, 1.0), palette.SEVERITY_COLORS[severity])


def test_a_reason_of_any_length_stays_above_the_chips() -> None:
    picture = draw_card(card(why='word ' * 100), (), 640, 1.0)
    assert (picture[99:104] == BACKGROUND).all()
    assert (picture[:, -6:] == BACKGROUND).all()


def test_all_facts_fit_into_the_line() -> None:
    facts = (
        'gate active',
        'plan 3.5 cm inside the workspace (z)',
        'image to motion 261 ms',
        '11 of 14 chunks refused',
        'confidence 100%',
    )
    shown = StatusCard(CardIcon.RUNNING, Severity.SUCCESS, 'Executing', '', facts)
    row = draw_card(shown, (), 640, 1.0)[CARD_HEIGHT_PX - 20 :].astype(int)
    drawn = np.flatnonzero((np.abs(row - BACKGROUND).max(-1) > 30).any(0))
    assert 560 < drawn.max() <= 640 - 12


def test_chips_show_objects_and_mark_candidates() -> None:
    cube = ObjectView('red cube', 'red', 'cube', np.zeros(3))
    asked = ObjectView('blue cube', 'blue', 'cube', np.zeros(3), is_candidate=True)
    picture = draw_card(card(), (cube,), 640, 1.0)[104:]
    assert shows(picture, palette.OBJECT_COLORS['red'])
    assert not shows(picture, palette.PENDING)
    assert shows(draw_card(card(), (cube, asked), 640, 1.0)[104:], palette.PENDING)
    many = draw_card(card(), (cube,) * 40, 640, 1.0)
    assert (many[148:153] == BACKGROUND).all(), 'two rows of chips'


def test_panels_without_data_are_empty() -> None:
    assert (draw_card(None, (), 640, 1.0) == BACKGROUND).all()
    assert (draw_header(None, 640, 1.0) != BACKGROUND).any()
