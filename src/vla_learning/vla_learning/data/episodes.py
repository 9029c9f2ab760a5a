# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Demonstrations: episodes of the scripted expert with random tasks in physics."""

from dataclasses import replace

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.training_scenes import sample_camera
from vla_policy.types.vocabulary import Direction
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.phases import TaskKind
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

#: 20 ms ticks between two frames; an episode lasts about 8 s.
_TICKS_PER_FRAME = 40


def add_episode(recorder: FrameRecorder, seed: int, frames: int) -> bool:
    """
    Record up to `frames` frames of an episode; `seed` determines scene and task.

    Returns
    -------
    bool
        Whether the task succeeded according to the simulator.

    """
    rng = np.random.default_rng((seed, 2))
    scene = sample_scene(seed)
    task = draw_task(scene, rng)
    camera = sample_camera(rng, scene, 1.0)
    scene = replace(scene, appearance=camera.true)
    with World(scene) as world:
        randomize_start_pose(world, rng)
        policy, given = ExpertPolicy(world, task), camera.given_camera(world)
        label = task_label(task, scene.names)
        offset = int(rng.integers(_TICKS_PER_FRAME))
        tick, end = 0, len(recorder) + frames

        def on_tick() -> None:
            nonlocal tick
            tick += 1
            if tick % _TICKS_PER_FRAME == offset and len(recorder) < end:
                phase = (policy.phase, policy.time_in_phase_s)
                recorder.add(world, given, phase=phase, task=label)

        return run_episode(world, policy, task, on_tick=on_tick).result.success


def draw_task(scene: Scene, rng: np.random.Generator) -> Task:
    """Draw a feasible task of the scene; each kind has the same probability."""
    tasks = feasible_tasks(scene)
    kind = str(rng.choice(sorted({t.kind for t in tasks})))
    tasks = [t for t in tasks if t.kind == kind]
    return tasks[rng.integers(len(tasks))]


def randomize_start_pose(world: World, rng: np.random.Generator) -> None:
    """Move the tool to a random pose above the table."""
    position = rng.normal((0.40, 0.0, 0.27), (0.06, 0.10, 0.04))
    position[2] = max(position[2], 0.15)
    try:
        world.set_arm(position, yaw_to_quaternion(rng.normal(0, 0.2)), 1.0)
    except ValueError:
        return  # out of reach: keep the home pose


def task_label(task: Task, names: tuple[str, ...]) -> tuple[int, int, int, int]:
    """Return task, index of target, index of destination (-1 for none) and direction."""
    kind = TaskKind[task.kind.upper()]
    place = names.index(task.destination) if task.kind == 'place' else -1
    direction = Direction[task.destination.upper()] if task.kind == 'push' else Direction.NONE
    return int(kind), names.index(task.target), place, int(direction)
