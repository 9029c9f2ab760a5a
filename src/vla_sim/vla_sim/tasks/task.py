# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tasks, and the tasks that are feasible in a scene."""

from dataclasses import dataclass
import math
from typing import Final
from typing import Literal

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import DIRECTIONS
from vla_sim.physics.scene_constants import PUSH_DISTANCE_M
from vla_sim.physics.scene_constants import REACH_M
from vla_sim.physics.scene_constants import REACH_X_M
from vla_sim.physics.scene_constants import REACH_Y_M
from vla_sim.tasks.destinations import BESIDE
from vla_sim.tasks.destinations import PLACES_M
from vla_sim.tasks.phases import PUSH_APPROACH_M
from vla_sim.tasks.phases import TASK_KIND_NAMES

TaskKindName = Literal['pick', 'place', 'push', 'point']

_AHEAD_M = 0.13
_BEHIND_M = 0.07
# Half width of the area that fingers and pushed object pass.
_LANE_M = 0.035


#: Relations of a destination, by kind of task; 'at' is that to a place of the table.
RELATIONS: Final = {
    'pick': (),
    'place': (*BESIDE, 'stacked_on', 'at'),
    'push': ('towards',),
    'point': (),
}


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
        Name of a receptacle for place, of a direction for push; with a relation that of the
        landmark or of the place of the table; else empty.
    other_targets
        Names of other objects with which the task is done as well: "any cube".
    relation
        One of RELATIONS of the destination; empty for in or on a receptacle, and for a direction.

    """

    kind: TaskKindName
    target: str
    destination: str = ''
    other_targets: tuple[str, ...] = ()
    relation: str = ''

    def __post_init__(self) -> None:
        """Check kind, relation and destination."""
        if self.kind not in TASK_KIND_NAMES:
            raise ValueError(f'kind must be one of {TASK_KIND_NAMES}, got {self.kind!r}')
        if self.relation not in ('', *RELATIONS[self.kind]):
            raise ValueError(
                f'the relation of {self.kind} must be one of {RELATIONS[self.kind]} or empty; got '
                f'{self.relation!r}'
            )
        if self.kind == 'push' and not self.relation:
            direction(self.destination)
        if self.relation == 'at' and self.destination not in PLACES_M:
            raise ValueError(
                f'a place must be one of {sorted(PLACES_M)}; got {self.destination!r}'
            )
        if (self.kind in ('place', 'push')) != bool(self.destination):
            raise ValueError(
                f'place and push need a destination, pick and point none: {self.kind} got '
                f'{self.destination!r}'
            )

    @property
    def destination_name(self) -> str:
        """Return the destination with its relation, such as 'left_of green bowl'."""
        return f'{self.relation} {self.destination}'.strip()


def grasp_yaw(shape: str, yaw_rad: float) -> float:
    """Return the tool yaw within [-pi/4, pi/4] at which the fingers close on two faces."""
    if shape != 'cube':
        return 0.0
    quarter = math.pi / 2
    return (yaw_rad + quarter / 2) % quarter - quarter / 2


def is_reachable(position: FloatArray) -> bool:
    """Return whether the tool reaches a position (2,) on the table."""
    x, y = position
    return bool(
        REACH_X_M[0] <= x <= REACH_X_M[1]
        and REACH_Y_M[0] <= y <= REACH_Y_M[1]
        and math.hypot(x, y) <= REACH_M
    )


def _lane_is_free(
    scene: Scene, item: Item, along: FloatArray, landmark: Item | None = None
) -> bool:
    origin = np.array((item.x_m, item.y_m))
    for other in scene:
        if other in (item, landmark):
            continue
        offset = np.array((other.x_m, other.y_m)) - origin
        ahead, aside = offset @ along, abs(offset[1] * along[0] - offset[0] * along[1])
        margin = other.radius_m * (math.sqrt(2) if other.shape == 'cube' else 1)
        if aside < _LANE_M + margin and -_BEHIND_M - margin - 0.012 < ahead < _AHEAD_M + margin:
            return False
    return True


def is_path_free(
    scene: Scene, item: Item, along: FloatArray, landmark: Item | None = None
) -> bool:
    """Return whether a push along a unit vector (2,) is free, apart from a landmark."""
    position = np.array((item.x_m, item.y_m))
    ends = (position + PUSH_DISTANCE_M * along, position - PUSH_APPROACH_M * along)
    is_within = all(is_reachable(end) for end in ends)
    return is_within and _lane_is_free(scene, item, along, landmark)


def can_push(scene: Scene, item: Item, name: str) -> bool:
    """Return whether the path of a push and of its approach is free and within reach."""
    return not item.inside and is_path_free(scene, item, direction(name))


def can_do(robot: RobotArm, scene: Scene, task: Task) -> bool:
    """
    Return whether a task is one of an arm, and its motion within the part of the table it reaches.

    The tool moves over the object; in a push, from behind the object to its destination.
    """
    if task.kind not in robot.task_kinds:
        return False
    if robot.task_area_m is None:
        return True
    item = scene.find(task.target)
    at = np.array((item.x_m, item.y_m))
    ends = [at]
    if task.kind == 'push' and not task.relation:
        along = direction(task.destination)
        ends = [at + PUSH_DISTANCE_M * along, at - PUSH_APPROACH_M * along]
    low, high = np.array(robot.task_area_m)
    return all(bool(((low <= end) & (end <= high)).all()) for end in ends)


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
