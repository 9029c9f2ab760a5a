# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure whether attention says what mattered; `make faithfulness`.

The deletion metric of Petsiuk et al., RISE, BMVC 2018: grounding must suffer more when the most
attended patches are deleted than when as many random ones are.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm
from vla_language.minilm import MiniLM
from vla_learning.evaluation.deletion_metric import area
from vla_learning.evaluation.deletion_metric import curves_of
from vla_learning.evaluation.deletion_metric import Eye
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.evaluation.deletion_metric import Scores
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.evaluate import FIRST_SEED
from vla_learning.evaluation.plots import new_figure
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import TASKS
from vla_learning.evaluation.trials import Trial
from vla_learning.utils.cli import run_tool
from vla_learning.utils.cli import worker_pool
from vla_learning.utils.confidence_intervals import bootstrap_interval
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.loading import load_policy
from vla_sim.physics.world import World

BASELINE = 'random'


class Observer:
    """Draws the curves of trials with one copy of the network."""

    def __init__(self, checkpoint: str, how: str, random: int) -> None:
        torch.set_num_threads(1)
        self._encoder, self._policy = load_grid_encoder(checkpoint), load_policy(checkpoint).model
        self._text, self._how, self._random = MiniLM(), how, random

    def observe(self, trial: Trial) -> dict[str, list[float]]:
        """Return the deletion curves of one trial."""
        states = torch.as_tensor(self._text.encode(trial.spoken.text).states)
        eye = Eye(self._encoder, self._policy, states, torch.ones(len(states), dtype=torch.bool))
        with World(trial.scene) as world:
            return curves_of(trial, world.render(), eye, self._how, self._random)


_observer: Observer | None = None


def _start(checkpoint: str, how: str, random: int) -> None:
    global _observer
    _observer = Observer(checkpoint, how, random)


def _observe(trial: Trial) -> dict[str, list[float]]:
    assert _observer is not None
    return _observer.observe(trial)


def summarize(curves: Mapping[str, Scores]) -> dict[str, Any]:
    """Return mean curve and area of each of `curves` (n, LEVELS), and how far below random."""
    base, found = area(curves[BASELINE]), {}
    for name, rows in curves.items():
        areas = area(rows)
        found[name] = {
            'curve': _rounded(rows.mean(0)),
            'n': len(rows),
            'area': _rounded(areas.mean()),
            'area_interval95': _interval(areas),
            'below_random': _rounded((base - areas).mean()),
            'below_random_interval95': _interval(base - areas),
        }
    return found


def _interval(values: Scores) -> list[float]:
    return [_rounded(end) for end in bootstrap_interval(values, lambda v: float(v.mean()))]


def _rounded(values: Any) -> Any:
    return np.round(values, 4).tolist()


def to_table(found: Mapping[str, Any]) -> str:
    """Return the areas as a Markdown table."""
    lines = [
        '| deleted first | area under the curve | 95 % interval | below random |'
        ' 95 % interval | n |',
        '|---|---|---|---|---|---|',
    ]
    for name, row in found.items():
        ends = [row['area_interval95'], row['below_random_interval95']]
        area_ends, below_ends = (f'{low:.3f} to {high:.3f}' for low, high in ends)
        lines.append(
            f'| {name} | {row["area"]:.3f} | {area_ends} | {row["below_random"]:.3f} | '
            f'{below_ends} | {row["n"]} |'
        )
    return '\n'.join(lines)


def draw(path: Path, curves: Mapping[str, Scores]) -> None:
    """Draw the mean curves with their intervals into a PNG."""
    figure = new_figure(7, 4.5)
    axes = figure.subplots()
    for name, rows in curves.items():
        ends = [bootstrap_interval(column, lambda v: float(v.mean())) for column in rows.T]
        (line,) = axes.plot(100 * np.array(LEVELS), rows.mean(0), marker='o', label=name)
        axes.fill_between(
            100 * np.array(LEVELS), *np.transpose(ends), alpha=0.2, color=line.get_color()
        )
    axes.set_xlabel('patches deleted [%]')
    axes.set_ylabel('share of the heat map on the target')
    axes.set_ylim(0, 1)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=110)


def measure(
    checkpoint: str, images: int, workers: int, folder: Path, how: str, random: int
) -> str:
    """Draw curves of `images` first images, write report and picture, return the table."""
    trials = draw_trials(-(-images // len(TASKS)), ['train'], TASKS)[:images]
    # Read here first: a process that cannot start is started again and again.
    Observer(checkpoint, how, random)
    with worker_pool(workers, _start, checkpoint, how, random) as pool:
        rows = list(tqdm(pool.imap(_observe, trials), total=len(trials), desc='faithfulness'))
    curves = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    found = summarize(curves)
    table = to_table(found)
    write_report(
        folder,
        {
            'checkpoint': checkpoint,
            'images': images,
            'first_seed': FIRST_SEED,
            'fill': how,
            'random_orders': random,
            'levels': LEVELS,
            'curves': found,
        },
        table,
    )
    draw(folder / 'faithfulness.png', curves)
    return table


def main(args: Sequence[str] | None = None) -> None:
    """Run `make faithfulness`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval/faithfulness'), 'images', 200)
    parser.add_argument(
        '--fill', choices=('mean', 'blur'), default='mean', help='what deleted patches look like'
    )
    parser.add_argument('--random', type=positive, default=3, help='random orders per image')
    a = parser.parse_args(args)
    run_tool(
        lambda: print(measure(a.checkpoint, a.episodes, a.workers, a.folder, a.fill, a.random)),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
