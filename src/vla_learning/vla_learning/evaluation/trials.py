# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials of evaluation: a scene, a command, what it means."""

from dataclasses import dataclass

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Spoken
from vla_learning.language.referring_expressions import Split
from vla_learning.language.referring_expressions import Thing
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

TASKS = ('pick', 'place', 'push', 'point')
#: Kinds of trial beside the tasks: commands that are to be refused.
REFUSALS = ('absent', 'nowhere', 'nonsense', 'ambiguous')


@dataclass(frozen=True)
class Trial:
    """One episode of evaluation; task None when the command is to be refused."""

    seed: int
    kind: str
    split: Split
    scene: Scene
    spoken: Spoken
    task: Task | None


def draw_trial(seed: int, kind: str, split: Split) -> Trial | None:
    """
    Draw the trial of `seed`; None where its scene offers none of that kind.

    Parameters
    ----------
    seed
        Of the scene and of the words; below the seeds of training.
    kind
        pick, place, push, point, or one of REFUSALS.
    split
        Which words and which targets.

    """
    scene = sample_scene(seed)
    rng = np.random.default_rng((seed, 3))
    speaker = Speaker(rng, split)
    things = [Thing(item.color, item.shape) for item in scene]
    if kind in REFUSALS:
        makers = {
            'absent': speaker.say_absent,
            'nowhere': speaker.say_nowhere,
            'nonsense': speaker.say_nonsense,
            'ambiguous': speaker.say_ambiguous,
        }
        refused = makers[kind](things)
        return None if refused is None else Trial(seed, kind, split, scene, refused, None)
    tasks = [t for t in feasible_tasks(scene) if t.kind == kind and is_allowed(scene, t, split)]
    if not tasks:
        return None
    task = tasks[rng.integers(len(tasks))]
    spoken = say_task(speaker, things, scene, task)
    return Trial(seed, kind, split, scene, spoken, task)


def is_allowed(scene: Scene, task: Task, split: Split) -> bool:
    """Receptacles are places; held-out pairs are targets of their own split only."""
    item = scene.find(task.target)
    held = (item.color, item.shape) in command_templates.HELD_OUT_PAIRS
    return item in scene.items and held == (split == 'pairs')


def say_task(speaker: Speaker, things: list[Thing], scene: Scene, task: Task) -> Spoken:
    """Say `task` about `scene`, which holds `things` in this order."""
    kind, names = TaskKind[task.kind.upper()], scene.names
    spoken = speaker.say_valid(
        things,
        task=kind,
        target=names.index(task.target),
        destination=names.index(task.destination) if kind == TaskKind.PLACE else None,
        direction=Direction[task.destination.upper()] if kind == TaskKind.PUSH else None,
    )
    assert spoken is not None
    assert spoken.verdict == Verdict.OK
    return spoken
