# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure task success and refusals of the policy in physics on held-out scenes; `make eval`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from vla_common.engine import ENGINES
from vla_common.engine import ONNX_RUNTIME
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import finish_times
from vla_learning.evaluation.metrics import summarize
from vla_learning.evaluation.metrics import to_table
from vla_learning.evaluation.metrics import to_time_table
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.plots import plot_title
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import FIRST_SEED
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import SPLITS
from vla_learning.evaluation.trials import TASKS
from vla_learning.language.referring_expressions import Split
from vla_learning.utils.cli import run_cli
from vla_sim.physics.robot_arm import BUILTIN_NAME
from vla_sim.physics.robot_models import ARMS
from vla_sim.physics.robot_models import robot_arm

_RENAMED_SPLITS = {'phrases': 'heldout_phrasing', 'pairs': 'heldout_pairs'}


def evaluate(
    checkpoint: str,
    episodes: int,
    splits: Sequence[Split],
    workers: int,
    folder: Path,
    delay_s: float,
    *,
    gated: bool = True,
    robot: str = BUILTIN_NAME,
    kinds: Sequence[str] = (),
    engine: str = ONNX_RUNTIME,
) -> str:
    """Run all trials, write the report into `folder` and return its tables."""
    # Before the trials: a worker that cannot load a model ends the pool late.
    arm = robot_arm(robot)
    arm.spec()
    kinds = kinds or (*arm.task_kinds, *REFUSALS)
    perturbation = PerturbationConfig(delay_s=delay_s)
    trials = draw_trials(episodes, splits, kinds, arm)
    jobs = [EpisodeJob(trial, perturbation, gated, robot) for trial in trials]
    results = run_jobs(checkpoint, jobs, workers, 'eval', engine)
    rates, times = summarize(results), finish_times(results)
    tables = f'{to_table(rates)}\n\nTime to finish of successful tasks:\n\n{to_time_table(times)}'
    facts = {
        'checkpoint': checkpoint,
        'episodes': episodes,
        'first_seed': FIRST_SEED,
        'delay_s': delay_s,
        'gated': gated,
        'robot': robot,
        'engine': engine,
        'kinds': list(kinds),
        'splits': rates,
        'finish_s': times,
    }
    write_report(folder, facts, tables, results)
    shown = (split[kind] for split in rates.values() for kind in kinds if kind in split)
    title = plot_title('closed-loop success', checkpoint, shown)
    draw_bars(folder / 'success.png', rates, kinds, title)
    return tables


def split_name(text: str) -> str:
    """
    Parse the name of a split from the command line.

    Raises
    ------
    argparse.ArgumentTypeError
        If `text` is a former or unknown name.

    """
    if text in _RENAMED_SPLITS:
        raise argparse.ArgumentTypeError(
            f'{text!r} has been renamed to {_RENAMED_SPLITS[text]!r}. Use the new name'
        )
    if text not in SPLITS:
        raise argparse.ArgumentTypeError(f'must be one of {SPLITS}; got {text!r}')
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval'), 'trials of each kind and split', 50)
    add_workers_argument(parser)
    parser.add_argument(
        '--splits', nargs='+', default=SPLITS, type=split_name, help=f'some of {SPLITS}'
    )
    parser.add_argument(
        '--delay-s',
        type=float,
        default=0.08,
        help='time from an image to its chunk, as in the nodes on an idle machine',
    )
    parser.add_argument(
        '--ungated',
        action='store_true',
        help='without the safety gate, to measure its cost; simulation only',
    )
    parser.add_argument(
        '--robot', choices=tuple(ARMS), default=BUILTIN_NAME, help='arm (default: %(default)s)'
    )
    parser.add_argument(
        '--engine', choices=ENGINES, default=ONNX_RUNTIME, help='of the networks (%(default)s)'
    )
    parser.add_argument(
        '--kinds',
        nargs='+',
        choices=(*TASKS, *REFUSALS),
        default=(),
        help='kinds of trial (default: all that the arm can do)',
    )
    return parser


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval`."""
    a = _parser().parse_args(args)
    run_cli(
        lambda: print(
            evaluate(
                a.checkpoint,
                a.episodes,
                a.splits,
                a.workers,
                a.folder,
                a.delay_s,
                gated=not a.ungated,
                robot=a.robot,
                kinds=a.kinds,
                engine=a.engine,
            )
        ),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
