# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Episodes of a policy in the simulated world."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import quaternion_to_yaw
from vla_common.rotation import yaw_to_quaternion
from vla_sim.expert.scripted_expert import expert_chunk
from vla_sim.expert.scripted_expert import ExpertGoal
from vla_sim.expert.scripted_expert import ExpertState
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import PUSH_DISTANCE_M
from vla_sim.physics.world import World
from vla_sim.tasks.phases import Phase
from vla_sim.tasks.phases import REPLAN_PERIOD_S
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.phases import TaskKind
from vla_sim.tasks.success_checker import SuccessChecker
from vla_sim.tasks.success_checker import TaskResult
from vla_sim.tasks.task import grasp_yaw
from vla_sim.tasks.task import Task

_TICKS_PER_STEP = round(STEP_DURATION_S / CONTROL_PERIOD_S)
_STEPS_PER_PLAN = round(REPLAN_PERIOD_S / STEP_DURATION_S)


@dataclass(frozen=True)
class ExpertChunk:
    """Steps of one chunk, 0.1 s apart, in base_link."""

    position_m: FloatArray  # (K, 3)
    yaw_rad: FloatArray  # (K,)
    gripper: FloatArray  # (K,)
    termination: FloatArray  # (K,)


class ChunkPolicy(Protocol):
    """Policy that plans chunks."""

    def plan(self) -> ExpertChunk:
        """Return the next steps from the current state of the world."""


def body_yaw(quaternion_xyzw: FloatArray) -> float:
    """Return the yaw of an upright body."""
    x, y, z, w = quaternion_xyzw
    return float(np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)))


class ExpertPolicy:
    """Scripted expert with the true object poses and the phase of the task."""

    def __init__(self, world: World, task: Task) -> None:
        self._world, self._task = world, task
        self._shape = world.scene.find(task.target).shape
        self.phase, self.time_in_phase_s = Phase.APPROACH, 0.0
        start = world.object_poses()[task.target].position_m[:2]
        # The goal of a push is fixed at its start, because the target moves.
        self._push_to = start
        if task.kind == 'push':
            self._push_to = start + PUSH_DISTANCE_M * direction(task.destination)

    def goal(self) -> ExpertGoal:
        """Return the goal for the current poses, batch size 1."""
        poses, task = self._world.object_poses(), self._task
        target = poses[task.target]
        destination = self._push_to
        if task.kind == 'place':
            destination = poses[task.destination].position_m[:2]
        yaw = grasp_yaw(self._shape, body_yaw(target.quaternion_xyzw))
        return ExpertGoal(
            np.array([TaskKind[task.kind.upper()]], dtype=np.int64),
            target.position_m[None, :2],
            np.array([yaw]),
            destination[None],
        )

    def state(self) -> ExpertState:
        """Return the state of the expert, batch size 1."""
        robot = self._world.robot_state()
        return ExpertState(
            robot.position_m[None],
            np.array([float(quaternion_to_yaw(robot.quaternion_xyzw))]),
            np.array([robot.opening]),
            np.array([int(self.phase)]),
            np.array([self.time_in_phase_s]),
        )

    def plan(self) -> ExpertChunk:
        """Return the steps that are executed, and store the phase at the last one."""
        chunk = expert_chunk(self.state(), self.goal(), _STEPS_PER_PLAN)
        self.phase = Phase(int(chunk.phase[0, -1]))
        self.time_in_phase_s = float(chunk.time_in_phase_s[0, -1])
        return ExpertChunk(
            chunk.position_m[0], chunk.yaw_rad[0], chunk.gripper[0], chunk.termination[0]
        )


@dataclass(frozen=True)
class Episode:
    """Result of an episode."""

    result: TaskResult
    duration_s: float
    terminated: bool


def _execute(
    world: World,
    chunk: ExpertChunk,
    checker: SuccessChecker,
    start: tuple[FloatArray, float],
    on_tick: Callable[[], None] | None,
) -> tuple[FloatArray, float]:
    """Execute the first steps of a chunk from the last commanded pose, and return the new one."""
    position, yaw = start
    for i in range(_STEPS_PER_PLAN):
        for tick in range(1, _TICKS_PER_STEP + 1):
            share = tick / _TICKS_PER_STEP
            commanded = position + share * (chunk.position_m[i] - position)
            commanded_yaw = yaw + share * (chunk.yaw_rad[i] - yaw)
            world.set_target(commanded, yaw_to_quaternion(commanded_yaw), float(chunk.gripper[i]))
            world.step()
            checker.observe()
            if on_tick is not None:
                on_tick()
        position, yaw = chunk.position_m[i], float(chunk.yaw_rad[i])
    return position, yaw


def run_episode(
    world: World,
    policy: ChunkPolicy,
    task: Task | None,
    *,
    limit_s: float = 20.0,
    settle_s: float = 0.6,
    on_tick: Callable[[], None] | None = None,
) -> Episode:
    """
    Run a policy until it reports the end of the task, at most for `limit_s`.

    The policy continues for `settle_s` after its first report.
    """
    checker = SuccessChecker(world, task)
    began, ended = world.time_s, None
    robot = world.robot_state()
    at = (robot.position_m, float(quaternion_to_yaw(robot.quaternion_xyzw)))
    while world.time_s - began < limit_s:
        chunk = policy.plan()
        at = _execute(world, chunk, checker, at, on_tick)
        if ended is None and chunk.termination[_STEPS_PER_PLAN - 1] > 0.5:
            ended = world.time_s
        if ended is not None and world.time_s - ended >= settle_s:
            break
    return Episode(checker.result(), world.time_s - began, ended is not None)
