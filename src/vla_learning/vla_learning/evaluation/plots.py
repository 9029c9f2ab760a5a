# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of rates with their confidence intervals."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING

import numpy as np
from vla_learning.evaluation.metrics import Rate

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def new_figure(width_in: float, height_in: float) -> 'Figure':
    """Return a figure that needs no display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in), layout='constrained')
    FigureCanvasAgg(figure)
    return figure


def error_bars(rates: Sequence[Rate]) -> tuple[list[float], Any]:
    """Return heights and the lengths of their error bars (2, n) in percent."""
    heights = 100 * np.array([s['rate'] for s in rates])
    ends = 100 * np.array([s['interval95'] for s in rates]).reshape(-1, 2)
    return heights.tolist(), np.maximum(0, [heights - ends[:, 0], ends[:, 1] - heights])


def plot_title(subject: str, checkpoint: str, rates: Iterable[Rate]) -> str:
    """Return a title with the name of the checkpoint and the number of trials of each rate."""
    counts = sorted({rate['n'] for rate in rates})
    shown = ' to '.join(str(n) for n in dict.fromkeys([*counts[:1], *counts[-1:]]))
    return f'{subject}; {Path(checkpoint).stem}, n = {shown or 0} each'


def draw_bars(
    path: Path, groups: Mapping[str, Mapping[str, Rate]], kinds: Sequence[str], title: str
) -> None:
    """Plot rates by kind, one color per group, into a PNG file."""
    figure = new_figure(1.3 * len(kinds) + 2, 4)
    axes = figure.subplots()
    axes.set_title(title)
    width = 0.8 / max(1, len(groups))
    for number, (group, table) in enumerate(groups.items()):
        present = [kind for kind in kinds if kind in table]
        heights, bars = error_bars([table[kind] for kind in present])
        positions = [kinds.index(kind) - 0.4 + (number + 0.5) * width for kind in present]
        axes.bar(positions, heights, width, yerr=bars, capsize=3, label=group)
    axes.set_xticks(range(len(kinds)), [kind.replace(': ', ':\n') for kind in kinds])
    axes.set_ylim(0, 105)
    axes.set_ylabel('rate [%], 95 % interval')
    axes.grid(axis='y', alpha=0.3)
    if len(groups) > 1:
        axes.legend(loc='lower right')
    figure.savefig(path, dpi=110)


def draw_curves(
    path: Path, curves: Mapping[str, tuple[Sequence[float], Sequence[Rate]]], title: str
) -> None:
    """Plot a panel of rate against level for each of `curves` into a PNG file."""
    figure = new_figure(4 * len(curves), 3.9)
    figure.suptitle(title)
    panels = figure.subplots(1, len(curves), sharey=True, squeeze=False)[0]
    for axes, (label, (levels, rates)) in zip(panels, curves.items(), strict=True):
        heights, bars = error_bars(rates)
        axes.errorbar(levels, heights, yerr=bars, marker='o', capsize=3)
        axes.set_xticks(levels)
        axes.set_xlabel(label)
        axes.grid(alpha=0.3)
    panels[0].set_ylim(0, 105)
    panels[0].set_ylabel('success [%], 95 % interval')
    figure.savefig(path, dpi=110)
