# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Draw the curves of a training run."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vla_learning.training.csv_logger import Journal
from vla_learning.utils.cli import run_tool

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Columns of losses.csv; `total` is the weighted sum of the others.
LOSSES = (
    'total',
    'practice',
    'heat',
    'target',
    'destination',
    'yaw',
    'task',
    'direction',
    'asked',
    'verdict',
    'dense',
    'chunk',
    'action_text',
    'scene_text',
)
SHARES = ('accepted', 'refused', 'verdict', 'task', 'right_thing')
LENGTHS = ('target_m_median', 'target_m_p95', 'destination_m_median', 'destination_m_p95')
#: Columns of validation.csv.
VALIDATION = (*SHARES, *LENGTHS, 'yaw_rad_median', 'yaw_rad_p95')


def losses_of(folder: Path) -> Journal:
    """Return the losses of the run that logs into `folder`."""
    return Journal(folder / 'losses.csv', LOSSES)


def validation_of(folder: Path) -> Journal:
    """Return the validation figures of the run that logs into `folder`."""
    return Journal(folder / 'validation.csv', VALIDATION)


def draw_curves(folder: Path) -> Path:
    """
    Draw ``losses.csv`` and ``validation.csv`` into ``curves.png`` beside them.

    Raises
    ------
    ValueError
        If there is nothing to draw yet.

    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    losses, validation = losses_of(folder), validation_of(folder)
    if not losses.rows():
        raise ValueError(f'{folder / "losses.csv"} must hold a row; run make train first')
    figure = Figure(figsize=(9, 10), layout='constrained')
    FigureCanvasAgg(figure)
    top, middle, bottom = figure.subplots(3, 1, sharex=True)
    _plot(top, losses, LOSSES, 'loss')
    top.set_yscale('symlog', linthresh=0.01)
    _plot(middle, validation, SHARES, 'share that is right')
    middle.set_ylim(0, 1.02)
    _plot(bottom, validation, LENGTHS, 'error [m]')
    bottom.set_xlabel('step')
    path = folder / 'curves.png'
    figure.savefig(path, dpi=110)
    return path


def _plot(axes: 'Axes', journal: Journal, names: Sequence[str], label: str) -> None:
    for name in names:
        axes.plot(*journal.series(name), label=name, linewidth=1.2, marker='.', markersize=3)
    axes.set_ylabel(label)
    axes.grid(alpha=0.3)
    axes.legend(loc='center left', bbox_to_anchor=(1.0, 0.5), fontsize='small')


def main(args: Sequence[str] | None = None) -> None:
    """Draw the curves of a run that may still go on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', type=Path, nargs='?', default=Path('log/train'))
    folder = parser.parse_args(args).folder
    run_tool(lambda: print(f'wrote {draw_curves(folder)}'), '')


if __name__ == '__main__':
    main()
