# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials of the evaluation: a scene, a command and its meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.language.referring_expressions import Split
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import can_do
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

TASKS = ('pick', 'place', 'push', 'point')
#: Kinds of trial with a command that must be refused.
REFUSALS = ('absent_target', 'absent_destination', 'out_of_scope', 'ambiguous')
SPLITS: tuple[Split, ...] = ('train', 'heldout_phrasing', 'heldout_pairs')
#: Evaluation scenes; training has larger seeds.
FIRST_SEED = 100_000
_SEEDS_PER_KIND = 10_000


@dataclass(frozen=True)
class EvaluationTrial:
    """
    One episode of the evaluation.

    The task is None when the command must be refused; `further_tasks` are to be done after it.
    """

    seed: int
    kind: str
    split: Split
    scene: Scene
    command: LabeledCommand
    task: Task | None
    further_tasks: tuple[Task, ...] = ()


def draw_trial(
    seed: int, kind: str, split: Split, robot: RobotArm = BUILTIN
) -> EvaluationTrial | None:
    """
    Draw the trial of `seed`; None if its scene has no trial of that kind.

    Parameters
    ----------
    seed
        Seed of scene and command; below the seeds of training.
    kind
        One of TASKS or REFUSALS.
    split
        Vocabulary and allowed targets.
    robot
        Arm that can do the task.

    """
    scene = sample_scene(seed)
    rng = np.random.default_rng((seed, 3))
    generator = CommandGenerator(rng, split)
    objects = [SceneObject(item.color, item.shape) for item in scene]
    if kind in REFUSALS:
        generators = {
            'absent_target': generator.generate_absent_target,
            'absent_destination': generator.generate_absent_destination,
            'out_of_scope': generator.generate_out_of_scope,
            'ambiguous': generator.generate_ambiguous,
        }
        refused = generators[kind](objects)
        if refused is None:
            return None
        return EvaluationTrial(seed, kind, split, scene, refused, None)
    tasks = [
        t
        for t in feasible_tasks(scene)
        if t.kind == kind and is_in_split(scene, t, split) and can_do(robot, scene, t)
    ]
    if not tasks:
        return None
    task = tasks[rng.integers(len(tasks))]
    command = command_for_task(generator, objects, scene, task)
    return EvaluationTrial(seed, kind, split, scene, command, task)


def draw_trials(
    episodes: int,
    splits: Sequence[Split],
    kinds: Sequence[str] = (*TASKS, *REFUSALS),
    robot: RobotArm = BUILTIN,
) -> list[EvaluationTrial]:
    """
    Return `episodes` trials of each kind and split; held-out pairs have tasks only.

    Raises
    ------
    ValueError
        If a kind is a task that the arm cannot do.

    """
    if refused := [kind for kind in kinds if kind in TASKS and kind not in robot.task_kinds]:
        raise ValueError(
            f'{robot.name} can {", ".join(robot.task_kinds)}; got {", ".join(refused)}. '
            'Correct --kinds'
        )
    trials: list[EvaluationTrial] = []
    for split in splits:
        for kind in kinds:
            if split == 'heldout_pairs' and kind not in TASKS:
                continue
            # The first seed depends only on kind and split, not on the other arguments.
            block = 10 * SPLITS.index(split) + (*TASKS, *REFUSALS).index(kind)
            first = FIRST_SEED + _SEEDS_PER_KIND * block
            found = (
                draw_trial(s, kind, split, robot) for s in range(first, first + _SEEDS_PER_KIND)
            )
            trials += islice((trial for trial in found if trial is not None), episodes)
    return trials


def is_in_split(scene: Scene, task: Task, split: Split) -> bool:
    """Return whether `split` allows the target: graspable; a held-out pair only in its split."""
    item = scene.find(task.target)
    is_held_out = (item.color, item.shape) in command_templates.HELD_OUT_PAIRS
    return item in scene.items and is_held_out == (split == 'heldout_pairs')


def command_for_task(
    generator: CommandGenerator, objects: list[SceneObject], scene: Scene, task: Task
) -> LabeledCommand:
    """Generate a command for `task`; `objects` are those of `scene` in its order."""
    kind, names = TaskKind[task.kind.upper()], scene.names
    command = generator.generate_valid(
        objects,
        task=kind,
        target=names.index(task.target),
        destination=names.index(task.destination) if kind == TaskKind.PLACE else None,
        direction=Direction[task.destination.upper()] if kind == TaskKind.PUSH else None,
    )
    assert command is not None
    assert command.verdict == Verdict.OK
    return command
