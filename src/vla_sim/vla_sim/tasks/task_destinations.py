# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Feasibility of tasks with a destination beside an object, and points that fit a task."""

from dataclasses import replace
from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.destinations import STACKABLE_SHAPES
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import REACH_X_M
from vla_sim.physics.scene_constants import REACH_Y_M
from vla_sim.physics.scene_sampling import min_gap_m
from vla_sim.tasks.destinations import BESIDE
from vla_sim.tasks.destinations import is_at
from vla_sim.tasks.destinations import is_beside
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import is_path_free
from vla_sim.tasks.task import is_reachable
from vla_sim.tasks.task import Task

#: Least gap before an object that another one is pushed towards.
_MIN_GAP_M: Final = 0.065
#: Distance of the points at which a free place is looked for.
_GRID_M: Final = 0.02
#: Largest angle between a planned push and the way to the object.
_MAX_ANGLE_RAD: Final = np.deg2rad(15)


def is_feasible(scene: Scene, task: Task) -> bool:
    """Return whether the arm can execute a task with its first target."""
    if not task.relation:
        return replace(task, other_targets=()) in feasible_tasks(scene)
    target = scene.find(task.target)
    if task.relation == 'at':
        return _has_free_place(scene, task)
    landmark = scene.find(task.destination)
    if task.relation == 'stacked_on':
        return landmark.shape in STACKABLE_SHAPES and not landmark.inside
    if task.relation in BESIDE:
        return _has_free_place(scene, task)
    way = _position(landmark) - _position(target)
    distance_m = float(np.linalg.norm(way))
    is_far = distance_m - target.radius_m - landmark.radius_m >= _MIN_GAP_M
    is_free = is_far and not target.inside
    return is_free and is_path_free(scene, target, way / distance_m, landmark)


def is_at_destination(scene: Scene, task: Task, point_m: FloatArray) -> bool:
    """Return whether a point (2,) is beside the landmark or at the place of a task."""
    if task.relation == 'at':
        return is_at(task.destination, point_m)
    if task.relation not in BESIDE:
        return False
    return is_beside(task.relation, point_m - _position(scene.find(task.destination)))


def is_towards(scene: Scene, task: Task, offset_m: FloatArray) -> bool:
    """Return whether a push by an offset (2,) leads towards the object that a task names."""
    if task.relation != 'towards':
        return False
    way = _position(scene.find(task.destination)) - _position(scene.find(task.target))
    lengths = np.linalg.norm(way) * np.linalg.norm(offset_m)
    return bool(way @ offset_m >= np.cos(_MAX_ANGLE_RAD) * lengths > 0)


def _has_free_place(scene: Scene, task: Task) -> bool:
    """Return whether there is a point at the destination with space for the open gripper."""
    target = scene.find(task.target)
    others = [item for item in scene if item is not target and not item.inside]
    places = np.array([_position(item) for item in others]).reshape(-1, 2)
    gaps = [min_gap_m(target.shape, target.radius_m, item.shape, item.radius_m) for item in others]
    axes = np.arange(*REACH_X_M, _GRID_M), np.arange(*REACH_Y_M, _GRID_M)
    points = np.stack(np.meshgrid(*axes), -1).reshape(-1, 2)
    return any(
        is_at_destination(scene, task, point)
        and is_reachable(point)
        and (np.linalg.norm(places - point, axis=1) >= gaps).all()
        for point in points
    )


def _position(item: Item) -> FloatArray:
    return np.array((item.x_m, item.y_m))
