# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure whether the action follows the words: swap, blank, negate; `make sensitivity`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import percent
from vla_learning.evaluation.metrics import Share
from vla_learning.evaluation.metrics import share_of
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import is_allowed
from vla_learning.evaluation.trials import say_task
from vla_learning.evaluation.trials import TASKS
from vla_learning.evaluation.trials import Trial
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Spoken
from vla_learning.language.referring_expressions import Thing
from vla_learning.utils.cli import run_tool
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

FIRST_SEED = 500_000
_SEEDS = 100_000
#: Said instead of a command: nothing is asked for.
BLANKS = ('', '   ', '.', '?!', '...', 'please', 'um', 'ok robot', 'well', 'so then')
_NEGATIONS = ("don't", 'do not', 'please do not', 'never', 'you must not', 'please never')
_PLAIN = {
    'pick': 'pick up the {t}',
    'place': 'put the {t} in the {d}',
    'push': 'push the {t} {d}',
    'point': 'point at the {t}',
}
#: What is said in every scene.
VARIANTS = ('command', 'swapped', 'paraphrase', 'negated', 'blank')


def draw_variants(seed: int) -> list[Trial] | None:
    """Return the same scene with a command and its variants; None where no target has a twin."""
    scene, rng = sample_scene(seed), np.random.default_rng((seed, 5))
    kind = TASKS[seed % len(TASKS)]
    tasks = [t for t in feasible_tasks(scene) if t.kind == kind and is_allowed(scene, t, 'train')]
    if not tasks:
        return None
    task = tasks[rng.integers(len(tasks))]
    others = [t for t in tasks if t.target != task.target and t.destination == task.destination]
    if not others:
        return None
    other = others[rng.integers(len(others))]
    things = [Thing(item.color, item.shape) for item in scene]
    said = {
        'command': (say_task(Speaker(rng), things, scene, task), task),
        'swapped': (say_task(Speaker(rng), things, scene, other), other),
        'paraphrase': (say_task(Speaker(rng, 'phrases'), things, scene, task), task),
        'negated': (_negated(task, rng), None),
        'blank': (_refusable(BLANKS[rng.integers(len(BLANKS))]), None),
    }
    return [
        Trial(seed, variant, 'train', scene, spoken, meant)
        for variant, (spoken, meant) in said.items()
    ]


def _negated(task: Task, rng: np.random.Generator) -> Spoken:
    plain = _PLAIN[task.kind].format(t=task.target, d=task.destination)
    return _refusable(f'{_NEGATIONS[rng.integers(len(_NEGATIONS))]} {plain}')


def _refusable(text: str) -> Spoken:
    return Spoken(text, TaskKind.PICK, Verdict.NOT_UNDERSTOOD)


def summarize(trials: Sequence[Trial], results: Sequence[Result]) -> dict[str, Share]:
    """Return how often the words are followed, with the bars of the project in mind."""
    rows: dict[int, dict[str, tuple[Trial, Result]]] = {}
    for trial, result in zip(trials, results, strict=True):
        rows.setdefault(trial.seed, {})[trial.kind] = trial, result

    def chooses(variant: str) -> list[bool]:
        return [_chooses(*row[variant]) for row in rows.values()]

    def succeeds(variant: str) -> list[bool]:
        return [row[variant][1].success for row in rows.values()]

    return {
        'command: right target': share_of(chooses('command')),
        'swapped: target follows': share_of(chooses('swapped')),
        'swapped: task done': share_of(succeeds('swapped')),
        'paraphrase: same target': share_of(chooses('paraphrase')),
        'paraphrase: task done': share_of(succeeds('paraphrase')),
        'negated: refused, still': share_of(succeeds('negated')),
        'blank: never moves': share_of(succeeds('blank')),
    }


def _chooses(trial: Trial, result: Result) -> bool:
    return trial.task is not None and result.chosen == trial.task.target


def draw_all(scenes: int) -> list[Trial]:
    """Return every variant in each of `scenes` scenes, tasks in turn."""
    found: list[Trial] = []
    for seed in range(FIRST_SEED, FIRST_SEED + _SEEDS):
        found += draw_variants(seed) or []
        if len(found) >= scenes * len(VARIANTS):
            break
    return found


def measure(checkpoint: str, scenes: int, workers: int, folder: Path) -> str:
    """Run every variant in every scene, write report and picture, return the table."""
    trials = draw_all(scenes)
    results = run_jobs(checkpoint, [Job(t) for t in trials], workers, 'sensitivity')
    shares = summarize(trials, results)
    table = to_table(shares)
    facts: dict[str, Any] = {
        'checkpoint': checkpoint,
        'scenes': scenes,
        'first_seed': FIRST_SEED,
        'shares': shares,
    }
    write_report(folder, facts, table, results)
    draw_bars(folder / 'sensitivity.png', {'shares': shares}, list(shares))
    return table


def to_table(shares: Mapping[str, Share]) -> str:
    """Return the shares as a Markdown table."""
    lines = ['| what is said: what is asked | share | 95 % interval | n |', '|---|---|---|---|']
    return '\n'.join([*lines, *(f'| {name} | {percent(s)} |' for name, s in shares.items())])


def main(args: Sequence[str] | None = None) -> None:
    """Run `make sensitivity`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval/sensitivity'), 'scenes', 200)
    a = parser.parse_args(args)
    run_tool(
        lambda: print(measure(a.checkpoint, a.episodes, a.workers, a.folder)), NOTHING_WRITTEN
    )


if __name__ == '__main__':
    main()
