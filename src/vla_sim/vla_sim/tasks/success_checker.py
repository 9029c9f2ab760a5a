# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success of a task, from the poses of the objects."""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import height_m
from vla_sim.physics.world import World
from vla_sim.physics.world_state import ObjectPose
from vla_sim.tasks.destinations import BESIDE
from vla_sim.tasks.destinations import is_at
from vla_sim.tasks.destinations import is_beside
from vla_sim.tasks.phases import EMPTY_OPENING
from vla_sim.tasks.task import Task

_MOVED_M = 0.01
_LIFTED_M = 0.05
_PUSHED_M = (0.05, 0.25)
_ASIDE_M = 0.05
# Least approach of a push towards an object, and its largest deviation from the way to it.
_NEARER_M = 0.03
_MAX_PUSH_ANGLE_RAD = np.deg2rad(30)
_POINTED_M = 0.03
# Tolerance of the height of an object on the table or on another one.
_ON_TABLE_M = 0.01
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

    """

    def __init__(self, world: World, task: Task | None) -> None:
        self._world, self._task = world, task
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
        if task.relation not in BESIDE:  # beside a landmark there is space for the gripper
            allowed |= {task.destination, *scene.contents(task.destination)}
        reason = self._reason(task, poses, moved)
        return TaskResult(not reason, reason, bool({*moved, *self._touched} - allowed), moved)

    def _reason(self, task: Task, poses: dict[str, ObjectPose], moved: tuple[str, ...]) -> str:
        if task.kind == 'pick':
            return self._check_pick(task, poses)
        if task.kind == 'place':
            return self._check_place(task, poses) or self._check_released(task, poses)
        if task.kind == 'push':
            check = self._check_push_towards if task.relation else self._check_push
            return check(task, poses)
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
        if task.relation == 'stacked_on':
            return self._check_stacked(task, poses)
        if task.relation:
            return self._check_put_down(task, poses)
        receptacle, item = poses[task.destination], poses[task.target]
        radius = self._world.scene.find(task.destination).radius_m
        offset = item.position_m - receptacle.position_m
        is_inside = np.hypot(*offset[:2]) <= radius and 0 < offset[2] < 0.08
        return '' if is_inside else f'{task.target} is not in {task.destination}'

    def _check_put_down(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        """Check an object beside a landmark or at a place of the table."""
        scene, position = self._world.scene, poses[task.target].position_m
        item = scene.find(task.target)
        if abs(position[2] - height_m(item.shape, item.radius_m)) > _ON_TABLE_M:
            return f'{task.target} is not on the table, center at {position[2]:.3f} m'
        for other in scene.receptacles:
            offset = position - poses[other.name].position_m
            if np.hypot(*offset[:2]) < other.radius_m:
                return f'{task.target} is in {other.name}'
        if task.relation == 'at':
            is_there = is_at(task.destination, position[:2])
        else:
            offset = position - poses[task.destination].position_m
            is_there = is_beside(task.relation, offset[:2])
        x_m, y_m = position[:2]
        where = f'{task.relation} {task.destination}'
        return '' if is_there else f'{task.target} at {x_m:.3f}, {y_m:.3f} is not {where}'

    def _check_stacked(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        scene = self._world.scene
        upper, lower = (scene.find(name) for name in (task.target, task.destination))
        offset = poses[upper.name].position_m - poses[lower.name].position_m
        rise_m = sum(height_m(item.shape, item.radius_m) for item in (upper, lower))
        is_on_top = np.hypot(*offset[:2]) <= lower.radius_m
        is_on_top = is_on_top and abs(offset[2] - rise_m) <= _ON_TABLE_M
        return '' if is_on_top else f'{task.target} is not on {task.destination}'

    def _check_released(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        if task.target in self._world.touched():
            return f'{task.target} is still held'
        is_at_rest = poses[task.target].speed_m_s < _AT_REST_M_S
        return '' if is_at_rest else f'{task.target} is not at rest'

    def _check_push_towards(self, task: Task, poses: dict[str, ObjectPose]) -> str:
        """Check a push towards the place where the landmark was at the start."""
        displacement = self._displacement(task.target, poses)
        start, landmark = (
            self._start[name].position_m[:2] for name in (task.target, task.destination)
        )
        way = landmark - start
        moved_m, distance_m = (float(np.linalg.norm(v)) for v in (displacement[:2], way))
        nearer_m = distance_m - float(np.linalg.norm(way - displacement[:2]))
        cosine = float(displacement[:2] @ way) / max(moved_m * distance_m, 1e-9)
        if nearer_m < _NEARER_M or cosine < np.cos(_MAX_PUSH_ANGLE_RAD):
            angle_deg = np.rad2deg(np.arccos(np.clip(cosine, -1, 1)))
            return f'{task.target} came {nearer_m:.3f} m nearer, {angle_deg:.0f} degrees aside'
        return '' if abs(displacement[2]) < 0.03 else f'{task.target} left the table'

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
