# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Film of the scripted expert in the Gymnasium environment; a part of `make actions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gymnasium
import numpy as np
from PIL import Image
from vla_common.arrays import Float32Array
from vla_common.rotation import yaw_to_quaternion
from vla_sim.env import ENV_ID
from vla_sim.env import TabletopEnv
from vla_sim.expert.rollout import ExpertChunk
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.physics.rendering import ImageArray
from vla_sim.tasks.phases import REPLAN_PERIOD_S
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.task import Task

_STEPS_PER_PLAN = round(REPLAN_PERIOD_S / STEP_DURATION_S)
_SIZE_PX = (320, 240)
#: Frames after the success, so that the film ends on it.
_FRAMES_AFTER = 8


@dataclass(frozen=True)
class ExpertDemonstration:
    """Images of one episode of the expert, one for each step of the environment."""

    task: Task
    frames: Sequence[ImageArray]
    success: bool
    #: Sum of the rewards: the number of steps at which the task was done.
    reward: float


def run_expert(seed: int, task: Task) -> ExpertDemonstration:
    """
    Let the expert execute `task` in the scene of `seed`, which contains its objects.

    The expert has the true poses of the objects, which the environment does not observe.
    """
    receptacle = [task.destination] if task.kind == 'place' else []
    env = gymnasium.make(ENV_ID)
    try:
        env.reset(seed=seed, options={'include': [task.target, *receptacle], 'task': task})
        tabletop = env.unwrapped
        assert isinstance(tabletop, TabletopEnv)
        policy = ExpertPolicy(tabletop.world, task)
        frames, rewards, over = [], [0.0], False
        while not over and sum(rewards) < _FRAMES_AFTER:
            chunk = policy.plan()
            for step in range(_STEPS_PER_PLAN):
                observation, reward, _, over, _ = env.step(to_action(chunk, step))
                frames.append(observation['image'])
                rewards.append(float(reward))
        return ExpertDemonstration(task, frames, rewards[-1] > 0, sum(rewards))
    finally:
        env.close()


def to_action(chunk: ExpertChunk, step: int) -> Float32Array:
    """Return an action of the environment (8,): position, quaternion, opening."""
    quaternion = yaw_to_quaternion(chunk.yaw_rad[step])
    values = [*chunk.position_m[step], *quaternion, chunk.gripper[step]]
    return np.array(values, np.float32)


def save_film(path: Path, frames: Sequence[ImageArray]) -> None:
    """
    Write images of steps of the environment as an animated WebP file.

    Raises
    ------
    ValueError
        If there is no image.

    """
    if not frames:
        raise ValueError(f'a film needs at least one image; got none for {path}')
    path.parent.mkdir(parents=True, exist_ok=True)
    first, *others = (Image.fromarray(frame).resize(_SIZE_PX) for frame in frames)
    first.save(
        path,
        save_all=True,
        append_images=others,
        duration=round(1000 * STEP_DURATION_S),
        loop=0,
        quality=70,
    )
