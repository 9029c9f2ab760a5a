# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure whether attention marks the image patches that matter; `make attention-faithfulness`.

The deletion metric of Petsiuk et al., RISE, BMVC 2018: deleting the patches with the highest
attention must reduce the grounding score more than deleting random patches.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm
from vla_common.engine import TORCH
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.deletion_metric import area_under_curve
from vla_learning.evaluation.deletion_metric import deletion_curves
from vla_learning.evaluation.deletion_metric import GroundingModel
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.evaluation.deletion_metric import Scores
from vla_learning.evaluation.plots import new_figure
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import FIRST_SEED
from vla_learning.evaluation.trials import TASKS
from vla_learning.training.labels import reference_labels
from vla_learning.utils.cli import run_cli
from vla_learning.utils.cli import worker_pool
from vla_learning.utils.confidence_intervals import bootstrap_interval
from vla_perception.encoder_registry import load_trained_encoder
from vla_policy.nn.loading import load_torch_model
from vla_sim.physics.world import World

BASELINE = 'random'


class FaithfulnessWorker:
    """Computes deletion curves of trials with one copy of the network."""

    def __init__(self, checkpoint: str, fill: str, random_orders: int) -> None:
        torch.set_num_threads(1)
        self._encoder = load_trained_encoder(checkpoint, TORCH)
        self._policy = load_torch_model(checkpoint)
        self._text, self._fill, self._random_orders = MiniLM(), fill, random_orders

    def run(self, trial: EvaluationTrial) -> dict[str, list[float]]:
        """Return the deletion curves of one trial."""
        states = torch.as_tensor(self._text.encode(trial.command.text).states)
        mask = torch.ones(len(states), dtype=torch.bool)
        references = reference_labels([trial.command])
        model = GroundingModel(self._encoder, self._policy, states, mask, references)
        with World(trial.scene) as world:
            image = world.render()
        return deletion_curves(trial, image, model, self._fill, self._random_orders)


_worker: FaithfulnessWorker | None = None


def _start(checkpoint: str, fill: str, random_orders: int) -> None:
    global _worker
    _worker = FaithfulnessWorker(checkpoint, fill, random_orders)


def _run(trial: EvaluationTrial) -> dict[str, list[float]]:
    assert _worker is not None
    return _worker.run(trial)


def summarize(curves: Mapping[str, Scores]) -> dict[str, Any]:
    """Return mean curve, area and difference to random of each of `curves` (n, LEVELS)."""
    base, found = area_under_curve(curves[BASELINE]), {}
    for name, rows in curves.items():
        areas = area_under_curve(rows)
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


def draw_deletion_curves(path: Path, curves: Mapping[str, Scores], title: str) -> None:
    """Plot the mean curves (n, LEVELS) with their intervals into a PNG file."""
    figure = new_figure(7, 4.5)
    axes = figure.subplots()
    for name, rows in curves.items():
        ends = [bootstrap_interval(column, lambda v: float(v.mean())) for column in rows.T]
        (line,) = axes.plot(100 * np.array(LEVELS), rows.mean(0), marker='o', label=name)
        axes.fill_between(
            100 * np.array(LEVELS), *np.transpose(ends), alpha=0.2, color=line.get_color()
        )
    axes.set_title(title)
    axes.set_xlabel('deleted patches [%]')
    axes.set_ylabel('share of the heat map on the target')
    axes.set_ylim(0, 1)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=110)


def measure(
    checkpoint: str, images: int, workers: int, folder: Path, fill: str, random_orders: int
) -> str:
    """Compute the curves of `images` trials, write the report and return its table."""
    trials = draw_trials(-(-images // len(TASKS)), ['train'], TASKS)[:images]
    # Load the weights here first: a pool restarts a worker that fails to start forever.
    FaithfulnessWorker(checkpoint, fill, random_orders)
    with worker_pool(workers, _start, checkpoint, fill, random_orders) as pool:
        rows = list(tqdm(pool.imap(_run, trials), total=len(trials), desc='faithfulness'))
    curves = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    found = summarize(curves)
    table = to_table(found)
    facts = {
        'checkpoint': checkpoint,
        'images': images,
        'first_seed': FIRST_SEED,
        'fill': fill,
        'random_orders': random_orders,
        'levels': LEVELS,
        'curves': found,
    }
    write_report(folder, facts, table)
    title = f'{Path(checkpoint).stem}, mean of n = {images} images'
    draw_deletion_curves(folder / 'attention_faithfulness.png', curves, title)
    return table


def main(args: Sequence[str] | None = None) -> None:
    """Run `make attention-faithfulness`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval/attention_faithfulness'), 'number of images', 200)
    add_workers_argument(parser)
    parser.add_argument(
        '--fill', choices=('mean', 'blur'), default='mean', help='content of deleted patches'
    )
    parser.add_argument('--random', type=positive, default=3, help='random orders per image')
    a = parser.parse_args(args)
    run_cli(
        lambda: print(measure(a.checkpoint, a.episodes, a.workers, a.folder, a.fill, a.random)),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
