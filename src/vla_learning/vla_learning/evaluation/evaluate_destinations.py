# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure destinations beside, on and towards objects and at places of the table in physics.

`make eval-destinations`. The scenes are random and held out; the commands have one plain wording,
because the command sets measure the wording.
"""

import argparse
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import FIRST_SEED
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.utils.cli import run_cli
from vla_policy.types.vocabulary import TaskKind
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.destinations import BESIDE
from vla_sim.tasks.destinations import PLACES_M
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_destinations import is_feasible

#: Kinds of trial: a relation, or a place of the table.
KINDS: Final = (*BESIDE, *PLACES_M, 'stacked_on', 'towards')
#: As in the nodes on an idle machine.
_DELAYED: Final = PerturbationConfig(delay_s=0.08)
_PHRASES: Final = {'stacked_on': 'on', 'in_front_of': 'in front of'}
_SEEDS_PER_KIND: Final = 10_000
# Seeds of evaluate.py are below.
_FIRST_SEED: Final = FIRST_SEED + 300_000


def draw_trials(kind: str, episodes: int) -> list[EvaluationTrial]:
    """Return `episodes` trials of one of KINDS."""
    first = _FIRST_SEED + _SEEDS_PER_KIND * KINDS.index(kind)
    found = (draw_trial(kind, seed) for seed in range(first, first + _SEEDS_PER_KIND))
    return list(islice((trial for trial in found if trial is not None), episodes))


def draw_trial(kind: str, seed: int) -> EvaluationTrial | None:
    """Return the trial of a seed; None if its scene has no feasible task of that kind."""
    scene = sample_scene(seed)
    tasks = [task for task in _tasks(scene, kind) if is_feasible(scene, task)]
    if not tasks:
        return None
    task = tasks[np.random.default_rng((seed, 4)).integers(len(tasks))]
    command = LabeledCommand(command_text(task), TaskKind[task.kind.upper()])
    return EvaluationTrial(seed, kind, 'train', scene, command, task)


def _tasks(scene: Scene, kind: str) -> Iterator[Task]:
    for item in scene.items:
        if kind in PLACES_M:
            yield Task('place', item.name, kind, relation='at')
            continue
        for landmark in scene:
            if landmark is not item and kind == 'towards':
                yield Task('push', item.name, landmark.name, relation=kind)
            elif landmark is not item:
                yield Task('place', item.name, landmark.name, relation=kind)


def command_text(task: Task) -> str:
    """Return a plain command for a task."""
    verb = 'push' if task.kind == 'push' else 'put'
    if task.relation == 'at':
        return f'{verb} the {task.target} at the {task.destination.replace("_", " ")} of the table'
    phrase = _PHRASES.get(task.relation, task.relation.replace('_', ' '))
    return f'{verb} the {task.target} {phrase} the {task.destination}'


def to_table(results: Sequence[EpisodeResult]) -> str:
    """Return success, refusals and contacts by kind and shape of the target as Markdown."""
    lines = [
        '| destination | target | success | 95 % interval | n | refused | wrong object touched |',
        '|---|---|---|---|---|---|---|',
    ]
    for kind in dict.fromkeys(result.kind for result in results):
        of_kind = [result for result in results if result.kind == kind]
        groups = {'all': of_kind}
        for result in of_kind:
            groups.setdefault(_target_shape(result), []).append(result)
        for shape, rows in sorted(groups.items()):
            rate = rate_with_interval([row.success for row in rows])
            refused = sum(row.refused for row in rows)
            touched = sum(row.wrong_object_touched for row in rows)
            lines.append(f'| {kind} | {shape} | {format_rate(rate)} | {refused} | {touched} |')
    return '\n'.join(lines)


def _target_shape(result: EpisodeResult) -> str:
    """Return the shape in 'put the red cube ...'."""
    return result.command.split()[3]


def evaluate(
    checkpoint: str, kinds: Sequence[str], episodes: int, workers: int, folder: Path
) -> str:
    """Run all trials, write the report into `folder` and return its table."""
    jobs = [EpisodeJob(trial, _DELAYED) for kind in kinds for trial in draw_trials(kind, episodes)]
    results = run_jobs(checkpoint, jobs, workers, 'eval-destinations')
    table = to_table(results)
    facts = {'checkpoint': checkpoint, 'episodes': episodes, 'first_seed': _FIRST_SEED}
    write_report(folder, facts, table, results)
    return table


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval-destinations`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval-destinations'), 'trials of each kind', 40)
    add_workers_argument(parser)
    parser.add_argument('--kinds', nargs='+', default=KINDS, choices=KINDS)
    a = parser.parse_args(args)
    run_cli(
        lambda: print(evaluate(a.checkpoint, a.kinds, a.episodes, a.workers, a.folder)),
        NOTHING_WRITTEN,
    )


if __name__ == '__main__':
    main()
