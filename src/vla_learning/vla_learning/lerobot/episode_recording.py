# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whole demonstrations at a fixed rate, with what was seen, said and commanded."""

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_learning.data.episodes import draw_task
from vla_learning.data.episodes import label_of
from vla_learning.data.episodes import start_somewhere
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Thing
from vla_learning.lerobot.episode_format import Episode
from vla_learning.lerobot.episode_format import Form
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
FORM = Form(
    fps=round(1 / STEP_DURATION_S),
    robot='simulated_tabletop_arm',
    image='observation.images.front',
    image_shape=(_HEIGHT_PX, _WIDTH_PX, 3),
    # Tool pose in base_link and opening of the gripper, 0 closed .. 1 open.
    vectors={'observation.state': (*_POSE, 'opening'), 'action': (*_POSE, 'opening')},
)


class _Tape:
    """Records what is seen at the start of each 0.1 s and what is commanded for its end."""

    def __init__(self, world: World) -> None:
        self._world, self._ticks = world, 0
        self.images: list[NDArray[np.uint8]] = []
        self.states: list[NDArray[np.float32]] = []
        self.actions: list[NDArray[np.float32]] = []
        self._see()

    def on_tick(self) -> None:
        """Go on by 20 ms."""
        self._ticks += 1
        if self._ticks % _TICKS_PER_FRAME == 0:
            self.actions.append(_row(*self._world.snapshot().target))
            self._see()

    def _see(self) -> None:
        robot = self._world.robot_state()
        self.states.append(_row(robot.position_m, robot.quaternion_xyzw, robot.opening))
        image = cv2.resize(
            self._world.render(), (_WIDTH_PX, _HEIGHT_PX), interpolation=cv2.INTER_AREA
        )
        self.images.append(image.astype(np.uint8, copy=False))


def demonstrate_task(seed: int) -> Episode | None:
    """Let the expert do a task drawn from `seed`; None where the simulator judges it failed."""
    rng = np.random.default_rng((seed, 2))
    scene = sample_scene(seed)
    task = draw_task(scene, rng)
    command = command_for(task, [Thing(i.color, i.shape) for i in scene], rng)
    with World(scene) as world:
        start_somewhere(world, rng)
        tape = _Tape(world)
        end = run_episode(world, ExpertPolicy(world, task), task, on_tick=tape.on_tick)
    if not end.verdict.success:
        return None
    count = len(tape.actions)  # nothing follows what is seen last
    return Episode(
        command,
        np.stack(tape.images[:count]),
        {'observation.state': np.stack(tape.states[:count]), 'action': np.stack(tape.actions)},
    )


def command_for(task: Task, things: list[Thing], rng: np.random.Generator) -> str:
    """Say a task about `things` in words of training."""
    names = tuple(f'{thing.color} {thing.kind}' for thing in things)
    kind, target, destination, way = label_of(task, names)
    spoken = Speaker(rng).say_valid(
        things,
        TaskKind(kind),
        target,
        destination if destination >= 0 else None,
        Direction(way) if kind == TaskKind.PUSH else None,
    )
    if spoken is None:
        raise ValueError(f'{task} cannot be said about {names}')
    return spoken.text


def _row(position: NDArray, quaternion: NDArray, opening: float) -> NDArray[np.float32]:
    # A pose has two quaternions; the one with x >= 0 is near (1, 0, 0, 0) for a tool held down.
    sign = -1.0 if quaternion[0] < 0 else 1.0
    return np.array([*position, *(sign * quaternion), opening], np.float32)
