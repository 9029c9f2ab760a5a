# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of rates are written; error bars have the ends of the interval."""

from pathlib import Path

import pytest
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.plots import draw_curves
from vla_learning.evaluation.plots import error_bars
from vla_learning.evaluation.plots import new_figure
from vla_learning.evaluation.plots import plot_title


def test_a_figure_has_the_requested_size() -> None:
    assert new_figure(3, 2).get_size_inches().tolist() == [3, 2]


def test_error_bars_end_at_the_interval() -> None:
    rates = [rate_with_interval([True] * 8 + [False] * 2), rate_with_interval([True] * 5)]
    heights, bars = error_bars(rates)
    assert heights == pytest.approx([80.0, 100.0])
    low, high = rates[0]['interval95']
    assert bars[:, 0] == pytest.approx([80 - 100 * low, 100 * high - 80])
    assert (bars >= 0).all()


def test_the_title_names_the_checkpoint_and_the_numbers_of_trials() -> None:
    two, five = rate_with_interval([True] * 2), rate_with_interval([True] * 5)
    assert plot_title('success', 'a/tabletop.safetensors', [five, two, five]) == (
        'success; tabletop, n = 2 to 5 each'
    )
    assert plot_title('success', 'tabletop', [two]) == 'success; tabletop, n = 2 each'


def test_plots_are_written_with_missing_kinds(tmp_path: Path) -> None:
    rate = rate_with_interval([True, False])
    draw_bars(
        tmp_path / 'bars.png',
        {'a': {'pick': rate, 'push': rate}, 'b': {'push': rate}},
        ['pick', 'push'],
        'bars',
    )
    curves = {'delay': ([0, 1], [rate, rate]), 'one': ([0], [rate])}
    draw_curves(tmp_path / 'curves.png', curves, 'curves')
    for name in ('bars.png', 'curves.png'):
        assert (tmp_path / name).read_bytes().startswith(b'\x89PNG')
