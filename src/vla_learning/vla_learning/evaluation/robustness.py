# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure success against perturbations of increasing strength; `make robustness`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.plots import draw_curves
from vla_learning.evaluation.plots import plot_title
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import FIRST_SEED
from vla_learning.evaluation.trials import TASKS
from vla_learning.utils.cli import run_cli
from vla_learning.utils.confidence_intervals import bootstrap_interval


@dataclass(frozen=True)
class SuccessCurve:
    """One perturbation and its levels of strength."""

    field: str
    label: str
    levels: tuple[float, ...]
    unit: str = ''
    scale: float = 1.0

    def perturbation(self, level: float) -> PerturbationConfig:
        """Return the perturbation of that strength."""
        kind = type(getattr(PerturbationConfig(), self.field))
        return replace(PerturbationConfig(), **{self.field: kind(level)})

    def format_level(self, level: float) -> str:
        """Return the level with its unit."""
        if self.field == 'moves_target':
            return 'yes' if level else 'no'
        return f'{self.scale * level:g}{self.unit}'


CURVES = {
    'delay': SuccessCurve(
        'delay_s', 'inference delay [ms]', (0.0, 0.05, 0.1, 0.2, 0.4), ' ms', 1e3
    ),
    'drop': SuccessCurve('drop_share', 'dropped images [%]', (0.0, 0.1, 0.3, 0.5), ' %', 100),
    'noise': SuccessCurve('noise', 'pixel noise [of 255]', (0.0, 8.0, 16.0, 32.0, 64.0)),
    'patches': SuccessCurve(
        'patches', 'patches of 32 px on the lens', (0.0, 4.0, 8.0, 16.0, 32.0)
    ),
    'moved': SuccessCurve('moves_target', 'target moved before the grasp', (0.0, 1.0)),
    'camera': SuccessCurve(
        'camera_offset', 'camera moved [cm] and turned [deg]', (0.0, 5.0, 10.0)
    ),
    'calibrated_camera': SuccessCurve(
        'calibrated_camera_offset', 'the same, with its pose given', (0.0, 5.0, 10.0)
    ),
}


def conditions(curves: Mapping[str, SuccessCurve]) -> list[PerturbationConfig]:
    """Return each distinct perturbation once; the first is none."""
    found = [c.perturbation(level) for c in curves.values() for level in c.levels]
    return list(dict.fromkeys([PerturbationConfig(), *found]))


def compare(rows: Sequence[EpisodeResult], base: Sequence[EpisodeResult]) -> dict[str, Any]:
    """Return success in one condition, absolute and relative to the unperturbed trials."""
    pairs = np.array([(r.success, b.success) for r, b in zip(rows, base, strict=True)], float)
    pairs = pairs.reshape(-1, 2)
    return {
        **rate_with_interval([r.success for r in rows]),
        'relative': _rounded(_ratio(pairs)),
        'relative_interval95': [_rounded(end) for end in bootstrap_interval(pairs, _ratio)],
        'by_task': {
            kind: rate_with_interval([r.success for r in rows if r.kind == kind])
            for kind in TASKS
            if any(r.kind == kind for r in rows)
        },
        'wrong_object_touched': rate_with_interval([r.wrong_object_touched for r in rows]),
        'refused': rate_with_interval([r.refused for r in rows]),
        'chunks_refused_by_safety': sum(r.chunks_refused for r in rows),
        'chunks': sum(r.chunks for r in rows),
    }


def _rounded(value: float) -> float | None:
    """Return `value` for JSON; None if it is not finite."""
    return round(value, 4) if math.isfinite(value) else None


def _ratio(pairs: NDArray[np.float64]) -> float:
    perturbed, unperturbed = pairs.sum(0)
    return float(perturbed / unperturbed) if unperturbed else float('nan')


def measure(
    checkpoint: str, episodes: int, curves: Mapping[str, SuccessCurve], workers: int, folder: Path
) -> str:
    """Run the same trials in every condition, write the report and return its table."""
    trials, perturbations = draw_trials(episodes, ['train'], TASKS), conditions(curves)
    jobs = [EpisodeJob(trial, p) for p in perturbations for trial in trials]
    results, count = run_jobs(checkpoint, jobs, workers, 'robustness'), len(trials)
    by_condition = {p: results[i * count : (i + 1) * count] for i, p in enumerate(perturbations)}
    found = {
        name: {
            c.format_level(level): _compare_at(by_condition, c.perturbation(level))
            for level in c.levels
        }
        for name, c in curves.items()
    }
    table = to_table(found, curves)
    facts = {
        'checkpoint': checkpoint,
        'episodes_per_task': episodes,
        'first_seed': FIRST_SEED,
        'curves': found,
    }
    write_report(folder, facts, table, results)
    plotted = {
        c.label: ([c.scale * level for level in c.levels], list(found[name].values()))
        for name, c in curves.items()
    }
    rates = (rate for levels in found.values() for rate in levels.values())
    title = plot_title('success under perturbations', checkpoint, rates)
    draw_curves(folder / 'robustness.png', plotted, title)
    return table


def _compare_at(
    results: Mapping[PerturbationConfig, Sequence[EpisodeResult]], perturbation: PerturbationConfig
) -> dict[str, Any]:
    # A trial without a free place for the moved target was not perturbed and does not count.
    pairs = [
        (r, b)
        for r, b in zip(results[perturbation], results[PerturbationConfig()], strict=True)
        if r.target_moved or not perturbation.moves_target
    ]
    return compare([r for r, _ in pairs], [b for _, b in pairs])


def to_table(found: Mapping[str, Mapping[str, Any]], curves: Mapping[str, SuccessCurve]) -> str:
    """Return success by condition as a Markdown table."""
    lines = [
        '| perturbation | level | success | 95 % interval | n | of unperturbed | 95 % interval |',
        '|---|---|---|---|---|---|---|',
    ]
    for name, levels in found.items():
        for level, row in levels.items():
            low, high = (_percent(end) for end in row['relative_interval95'])
            lines.append(
                f'| {curves[name].label} | {level} | {format_rate(row)} | '
                f'{_percent(row["relative"])} % | {low} to {high} % |'
            )
    return '\n'.join(lines)


def _percent(rate: float | None) -> str:
    return '?' if rate is None else f'{100 * rate:.1f}'


def main(args: Sequence[str] | None = None) -> None:
    """Run `make robustness`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(
        parser, Path('log/eval/robustness'), 'trials of each task and condition', 50
    )
    add_workers_argument(parser)
    parser.add_argument('--curves', nargs='+', default=list(CURVES), choices=list(CURVES))
    a = parser.parse_args(args)
    curves = {name: CURVES[name] for name in a.curves}
    run_cli(
        lambda: print(measure(a.checkpoint, a.episodes, curves, a.workers, a.folder)),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
