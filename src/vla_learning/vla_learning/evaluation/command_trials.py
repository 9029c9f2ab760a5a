# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials in physics of the commands of a command set."""

from dataclasses import replace
import hashlib
from typing import cast

import numpy as np
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.language.labeled_command import LabeledCommand
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_arrangement import arrange_scene
from vla_sim.physics.scene_arrangement import Placement
from vla_sim.physics.scene_constants import RECEPTACLE_SHAPES
from vla_sim.tasks.task import RELATIONS
from vla_sim.tasks.task import Task
from vla_sim.tasks.task import TaskKindName
from vla_sim.tasks.task_destinations import is_feasible as is_task_feasible

#: Kind of the trials that are valid, but whose success the simulator cannot check yet.
NOT_SUPPORTED = 'not_supported'
_ONTO = ('', 'in', 'on')
_MAX_TRIES = 100


def to_trial(command: SetCommand) -> EvaluationTrial:
    """
    Return the trial of a command; its kind is the group of the command, or NOT_SUPPORTED.

    Text and scene of the command determine positions, sizes and appearance. They are sampled again
    until the task is feasible. Where the cells rule that out, it is attempted nevertheless.
    """
    digest = hashlib.sha256(f'{command.text}{command.scene}'.encode()).digest()
    seed = int.from_bytes(digest[:4], 'big')
    step = _find_step(command)
    for attempt in range(_MAX_TRIES):
        scene, names = _arrange(command, np.random.default_rng((seed, attempt)))
        task = None if step is None else _to_task(step, _relation(step, command), names)
        if task is None or is_feasible(task, scene):
            break
    kind = NOT_SUPPORTED if command.steps and task is None else command.group
    verdict = Verdict.NOT_UNDERSTOOD if task is None else Verdict.OK
    label = LabeledCommand(
        command.text, TaskKind[task.kind.upper()] if task else TaskKind.PICK, verdict
    )
    return EvaluationTrial(seed, kind, 'heldout_phrasing', scene, label, task)


def _find_step(command: SetCommand) -> ExpectedStep | None:
    """Return the step that the success checker has a criterion for."""
    if not command.steps:
        return None
    *earlier, step = command.steps
    # To pick up an object and then to place it is to place it.
    if earlier and (step.task != 'place' or earlier != [ExpectedStep('pick', step.targets)]):
        return None
    has_destination = step.destination is not None or bool(step.direction)
    if step.task in ('place', 'push') and not has_destination:
        return None
    return step if _relation(step, command) in ('', *RELATIONS[step.task]) else None


def _relation(step: ExpectedStep, command: SetCommand) -> str:
    """Return the relation in a task of the simulator; that to a receptacle has no name."""
    if isinstance(step.destination, str):
        return 'at'
    if step.task != 'place' or step.relation not in _ONTO or step.destination is None:
        return step.relation
    is_receptacle = command.scene[step.destination].shape in RECEPTACLE_SHAPES
    return '' if is_receptacle else 'stacked_on'


def _arrange(command: SetCommand, rng: np.random.Generator) -> tuple[Scene, tuple[str, ...]]:
    placements = [
        Placement((item.color, item.shape), item.position, command.containers.get(i))
        for i, item in enumerate(command.scene)
    ]
    return arrange_scene(rng, placements)


def _to_task(step: ExpectedStep, relation: str, names: tuple[str, ...]) -> Task:
    target, *others = (names[index] for index in step.targets)
    destination = step.direction
    if isinstance(step.destination, int):
        destination = names[step.destination]
    elif step.destination is not None:
        destination = step.destination
    return Task(cast(TaskKindName, step.task), target, destination, tuple(others), relation)


def is_feasible(task: Task, scene: Scene) -> bool:
    """Return whether the arm can do a task with one of its targets."""
    targets = (task.target, *task.other_targets)
    return any(is_task_feasible(scene, replace(task, target=name)) for name in targets)
