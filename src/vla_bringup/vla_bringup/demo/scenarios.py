# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands for the demo, and scenes in which they can be carried out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import names_in
from vla_sim.tasks.command_parser import read_command
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
_OTHER_SEED: Final = 100_000
_TRIES: Final = 50


@dataclass(frozen=True)
class Plan:
    """A command and the scene to say it in."""

    command: str
    scene_seed: int
    scene_include: tuple[str, ...] = ()


def pick_plan(seed: int) -> Plan:
    """Return a command that can be carried out in the scene of `seed`, each kind as often."""
    scene, rng = sample_scene(seed), np.random.default_rng(seed)
    objects = {item.name for item in scene.items}
    tasks = [task for task in feasible_tasks(scene) if task.target in objects]
    kinds = sorted({task.kind for task in tasks})
    kind = kinds[rng.integers(len(kinds))]
    choices = [task for task in tasks if task.kind == kind]
    task = choices[rng.integers(len(choices))]
    phrase = _PHRASES[kind][rng.integers(len(_PHRASES[kind]))]
    # A plate holds things on it, a bowl in it.
    if task.destination.endswith('bowl'):
        phrase = phrase.replace(' on the ', ' in the ')
    elif task.destination.endswith('plate'):
        phrase = phrase.replace(' in the ', ' on the ')
    return Plan(phrase.format(target=task.target, destination=task.destination), seed)


def place_command(command: str, seed: int) -> Plan:
    """
    Return a scene for a command: with the things that it names, and room to push.

    A command that names nothing known gets the plain scene of `seed`.
    """
    include = tuple(names_in(command))
    for scene_seed in range(seed, seed + _TRIES * _OTHER_SEED, _OTHER_SEED):
        scene = sample_scene(scene_seed, include)
        task = read_command(command, scene)
        if _is_possible(task) or task in feasible_tasks(scene):
            return Plan(command, scene_seed, include)
    return Plan(command, seed, include)


def _is_possible(task: Task | None) -> bool:
    """Return whether no scene needs to be looked for: only pushes need room."""
    return task is None or task.kind != 'push'
