# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands of the demo, each with a scene in which it is feasible."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from vla_sim.physics.robot_arm import Area
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import named_objects
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import is_in_area
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
# Tasks of an arm that reaches only an area of the table.
_SMALL_ARM_KINDS: Final = ('push', 'point')
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


def pick_scenario(seed: int, area_m: Area | None = None) -> DemoScenario:
    """
    Return a feasible command for the scene of `seed`; task kinds are equally likely.

    For an arm that reaches only an area of the table: pointing or pushing, in the first scene of
    `seed`, `seed` + 100 000, ... with such a task in the area.
    """
    scene, rng = sample_scene(seed), np.random.default_rng(seed)
    tasks = _tasks_with_objects(scene)
    while area_m is not None:
        tasks = [t for t in tasks if t.kind in _SMALL_ARM_KINDS and is_in_area(t, scene, area_m)]
        if tasks:
            break
        seed += _SEED_STEP
        scene = sample_scene(seed)
        tasks = _tasks_with_objects(scene)
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
    return DemoScenario(phrase.format(target=task.target, destination=task.destination), seed)


def scenario_for_command(command: str, seed: int, area_m: Area | None = None) -> DemoScenario:
    """
    Return a scene that contains the objects of a command, with free space for a push.

    A command without a known object gets the scene of `seed`.

    Parameters
    ----------
    command
        Command in natural language.
    seed
        Seed of the first scene to try.
    area_m
        Part of the table that the arm reaches; None: all of it.

    """
    include = tuple(named_objects(command))
    for scene_seed in range(seed, seed + _MAX_SCENES * _SEED_STEP, _SEED_STEP):
        scene = sample_scene(scene_seed, include)
        task = parse_task(command, scene)
        if task is not None and not is_in_area(task, scene, area_m):
            continue
        if _needs_no_space(task) or task in feasible_tasks(scene):
            return DemoScenario(command, scene_seed, include)
    return DemoScenario(command, seed, include)


def _tasks_with_objects(scene: Scene) -> list[Task]:
    objects = {item.name for item in scene.items}
    return [task for task in feasible_tasks(scene) if task.target in objects]


def _needs_no_space(task: Task | None) -> bool:
    """Return whether the first scene is good enough: only a push needs free space."""
    return task is None or task.kind != 'push'
