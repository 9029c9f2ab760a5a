# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands of the demo, each with a scene in which it is feasible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import named_objects
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.task import can_do
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

_PHRASES: Final = {
    'pick': ('pick up the {target}', 'grab the {target}', 'please lift the {target}'),
    'place': (
        'put the {target} in the {destination}',
        'place the {target} on the {destination}',
        'pick up the {target} and place it in the {destination}',
    ),
    'push': (
        'push the {target} {destination}',
        'slide the {target} {destination}',
        'please push the {target} {destination}',
    ),
    'point': ('point at the {target}', 'show me the {target}', 'where is the {target}'),
}
_SEED_STEP: Final = 100_000
_MAX_SCENES: Final = 200


@dataclass(frozen=True)
class DemoScenario:
    """
    A command and its scene.

    Parameters
    ----------
    command
        Command in natural language.
    scene_seed
        Seed of the scene.
    scene_include
        Objects that the scene must contain.

    """

    command: str
    scene_seed: int
    scene_include: tuple[str, ...] = ()


def pick_scenario(seed: int, robot: RobotArm = BUILTIN) -> DemoScenario:
    """
    Return a feasible command for the scene of `seed`; task kinds are equally likely.

    An arm that reaches only a part of the table gets the first scene of `seed`, `seed` + 100 000,
    ... with such a task.

    Raises
    ------
    ValueError
        If no scene has a task that the arm can do.

    """
    rng = np.random.default_rng(seed)
    for scene_seed in _scene_seeds(seed):
        scene = sample_scene(scene_seed)
        objects = {item.name for item in scene.items}
        tasks = [
            task
            for task in feasible_tasks(scene)
            if task.target in objects and can_do(robot, scene, task)
        ]
        if tasks:
            return DemoScenario(_command(tasks, rng), scene_seed)
    raise ValueError(_no_scene(robot, 'a task', seed))


def _command(tasks: Sequence[Task], rng: np.random.Generator) -> str:
    kinds = sorted({task.kind for task in tasks})
    kind = kinds[rng.integers(len(kinds))]
    choices = [task for task in tasks if task.kind == kind]
    task = choices[rng.integers(len(choices))]
    phrase = _PHRASES[kind][rng.integers(len(_PHRASES[kind]))]
    # An object is placed on a plate but in a bowl.
    if task.destination.endswith('bowl'):
        phrase = phrase.replace(' on the ', ' in the ')
    elif task.destination.endswith('plate'):
        phrase = phrase.replace(' in the ', ' on the ')
    return phrase.format(target=task.target, destination=task.destination)


def scenario_for_command(command: str, seed: int, robot: RobotArm = BUILTIN) -> DemoScenario:
    """
    Return a scene that contains the objects of a command, with free space for a push.

    A command without a known object, or for a task that the arm cannot do, gets the scene of
    `seed`: the system refuses it.

    Parameters
    ----------
    command
        Command in natural language.
    seed
        Seed of the first scene to try.
    robot
        Arm; one that reaches only a part of the table needs the task there.

    Raises
    ------
    ValueError
        If the arm does tasks of this kind, but in no scene this one.

    """
    include = tuple(named_objects(command))
    first = DemoScenario(command, seed, include)
    for scene_seed in _scene_seeds(seed):
        scene = sample_scene(scene_seed, include)
        task = parse_task(command, scene)
        if task is None or task.kind not in robot.task_kinds:
            return first
        is_free = task.kind != 'push' or task in feasible_tasks(scene)
        if is_free and can_do(robot, scene, task):
            return DemoScenario(command, scene_seed, include)
    if robot.task_area_m is None:
        return first
    raise ValueError(_no_scene(robot, repr(command), seed))


def _scene_seeds(seed: int) -> range:
    return range(seed, seed + _MAX_SCENES * _SEED_STEP, _SEED_STEP)


def _no_scene(robot: RobotArm, what: str, seed: int) -> str:
    (x_low, y_low), (x_high, y_high) = robot.task_area_m or ((-np.inf,) * 2, (np.inf,) * 2)
    return (
        f'{robot.name} must have {what} within x {x_low} .. {x_high}, y {y_low} .. {y_high} m; '
        f'none of {_MAX_SCENES} scenes from seed {seed} has it there. Give another command, SEED '
        'or ROBOT'
    )
