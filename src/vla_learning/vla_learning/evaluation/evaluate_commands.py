# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Evaluate commands of other authors in physics; `make eval-commands`.

Of the sealed half, only totals are printed and written.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
from pathlib import Path
from typing import Any
from typing import Final

from vla_learning.evaluation.command_outcomes import judge
from vla_learning.evaluation.command_outcomes import JudgedCommand
from vla_learning.evaluation.command_outcomes import Outcome
from vla_learning.evaluation.command_outcomes import RIGHT
from vla_learning.evaluation.command_set import DEVELOPMENT
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_trials import to_trial
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report
from vla_learning.utils.cli import run_cli

_SEALED: Final = 'sealed'
#: Halves of the command set.
HALVES: Final = {'development': DEVELOPMENT, _SEALED: SEALED}
_TWO_STEPS: Final = 'two steps'
_ALL: Final = 'all'
#: Results of a group, by group and style; the style '' has all of a group.
Groups = Mapping[tuple[str, str], Sequence[JudgedCommand]]


def group_results(results: Sequence[JudgedCommand], *, by_style: bool) -> Groups:
    """Return results by group and, if requested, by style."""
    groups: dict[tuple[str, str], list[JudgedCommand]] = {}
    for result in results:
        command = result.command
        keys = [(command.group, ''), (_ALL, '')]
        if len(command.steps) > 1:
            keys.append((_TWO_STEPS, ''))
        if by_style:
            keys.append((command.group, command.style))
        for key in keys:
            groups.setdefault(key, []).append(result)
    return dict(sorted(groups.items()))


def summarize_group(results: Sequence[JudgedCommand]) -> dict[str, Rate]:
    """Return rates of right results, each outcome, contacts with wrong objects, true reasons."""
    rates = {'right': rate_with_interval([r.outcome in RIGHT for r in results])}
    for outcome in Outcome:
        rates[str(outcome)] = rate_with_interval([r.outcome is outcome for r in results])
    rates['wrong object touched'] = rate_with_interval(
        [r.episode.wrong_object_touched for r in results]
    )
    rates['reason true'] = rate_with_interval(
        [r.reason_is_true for r in results if r.reason_is_true is not None]
    )
    return rates


def outcome_table(groups: Groups) -> str:
    """Return the rate of right results and the numbers of all outcomes as a Markdown table."""
    lines = [
        f'| group | style | right | 95 % interval | n | {" | ".join(Outcome)} '
        '| wrong object touched | reason true |',
        f'|---|---|---|---|---|{"---|" * len(Outcome)}---|---|',
    ]
    for (group, style), results in groups.items():
        rates = summarize_group(results)
        counts = [_count(rates[name]) for name in (*Outcome, 'wrong object touched')]
        reason = rates['reason true']
        lines.append(
            f'| {group} | {style or _ALL} | {format_rate(rates["right"])} '
            f'| {" | ".join(map(str, counts))} | {_count(reason)} of {reason["n"]} |'
        )
    return '\n'.join(lines)


def _count(rate: Rate) -> int:
    return round(rate['rate'] * rate['n'])


def rate_table(rates: Mapping[str, Rate]) -> str:
    """Return rates over all commands of a half as a Markdown table."""
    names = (str(Outcome.WRONG_ACT), 'wrong object touched', 'reason true')
    lines = ['| all commands | rate | 95 % interval | n |', '|---|---|---|---|']
    lines += [f'| {name} | {format_rate(rates[name])} |' for name in names]
    return '\n'.join(lines)


def evaluate_half(
    half: str, checkpoint: str, episodes: int | None, workers: int, delay_s: float
) -> list[JudgedCommand]:
    """
    Run the commands of one half, or `episodes` of them in even distances.

    Raises
    ------
    RuntimeError
        If an episode of the sealed half fails. The message hides its command.

    """
    commands = load_command_set(HALVES[half])
    if episodes is not None:
        commands = commands[:: max(1, len(commands) // episodes)][:episodes]
    try:
        trials = [to_trial(command) for command in commands]
        jobs = [EpisodeJob(trial, PerturbationConfig(delay_s=delay_s)) for trial in trials]
        done = run_jobs(checkpoint, jobs, workers, half)
        return [judge(*row) for row in zip(commands, trials, done, strict=True)]
    except Exception as error:
        if half != _SEALED:
            raise
        raise RuntimeError(
            f'an episode of the sealed half failed with {type(error).__name__}. '
            'Look for the cause in the development half'
        ) from None


def evaluate(
    halves: Sequence[str],
    checkpoint: str,
    episodes: int | None,
    workers: int,
    folder: Path,
    delay_s: float,
) -> str:
    """Run the halves, write the report into `folder` and return its tables."""
    facts: dict[str, Any] = {'checkpoint': checkpoint, 'delay_s': delay_s, 'halves': {}}
    sections = []
    for half in halves:
        results = evaluate_half(half, checkpoint, episodes, workers, delay_s)
        groups = group_results(results, by_style=half != _SEALED)
        rates = {group: summarize_group(r) for (group, style), r in groups.items() if not style}
        facts['halves'][half] = rates
        sections += [f'{half}:', outcome_table(groups), rate_table(rates[_ALL])]
        if half != _SEALED:
            _write_results(folder / f'{half}.jsonl', results)
    tables = '\n\n'.join(sections)
    write_report(folder, facts, tables)
    return tables


def _write_results(path: Path, results: Sequence[JudgedCommand]) -> None:
    rows = [
        {
            'outcome': r.outcome,
            'group': r.command.group,
            'style': r.command.style,
            'expected': r.command.reason or [asdict(step) for step in r.command.steps],
            'reason_is_true': r.reason_is_true,
            **asdict(r.episode),
        }
        for r in results
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(''.join(f'{json.dumps(row)}\n' for row in rows), encoding='utf-8')


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval-commands`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT, help='weights to evaluate')
    parser.add_argument('--episodes', type=positive, help='commands of each half; default: all')
    parser.add_argument('--folder', type=Path, default=Path('log/eval-commands'))
    parser.add_argument('--halves', nargs='+', default=[*HALVES], choices=[*HALVES])
    parser.add_argument('--delay-s', type=float, default=0.08, help='from an image to its chunk')
    add_workers_argument(parser)
    a = parser.parse_args(args)
    run_cli(
        lambda: print(
            evaluate(a.halves, a.checkpoint, a.episodes, a.workers, a.folder, a.delay_s)
        ),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
