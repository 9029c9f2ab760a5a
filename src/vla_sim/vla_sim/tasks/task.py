# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tasks, and the tasks that are feasible in a scene."""

from dataclasses import dataclass
import math
from typing import Literal

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import DIRECTIONS
from vla_sim.physics.scene_constants import PUSH_DISTANCE_M
from vla_sim.physics.scene_constants import REACH_M
from vla_sim.physics.scene_constants import REACH_X_M
from vla_sim.physics.scene_constants import REACH_Y_M
from vla_sim.tasks.phases import PUSH_APPROACH_M
from vla_sim.tasks.phases import TASK_KIND_NAMES

TaskKindName = Literal['pick', 'place', 'push', 'point']

_AHEAD_M = 0.13
_BEHIND_M = 0.07
# Half width of the area that fingers and pushed object pass.
_LANE_M = 0.035


@dataclass(frozen=True)
class Task:
    """
    A task, such as Task('place', 'blue sphere', 'green bowl').

    Parameters
    ----------
    kind
        pick, place, push or point.
    target
        Name of the object.
    destination
        Name of a receptacle for place, of a direction for push, else empty.
    other_targets
        Names of other objects with which the task is done as well: "any cube".

    """

    kind: TaskKindName
    target: str
    destination: str = ''
    other_targets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check kind and destination."""
        if self.kind not in TASK_KIND_NAMES:
            raise ValueError(f'kind must be one of {TASK_KIND_NAMES}, got {self.kind!r}')
        if self.kind == 'push':
            direction(self.destination)
        if (self.kind in ('place', 'push')) != bool(self.destination):
            raise ValueError(
                f'place and push need a destination, pick and point none: {self.kind} got '
                f'{self.destination!r}'
            )


def grasp_yaw(shape: str, yaw_rad: float) -> float:
    """Return the tool yaw within [-pi/4, pi/4] at which the fingers close on two faces."""
    if shape != 'cube':
        return 0.0
    quarter = math.pi / 2
    return (yaw_rad + quarter / 2) % quarter - quarter / 2


def _is_reachable(position: FloatArray) -> bool:
    x, y = position
    return bool(
        REACH_X_M[0] <= x <= REACH_X_M[1]
        and REACH_Y_M[0] <= y <= REACH_Y_M[1]
        and math.hypot(x, y) <= REACH_M
    )


def _lane_is_free(scene: Scene, item: Item, along: FloatArray) -> bool:
    origin = np.array((item.x_m, item.y_m))
    for other in scene:
        if other is item:
            continue
        offset = np.array((other.x_m, other.y_m)) - origin
        ahead, aside = offset @ along, abs(offset[1] * along[0] - offset[0] * along[1])
        margin = other.radius_m * (math.sqrt(2) if other.shape == 'cube' else 1)
        if aside < _LANE_M + margin and -_BEHIND_M - margin - 0.012 < ahead < _AHEAD_M + margin:
            return False
    return True


def can_push(scene: Scene, item: Item, name: str) -> bool:
    """Return whether the path of a push and of its approach is free and within reach."""
    if item.inside:
        return False
    along = direction(name)
    position = np.array((item.x_m, item.y_m))
    ends = (position + PUSH_DISTANCE_M * along, position - PUSH_APPROACH_M * along)
    return all(_is_reachable(end) for end in ends) and _lane_is_free(scene, item, along)


def feasible_tasks(scene: Scene) -> list[Task]:
    """Return every task that the arm can execute in the scene."""
    tasks = [Task('point', item.name) for item in scene]
    for item in scene.items:
        tasks.append(Task('pick', item.name))
        tasks += [
            Task('place', item.name, receptacle.name)
            for receptacle in scene.receptacles
            if item.inside != receptacle.name
        ]
        tasks += [
            Task('push', item.name, name) for name in DIRECTIONS if can_push(scene, item, name)
        ]
    return tasks
