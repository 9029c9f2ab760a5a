# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plot of the losses and validation figures of a training run."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vla_learning.training.csv_logger import CsvLogger
from vla_learning.utils.cli import run_cli

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Columns of losses.csv; `total` is the weighted sum of the others.
LOSSES = (
    'total',
    'pretraining',
    'heatmap',
    'target',
    'destination',
    'yaw',
    'task',
    'direction',
    'dense',
    'camera',
    'chunk',
    'action_text',
    'scene_text',
)
SHARES = ('task', 'correct_target')
LENGTHS = ('target_m_median', 'target_m_p95', 'destination_m_median', 'destination_m_p95')
#: Columns of validation.csv.
VALIDATION = (*SHARES, *LENGTHS, 'yaw_rad_median', 'yaw_rad_p95')


def losses_csv(folder: Path) -> CsvLogger:
    """Return the losses of the run with the log folder `folder`."""
    return CsvLogger(folder / 'losses.csv', LOSSES)


def validation_csv(folder: Path) -> CsvLogger:
    """Return the validation figures of the run with the log folder `folder`."""
    return CsvLogger(folder / 'validation.csv', VALIDATION)


def plot_curves(folder: Path) -> Path:
    """
    Plot ``losses.csv`` and ``validation.csv`` into ``curves.png`` in the same folder.

    Raises
    ------
    ValueError
        If there are no losses yet.

    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    losses, validation = losses_csv(folder), validation_csv(folder)
    if not losses.rows():
        raise ValueError(f'{folder / "losses.csv"} must hold a row; run make train first')
    figure = Figure(figsize=(9, 10), layout='constrained')
    FigureCanvasAgg(figure)
    figure.suptitle(f'training run {folder.resolve().name}')
    top, middle, bottom = figure.subplots(3, 1, sharex=True)
    _plot(top, losses, LOSSES, 'loss')
    top.set_yscale('symlog', linthresh=0.01)
    _plot(middle, validation, SHARES, 'share of correct predictions')
    middle.set_ylim(0, 1.02)
    _plot(bottom, validation, LENGTHS, 'error [m]')
    bottom.set_xlabel('step')
    path = folder / 'curves.png'
    figure.savefig(path, dpi=110)
    return path


def _plot(axes: 'Axes', log: CsvLogger, names: Sequence[str], label: str) -> None:
    # There are more losses than colors in the cycle: the line style tells the rest apart.
    for number, name in enumerate(names):
        axes.plot(
            *log.series(name),
            label=name,
            color=f'C{number % 10}',
            linestyle=('-', '--')[number // 10],
            linewidth=1.2,
            marker='.',
            markersize=3,
        )
    axes.set_ylabel(label)
    axes.grid(alpha=0.3)
    axes.legend(loc='center left', bbox_to_anchor=(1.0, 0.5), fontsize='small')


def main(args: Sequence[str] | None = None) -> None:
    """Plot the curves of a finished or running training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', type=Path, nargs='?', default=Path('log/train'))
    folder = parser.parse_args(args).folder
    run_cli(lambda: print(f'wrote {plot_curves(folder)}'), '')


if __name__ == '__main__':
    main()
