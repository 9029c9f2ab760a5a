# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of complete demonstrations at a fixed rate: observations, actions and command."""

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_learning.data.episodes import draw_task
from vla_learning.data.episodes import randomize_start_pose
from vla_learning.data.episodes import task_label
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.lerobot.episode_format import DatasetSpec
from vla_learning.lerobot.episode_format import RecordedEpisode
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.expert.rollout import run_episode
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.task import Task

_WIDTH_PX, _HEIGHT_PX = 256, 192
_TICKS_PER_FRAME = round(STEP_DURATION_S / CONTROL_PERIOD_S)
_POSE = ('x_m', 'y_m', 'z_m', 'qx', 'qy', 'qz', 'qw')
DATASET_SPEC = DatasetSpec(
    fps=round(1 / STEP_DURATION_S),
    robot='simulated_tabletop_arm',
    image='observation.images.front',
    image_shape=(_HEIGHT_PX, _WIDTH_PX, 3),
    # Tool pose in base_link and gripper opening, 0 closed .. 1 open.
    vectors={'observation.state': (*_POSE, 'opening'), 'action': (*_POSE, 'opening')},
)


class _EpisodeBuffer:
    """Stores the observation at the start and the action at the end of each 0.1 s step."""

    def __init__(self, world: World) -> None:
        self._world, self._ticks = world, 0
        self.images: list[NDArray[np.uint8]] = []
        self.states: list[NDArray[np.float32]] = []
        self.actions: list[NDArray[np.float32]] = []
        self._add_observation()

    def on_tick(self) -> None:
        """Advance by one control period of 20 ms."""
        self._ticks += 1
        if self._ticks % _TICKS_PER_FRAME == 0:
            self.actions.append(_row(*self._world.snapshot().target))
            self._add_observation()

    def _add_observation(self) -> None:
        robot = self._world.robot_state()
        self.states.append(_row(robot.position_m, robot.quaternion_xyzw, robot.opening))
        image = cv2.resize(
            self._world.render(), (_WIDTH_PX, _HEIGHT_PX), interpolation=cv2.INTER_AREA
        )
        self.images.append(image.astype(np.uint8, copy=False))


def record_episode(seed: int) -> RecordedEpisode | None:
    """Record the expert on the task of `seed`; None if the task fails."""
    rng = np.random.default_rng((seed, 2))
    scene = sample_scene(seed)
    task = draw_task(scene, rng)
    command = generate_task_command(task, [SceneObject(i.color, i.shape) for i in scene], rng)
    with World(scene) as world:
        randomize_start_pose(world, rng)
        buffer = _EpisodeBuffer(world)
        end = run_episode(world, ExpertPolicy(world, task), task, on_tick=buffer.on_tick)
    if not end.result.success:
        return None
    count = len(buffer.actions)  # the last observation has no action
    return RecordedEpisode(
        command,
        np.stack(buffer.images[:count]),
        {'observation.state': np.stack(buffer.states[:count]), 'action': np.stack(buffer.actions)},
    )


def generate_task_command(task: Task, objects: list[SceneObject], rng: np.random.Generator) -> str:
    """Return a command for `task` in the vocabulary of training."""
    names = tuple(f'{item.color} {item.kind}' for item in objects)
    kind, target, destination, direction = task_label(task, names)
    command = CommandGenerator(rng).generate_valid(
        objects,
        TaskKind(kind),
        target,
        destination if destination >= 0 else None,
        Direction(direction) if kind == TaskKind.PUSH else None,
    )
    assert command is not None  # the target is given
    return command.text


def _row(position: NDArray, quaternion: NDArray, opening: float) -> NDArray[np.float32]:
    # A rotation has two quaternions. With x >= 0, a tool that points down is near (1, 0, 0, 0).
    sign = -1.0 if quaternion[0] < 0 else 1.0
    return np.array([*position, *(sign * quaternion), opening], np.float32)
