# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success of a task, from the poses of the objects."""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.world import World
from vla_sim.physics.world_state import ObjectPose
from vla_sim.tasks.phases import EMPTY_OPENING
from vla_sim.tasks.task import Task

_MOVED_M = 0.01
_LIFTED_M = 0.05
_PUSHED_M = (0.05, 0.25)
_ASIDE_M = 0.05
_POINTED_M = 0.03
_AT_REST_M_S = 0.03
_ARM_STILL_M = 0.01


@dataclass(frozen=True)
class TaskResult:
    """Result of a task; `reason` is empty on success."""

    success: bool
    reason: str
    wrong_object_touched: bool
    moved: tuple[str, ...]


class SuccessChecker:
    """
    Check a task against the state of the world at its start.

    Parameters
    ----------
    world
        Simulated world.
    task
        Task; None if nothing must move.
    others
        Names of other objects that may be touched and moved: those of tasks before.

    """

    def __init__(
        self, world: World, task: Task | None, others: frozenset[str] = frozenset()
    ) -> None:
        self._world, self._task, self._others = world, task, others
        self._start = world.object_poses()
        self._arm_start = world.robot_state().position_m
        self._touched: set[str] = set()

    def observe(self) -> None:
        """Record the objects that the gripper touches; call it at every control tick."""
        self._touched |= self._world.touched()

    def result(self) -> TaskResult:
        """Return the result for the current state."""
        poses = self._world.object_poses()
        moved = tuple(
            name
            for name, pose in poses.items()
            if np.linalg.norm(pose.position_m - self._start[name].position_m) > _MOVED_M
        )
        if self._task is None:
            reason = self._check_unchanged(moved)
            return TaskResult(not reason, reason, bool(moved or self._touched), moved)
        targets = (self._task.target, *self._task.other_targets)
        results = [self._check(replace(self._task, target=name), poses, moved) for name in targets]
        # Any target will do; of several failures, that of the first one is reported.
        return min(results, key=lambda result: (not result.success, result.wrong_object_touched))

    def _check(
        self, task: Task, poses: dict[str, ObjectPose], moved: tuple[str, ...]
    ) -> TaskResult:
        scene = self._world.scene
        # A receptacle moves with its contents, and its contents when something is put into it.
        allowed = {task.target, scene.find(task.target).inside}
        allowed |= {task.destination, *scene.contents(task.destination)}
        reason = self._reason(task, poses, moved)
        wrong = {*moved, *self._touched} - allowed - self._others
        return TaskResult(not reason, reason, bool(wrong), moved)

    def _reason(self, task: Task, poses: dict[str, ObjectPose], moved: tuple[str, ...]) -> str:
        if task.kind == 'pick':
            return self._check_pick(task, poses)
        if task.kind == 'place':
            return self._check_place(task, poses)
        if task.kind == 'push':
            return self._check_push(task, poses)
        return self._check_point(task, poses, moved)

    def _check_unchanged(self, moved: tuple[str, ...]) -> str:
        distance = np.linalg.norm(self._world.robot_state().position_m - self._arm_start)
        if distance >= _ARM_STILL_M:
            return f'arm moved by {distance:.3f} m'
        return f'moved {", ".join(moved)}' if moved else ''

    def _displacement(self, name: str, poses: dict[str, ObjectPose]) -> FloatArray:
        return poses[name].position_m - self._start[name].position_m

    def _check_pick(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        raised_m = self._displacement(task.target, poses)[2]
        if raised_m < _LIFTED_M:
            return f'{task.target} raised by {raised_m:.3f} m'
        held = task.target in self._world.touched()
        held &= self._world.robot_state().opening > EMPTY_OPENING
        return '' if held else f'{task.target} is not held'

    def _check_place(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        receptacle, item = poses[task.destination], poses[task.target]
        radius = self._world.scene.find(task.destination).radius_m
        offset = item.position_m - receptacle.position_m
        if np.hypot(*offset[:2]) > radius or not 0 < offset[2] < 0.08:
            return f'{task.target} is not in {task.destination}'
        if task.target in self._world.touched():
            return f'{task.target} is still held'
        return '' if item.speed_m_s < _AT_REST_M_S else f'{task.target} is not at rest'

    def _check_push(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        displacement = self._displacement(task.target, poses)
        along = direction(task.destination)
        ahead = float(displacement[:2] @ along)
        aside = abs(float(displacement[1] * along[0] - displacement[0] * along[1]))
        if not _PUSHED_M[0] <= ahead <= _PUSHED_M[1] or aside >= _ASIDE_M:
            return f'{task.target} went {ahead:.3f} m ahead, {aside:.3f} m aside'
        return '' if abs(displacement[2]) < 0.03 else f'{task.target} left the table'

    def _check_point(
        self, task: Task, poses: dict[str, ObjectPose], moved: tuple[str, ...]
    ) -> str:
        tool = self._world.robot_state().position_m
        distance = np.hypot(*(tool - poses[task.target].position_m)[:2])
        if distance > _POINTED_M:
            return f'tool is {distance:.3f} m from {task.target}'
        return f'moved {", ".join(moved)}' if moved else ''
