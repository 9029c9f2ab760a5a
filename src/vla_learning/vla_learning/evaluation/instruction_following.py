# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measure whether actions follow the instruction; `make instruction-following`."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import Rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.plots import plot_title
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import command_for_task
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import is_in_split
from vla_learning.evaluation.trials import TASKS
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.utils.cli import run_cli
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

FIRST_SEED = 500_000
_SEEDS = 100_000
#: Texts without any instruction.
EMPTY_COMMANDS = ('', '   ', '.', '?!', '...', 'please', 'um', 'ok robot', 'well', 'so then')
_NEGATIONS = ("don't", 'do not', 'please do not', 'never', 'you must not', 'please never')
_PLAIN_TEMPLATES = {
    'pick': 'pick up the {t}',
    'place': 'put the {t} in the {d}',
    'push': 'push the {t} {d}',
    'point': 'point at the {t}',
}
#: Variants of the command in each scene.
VARIANTS = ('command', 'swapped', 'paraphrase', 'negated', 'empty')


def draw_variants(seed: int) -> list[EvaluationTrial] | None:
    """Return a scene with all variants; None if no task has an alternative target."""
    scene, rng = sample_scene(seed), np.random.default_rng((seed, 5))
    kind = TASKS[seed % len(TASKS)]
    tasks = [t for t in feasible_tasks(scene) if t.kind == kind and is_in_split(scene, t, 'train')]
    if not tasks:
        return None
    task = tasks[rng.integers(len(tasks))]
    others = [t for t in tasks if t.target != task.target and t.destination == task.destination]
    if not others:
        return None
    other = others[rng.integers(len(others))]
    objects = [SceneObject(item.color, item.shape) for item in scene]
    variants = {
        'command': (command_for_task(CommandGenerator(rng), objects, scene, task), task),
        'swapped': (command_for_task(CommandGenerator(rng), objects, scene, other), other),
        'paraphrase': (
            command_for_task(CommandGenerator(rng, 'heldout_phrasing'), objects, scene, task),
            task,
        ),
        'negated': (_negated(task, rng), None),
        'empty': (_without_task(EMPTY_COMMANDS[rng.integers(len(EMPTY_COMMANDS))]), None),
    }
    return [
        EvaluationTrial(seed, variant, 'train', scene, command, meaning)
        for variant, (command, meaning) in variants.items()
    ]


def _negated(task: Task, rng: np.random.Generator) -> LabeledCommand:
    text = _PLAIN_TEMPLATES[task.kind].format(t=task.target, d=task.destination)
    return _without_task(f'{_NEGATIONS[rng.integers(len(_NEGATIONS))]} {text}')


def _without_task(text: str) -> LabeledCommand:
    return LabeledCommand(text, TaskKind.PICK, Verdict.NOT_UNDERSTOOD)


def summarize(
    trials: Sequence[EvaluationTrial], results: Sequence[EpisodeResult]
) -> dict[str, Rate]:
    """Return how often the policy follows each variant."""
    rows: dict[int, dict[str, tuple[EvaluationTrial, EpisodeResult]]] = {}
    for trial, result in zip(trials, results, strict=True):
        rows.setdefault(trial.seed, {})[trial.kind] = trial, result

    def chooses(variant: str) -> list[bool]:
        return [_chooses(*row[variant]) for row in rows.values()]

    def succeeds(variant: str) -> list[bool]:
        return [row[variant][1].success for row in rows.values()]

    return {
        'command: correct target': rate_with_interval(chooses('command')),
        'swapped: target follows': rate_with_interval(chooses('swapped')),
        'swapped: task succeeds': rate_with_interval(succeeds('swapped')),
        'paraphrase: same target': rate_with_interval(chooses('paraphrase')),
        'paraphrase: task succeeds': rate_with_interval(succeeds('paraphrase')),
        'negated: refused, no motion': rate_with_interval(succeeds('negated')),
        'empty: refused, no motion': rate_with_interval(succeeds('empty')),
    }


def _chooses(trial: EvaluationTrial, result: EpisodeResult) -> bool:
    return trial.task is not None and result.chosen == trial.task.target


def draw_all(scenes: int) -> list[EvaluationTrial]:
    """Return all variants for each of `scenes` scenes with alternating tasks."""
    found: list[EvaluationTrial] = []
    for seed in range(FIRST_SEED, FIRST_SEED + _SEEDS):
        found += draw_variants(seed) or []
        if len(found) >= scenes * len(VARIANTS):
            break
    return found


def measure(checkpoint: str, scenes: int, workers: int, folder: Path) -> str:
    """Run all variants in all scenes, write the report and return its table."""
    trials = draw_all(scenes)
    results = run_jobs(
        checkpoint, [EpisodeJob(t) for t in trials], workers, 'instruction following'
    )
    rates = summarize(trials, results)
    table = to_table(rates)
    facts: dict[str, Any] = {
        'checkpoint': checkpoint,
        'scenes': scenes,
        'first_seed': FIRST_SEED,
        'rates': rates,
    }
    write_report(folder, facts, table, results)
    title = plot_title('instruction following', checkpoint, rates.values())
    draw_bars(folder / 'instruction_following.png', {'rates': rates}, list(rates), title)
    return table


def to_table(rates: Mapping[str, Rate]) -> str:
    """Return the rates as a Markdown table."""
    lines = ['| variant: criterion | rate | 95 % interval | n |', '|---|---|---|---|']
    return '\n'.join([*lines, *(f'| {name} | {format_rate(s)} |' for name, s in rates.items())])


def main(args: Sequence[str] | None = None) -> None:
    """Run `make instruction-following`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval/instruction_following'), 'number of scenes', 200)
    add_workers_argument(parser)
    a = parser.parse_args(args)
    run_cli(lambda: print(measure(a.checkpoint, a.episodes, a.workers, a.folder)), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
