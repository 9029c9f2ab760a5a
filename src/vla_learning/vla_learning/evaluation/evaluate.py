# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure the policy in physics on held-out scenes; `make eval`."""

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import finish_times
from vla_learning.evaluation.metrics import summarize
from vla_learning.evaluation.metrics import to_table
from vla_learning.evaluation.metrics import to_time_table
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trial
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import TASKS
from vla_learning.evaluation.trials import Trial
from vla_learning.language.referring_expressions import Split
from vla_learning.utils.cli import run_tool

SPLITS: tuple[Split, ...] = ('train', 'phrases', 'pairs')
FIRST_SEED = 100_000
_SEEDS_PER_KIND = 10_000


def draw_trials(
    episodes: int, splits: Sequence[Split], kinds: Sequence[str] = (*TASKS, *REFUSALS)
) -> list[Trial]:
    """Return `episodes` trials of each of `kinds` and splits; held-out pairs are tasks only."""
    trials: list[Trial] = []
    for split in splits:
        for kind in kinds:
            if split == 'pairs' and kind not in TASKS:
                continue
            # Where a trial's seeds begin does not depend on what else is asked for.
            place = 10 * SPLITS.index(split) + (*TASKS, *REFUSALS).index(kind)
            first = FIRST_SEED + _SEEDS_PER_KIND * place
            found = (draw_trial(s, kind, split) for s in range(first, first + _SEEDS_PER_KIND))
            trials += islice((trial for trial in found if trial is not None), episodes)
    return trials


def evaluate(
    checkpoint: str,
    episodes: int,
    splits: Sequence[Split],
    workers: int,
    folder: Path,
    delay_s: float,
    *,
    gated: bool = True,
    explained: bool = True,
) -> str:
    """Run all trials, write reports, episodes and a picture into `folder`, return the tables."""
    disturbance = Disturbance(delay_s=delay_s)
    jobs = [Job(t, disturbance, gated, explained) for t in draw_trials(episodes, splits)]
    results = run_jobs(checkpoint, jobs, workers, 'eval')
    shares, times = summarize(results), finish_times(results)
    tables = f'{to_table(shares)}\n\nTime to finish of what succeeded:\n\n{to_time_table(times)}'
    facts = {
        'checkpoint': checkpoint,
        'episodes': episodes,
        'first_seed': FIRST_SEED,
        'delay_s': delay_s,
        'gated': gated,
        'explained': explained,
        'splits': shares,
        'finish_s': times,
    }
    write_report(folder, facts, tables, results)
    draw_bars(folder / 'success.png', shares, (*TASKS, *REFUSALS))
    return tables


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval'), 'per kind of trial', 50)
    parser.add_argument('--splits', nargs='+', default=SPLITS, choices=SPLITS)
    parser.add_argument(
        '--delay-s',
        type=float,
        default=0.08,
        help='from an image to its chunk, as in the nodes on an idle machine',
    )
    parser.add_argument(
        '--ungated',
        action='store_true',
        help='without the safety gate, to tell what it costs; simulation only',
    )
    parser.add_argument(
        '--no-dictionary',
        action='store_true',
        help='without the dictionary of nouns, to tell what it is good for',
    )
    a = parser.parse_args(args)
    run_tool(
        lambda: print(
            evaluate(
                a.checkpoint,
                a.episodes,
                a.splits,
                a.workers,
                a.folder,
                a.delay_s,
                gated=not a.ungated,
                explained=not a.no_dictionary,
            )
        ),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
