# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Demonstrations: the expert carries out random tasks in real physics."""

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frame_recorder import Recorder
from vla_policy.types.vocabulary import Direction
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.phases import Kind
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

#: 20 ms ticks between two frames; an episode lasts about 8 s.
_TICKS_PER_FRAME = 40


def add_episode(recorder: Recorder, seed: int, frames: int) -> bool:
    """
    Draw a scene and a task from `seed`, let the expert do it, and record some frames.

    Returns
    -------
    bool
        Whether the task was done, as the simulator judges.

    """
    rng = np.random.default_rng((seed, 2))
    scene = sample_scene(seed)
    task = draw_task(scene, rng)
    with World(scene) as world:
        start_somewhere(world, rng)
        policy = ExpertPolicy(world, task)
        label = label_of(task, scene.names)
        wait = int(rng.integers(_TICKS_PER_FRAME))
        tick, end = 0, len(recorder) + frames

        def on_tick() -> None:
            nonlocal tick
            tick += 1
            if tick % _TICKS_PER_FRAME == wait and len(recorder) < end:
                recorder.add(world, memory=(policy.phase, policy.time_in_phase_s), task=label)

        return run_episode(world, policy, task, on_tick=on_tick).verdict.success


def draw_task(scene: Scene, rng: np.random.Generator) -> Task:
    """Draw one of the tasks that can be done in the scene; each kind is as likely."""
    tasks = feasible_tasks(scene)
    kind = str(rng.choice(sorted({t.kind for t in tasks})))
    tasks = [t for t in tasks if t.kind == kind]
    return tasks[rng.integers(len(tasks))]


def start_somewhere(world: World, rng: np.random.Generator) -> None:
    """Put the hand somewhere above the table."""
    position = rng.normal((0.40, 0.0, 0.27), (0.06, 0.10, 0.04))
    position[2] = max(position[2], 0.15)
    try:
        world.set_arm(position, yaw_to_quaternion(rng.normal(0, 0.2)), 1.0)
    except ValueError:
        return  # out of reach: start at home


def label_of(task: Task, names: tuple[str, ...]) -> tuple[int, int, int, int]:
    """Return task, index of target, index of destination (-1 for none) and direction."""
    kind = Kind[task.kind.upper()]
    place = names.index(task.destination) if task.kind == 'place' else -1
    way = Direction[task.destination.upper()] if task.kind == 'push' else Direction.NONE
    return int(kind), names.index(task.target), place, int(way)
