# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Compare success and refusals between colors, shapes, nouns, light and places; `make bias`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from vla_learning.evaluation.bias_groups import attributes_of
from vla_learning.evaluation.bias_groups import GROUPS
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.plots import error_bars
from vla_learning.evaluation.plots import new_figure
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import TASKS
from vla_learning.language.referring_expressions import Split
from vla_learning.utils.cli import run_cli
from vla_learning.utils.permutation_test import permutation_p

#: Held-out pairs are left out: they have four of eight colors, which would bias the comparison.
SPLITS: tuple[Split, ...] = ('train', 'heldout_phrasing')
ABSENT = 'absent_target'
#: Time from an image to its chunk, as in the nodes on an idle machine.
_DELAY_S = 0.08

#: Rates of one group by name.
GroupRates = dict[str, Rate]


def measure(checkpoint: str, episodes: int, workers: int, folder: Path) -> str:
    """Run all trials, write report and plot into `folder`, and return the tables."""
    trials = draw_trials(episodes, SPLITS, (*TASKS, ABSENT))
    jobs = [EpisodeJob(trial, PerturbationConfig(delay_s=_DELAY_S)) for trial in trials]
    results = run_jobs(checkpoint, jobs, workers, 'bias')
    rates, chances = compare_groups(trials, results)
    tables = to_tables(rates, chances)
    facts = {
        'checkpoint': checkpoint,
        'episodes': episodes,
        'splits': SPLITS,
        'groups': rates,
        'p': chances,
    }
    write_report(folder, facts, tables, results)
    draw_groups(folder / 'bias.png', rates, checkpoint)
    return tables


def compare_groups(
    trials: Sequence[EvaluationTrial], results: Sequence[EpisodeResult]
) -> tuple[dict[str, dict[str, GroupRates]], dict[str, float]]:
    """
    Return the rates by attribute and group, and by attribute how likely such a spread is.

    The probability is that of at least as large differences of success between the groups if
    the attribute has no influence.
    """
    rows = list(zip(map(attributes_of, trials), results, strict=True))
    rates: dict[str, dict[str, GroupRates]] = {}
    chances: dict[str, float] = {}
    for attribute, groups in GROUPS.items():
        tasks = [(a[attribute], r) for a, r in rows if r.kind in TASKS]
        absent = [(a[attribute], r) for a, r in rows if r.kind == ABSENT]
        found = {
            group: _rates(
                [r for g, r in tasks if g == group], [r for g, r in absent if g == group]
            )
            for group in groups
        }
        rates[attribute] = {g: r for g, r in found.items() if r['success']['n']}
        chances[attribute] = permutation_p(
            np.array([groups.index(g) for g, _ in tasks]),
            np.array([r.success for _, r in tasks]),
            strata=np.array([SPLITS.index(r.split) * 10 + TASKS.index(r.kind) for _, r in tasks]),
        )
    return rates, chances


def _rates(tasks: Sequence[EpisodeResult], absent: Sequence[EpisodeResult]) -> GroupRates:
    return {
        'success': rate_with_interval([r.success for r in tasks]),
        'refused': rate_with_interval([r.refused for r in tasks]),
        'wrong object touched': rate_with_interval([r.wrong_object_touched for r in tasks]),
        'absent refused': rate_with_interval([r.refused for r in absent]),
    }


def to_tables(rates: Mapping[str, Mapping[str, GroupRates]], chances: Mapping[str, float]) -> str:
    """Return one Markdown table of all groups, and one of the probabilities."""
    lines = [
        '| | group | success | valid command refused | n | absent object refused | n |',
        '|---|---|---|---|---|---|---|',
    ]
    for attribute, groups in rates.items():
        for group, found in groups.items():
            cells = [_cell(found[name]) for name in ('success', 'refused', 'absent refused')]
            lines.append(
                f'| {attribute} | {group} | {cells[0]} | {cells[1]} | {found["success"]["n"]} | '
                f'{cells[2]} | {found["absent refused"]["n"]} |'
            )
    lines += ['', '| attribute | p of the differences of success |', '|---|---|']
    lines += [f'| {attribute} | {p:.3f} |' for attribute, p in chances.items()]
    return '\n'.join(lines)


def _cell(rate: Rate) -> str:
    if not rate['n']:
        return '-'
    low, high = rate['interval95']
    return f'{100 * rate["rate"]:.1f} % ({100 * low:.1f} to {100 * high:.1f})'


def draw_groups(
    path: Path, rates: Mapping[str, Mapping[str, GroupRates]], checkpoint: str
) -> None:
    """Plot the success of every group with its interval into a PNG file."""
    figure = new_figure(8, 0.3 * sum(map(len, rates.values())) + 1.5)
    sizes = [max(1, len(groups)) for groups in rates.values()]
    panels = figure.subplots(len(rates), 1, sharex=True, height_ratios=sizes, squeeze=False)
    for axes, (attribute, groups) in zip(panels[:, 0], rates.items(), strict=True):
        successes = [found['success'] for found in groups.values()]
        values, bars = error_bars(successes)
        axes.errorbar(values, range(len(groups)), xerr=bars, fmt='o', capsize=3, markersize=4)
        names = [f'{g} (n = {s["n"]})' for g, s in zip(groups, successes, strict=True)]
        axes.set_yticks(range(len(groups)), names, fontsize=8)
        axes.set_ylim(len(groups) - 0.5, -0.5)
        axes.set_ylabel(attribute, rotation=0, ha='right', va='center', fontsize=9)
        axes.yaxis.set_label_coords(-0.38, 0.5)
        axes.grid(axis='x', alpha=0.3)
    panels[-1, 0].set_xlabel('success [%], 95 % interval')
    count = sum(found['success']['n'] for found in rates['shape'].values())
    figure.suptitle(f'Success by group, {Path(checkpoint).name}, n = {count}', fontsize=10)
    figure.savefig(path, dpi=110)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make bias`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(
        parser, Path('log/eval/bias'), 'trials of each task, and of absent targets, per split', 150
    )
    add_workers_argument(parser)
    a = parser.parse_args(args)
    run_cli(lambda: print(measure(a.checkpoint, a.episodes, a.workers, a.folder)), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
