# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure success against delay, lost images, noise, dirt and moved targets; `make robustness`."""

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
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.evaluate import FIRST_SEED
from vla_learning.evaluation.metrics import percent
from vla_learning.evaluation.metrics import share_of
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.plots import draw_curves
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import TASKS
from vla_learning.utils.cli import run_tool
from vla_learning.utils.confidence_intervals import bootstrap_interval


@dataclass(frozen=True)
class Curve:
    """One disturbance and how strong it is made."""

    field: str
    label: str
    levels: tuple[float, ...]
    unit: str = ''
    scale: float = 1.0

    def disturbance(self, level: float) -> Disturbance:
        """Return the disturbance of that strength."""
        kind = type(getattr(Disturbance(), self.field))
        return replace(Disturbance(), **{self.field: kind(level)})

    def say(self, level: float) -> str:
        """Return the level as people read it."""
        if self.field == 'moves_target':
            return 'yes' if level else 'no'
        return f'{self.scale * level:g}{self.unit}'


CURVES = {
    'delay': Curve('delay_s', 'inference delay [ms]', (0.0, 0.05, 0.1, 0.2, 0.4), ' ms', 1e3),
    'drop': Curve('drop_share', 'dropped images [%]', (0.0, 0.1, 0.3, 0.5), ' %', 100),
    'noise': Curve('noise', 'noise of pixels [of 255]', (0.0, 8.0, 16.0, 32.0, 64.0)),
    'patches': Curve('patches', 'patches of 32 px on the lens', (0.0, 4.0, 8.0, 16.0, 32.0)),
    'moved': Curve('moves_target', 'target moved before the grasp', (0.0, 1.0)),
}


def conditions(curves: Mapping[str, Curve]) -> list[Disturbance]:
    """Return each different disturbance once, the absence of any first."""
    found = [c.disturbance(level) for c in curves.values() for level in c.levels]
    return list(dict.fromkeys([Disturbance(), *found]))


def compare(rows: Sequence[Result], base: Sequence[Result]) -> dict[str, Any]:
    """Return success in one condition, and relative to the same trials undisturbed."""
    pairs = np.array([(r.success, b.success) for r, b in zip(rows, base, strict=True)], float)
    pairs = pairs.reshape(-1, 2)
    return {
        **share_of([r.success for r in rows]),
        'relative': _rounded(_ratio(pairs)),
        'relative_interval95': [_rounded(end) for end in bootstrap_interval(pairs, _ratio)],
        'by_task': {
            kind: share_of([r.success for r in rows if r.kind == kind])
            for kind in TASKS
            if any(r.kind == kind for r in rows)
        },
        'wrong_object_touched': share_of([r.wrong_object_touched for r in rows]),
        'refused': share_of([r.refused for r in rows]),
        'chunks_refused_by_safety': sum(r.chunks_refused for r in rows),
        'chunks': sum(r.chunks for r in rows),
    }


def _rounded(value: float) -> float | None:
    """Return `value` as JSON knows it: what cannot be said is null."""
    return round(value, 4) if math.isfinite(value) else None


def _ratio(pairs: NDArray[np.float64]) -> float:
    disturbed, undisturbed = pairs.sum(0)
    return float(disturbed / undisturbed) if undisturbed else float('nan')


def measure(
    checkpoint: str, episodes: int, curves: Mapping[str, Curve], workers: int, folder: Path
) -> str:
    """Run the same trials under every disturbance, write report and picture, return the table."""
    trials = draw_trials(episodes, ['train'], TASKS)
    asked = conditions(curves)
    results = run_jobs(
        checkpoint, [Job(t, d) for d in asked for t in trials], workers, 'robustness'
    )
    count = len(trials)
    by_condition = {d: results[i * count : (i + 1) * count] for i, d in enumerate(asked)}
    found = {
        name: {c.say(level): _at(by_condition, c.disturbance(level)) for level in c.levels}
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
    drawn = {
        c.label: ([c.scale * level for level in c.levels], list(found[name].values()))
        for name, c in curves.items()
    }
    draw_curves(folder / 'robustness.png', drawn)
    return table


def _at(results: Mapping[Disturbance, Sequence[Result]], d: Disturbance) -> dict[str, Any]:
    # A trial whose target found no other place was not disturbed and does not count.
    pairs = [
        (r, b)
        for r, b in zip(results[d], results[Disturbance()], strict=True)
        if r.target_moved or not d.moves_target
    ]
    return compare([r for r, _ in pairs], [b for _, b in pairs])


def to_table(found: Mapping[str, Mapping[str, Any]], curves: Mapping[str, Curve]) -> str:
    """Return success by condition as a Markdown table."""
    lines = [
        '| disturbance | level | success | 95 % interval | n | of undisturbed | 95 % interval |',
        '|---|---|---|---|---|---|---|',
    ]
    for name, levels in found.items():
        for level, row in levels.items():
            low, high = (_percent(end) for end in row['relative_interval95'])
            lines.append(
                f'| {curves[name].label} | {level} | {percent(row)} | '
                f'{_percent(row["relative"])} % | {low} to {high} % |'
            )
    return '\n'.join(lines)


def _percent(share: float | None) -> str:
    return '?' if share is None else f'{100 * share:.1f}'


def main(args: Sequence[str] | None = None) -> None:
    """Run `make robustness`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval/robustness'), 'per task and condition', 50)
    parser.add_argument('--curves', nargs='+', default=list(CURVES), choices=list(CURVES))
    a = parser.parse_args(args)
    curves = {name: CURVES[name] for name in a.curves}
    run_tool(
        lambda: print(measure(a.checkpoint, a.episodes, curves, a.workers, a.folder)),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
