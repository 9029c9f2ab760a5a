# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Destination of a command whose objects are selected, or why the robot cannot execute it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import RequestedTask
from vla_common.destinations import BESIDE
from vla_common.destinations import name_destination
from vla_common.tasks import PUSH_DISTANCE_M
from vla_policy.control.destination import Destination
from vla_policy.control.detections import Detection
from vla_policy.control.free_space import is_in_reach
from vla_policy.control.free_space import is_push_in_reach
from vla_policy.control.free_space import MIN_SPACE_M
from vla_policy.control.free_space import objects_along
from vla_policy.control.free_space import objects_at
from vla_policy.control.free_space import points_at
from vla_policy.control.free_space import points_beside
from vla_policy.control.free_space import PREFERRED_SPACE_M
from vla_policy.control.free_space import RADIUS_M

#: Heights above the floor of a receptacle; the policy releases objects about 3 cm above it [m].
TABLE_SURFACE_M: Final = -0.029
_STACK_M: Final = {'cube': 0.018, 'cylinder': 0.026}
#: Shortest push towards an object, steps by which a push is shortened, and the gap left [m].
_MIN_PUSH_M: Final = 0.04
_PUSH_STEP_M: Final = 0.01
_GAP_M: Final = 0.01
#: Distance behind the target at which a push begins [m].
_BEHIND_M: Final = 0.065


class BlockedReason(StrEnum):
    """Machine-readable reason why a destination cannot be used."""

    OCCUPIED = 'destination_occupied'
    OUT_OF_REACH = 'destination_out_of_reach'
    TOO_NEAR = 'destination_too_near'
    PUSH_BLOCKED = 'push_blocked'
    NOT_STACKABLE = 'not_stackable'


class DestinationBlockedError(Exception):
    """
    An object cannot be brought to its destination.

    Parameters
    ----------
    reason, name
        Reason, and the destination in words.
    blocking
        Objects that stand in the way.

    """

    def __init__(
        self, reason: BlockedReason, name: str, blocking: tuple[Detection, ...] = ()
    ) -> None:
        super().__init__(f'{name}: {reason}')
        self.reason, self.name, self.blocking = reason, name, blocking


def plan_destination(
    meaning: CommandMeaning,
    landmark_m: FloatArray,
    objects: Sequence[Detection],
    detections: Sequence[Detection],
) -> Destination:
    """
    Return the destination of a command.

    Parameters
    ----------
    meaning
        Meaning that `requested_action` accepts.
    landmark_m
        Position (2,) at which the network locates the landmark, which is tracked.
    objects
        Target, and the landmark of the destination if it has one.
    detections
        All objects on the table.

    Raises
    ------
    DestinationBlockedError
        If the object cannot be brought there.

    """
    target, *landmarks = objects
    others = [d for d in detections if d != target]
    if meaning.place and meaning.task is RequestedTask.PLACE:
        name = f'{meaning.place.replace("_", " ")} of the table'
        point = _free_point(name, points_at(meaning.place), others)
        return Destination(name, point_m=_to_pair(point), surface_m=TABLE_SURFACE_M)
    if not landmarks:
        return Destination()
    (landmark,) = landmarks
    name = name_destination(meaning.relation, landmark.name)
    if meaning.relation in BESIDE:
        point = _free_point(name, points_beside(landmark, meaning.relation), others)
        return Destination(name, _to_pair(point - landmark_m), surface_m=TABLE_SURFACE_M)
    if meaning.task is RequestedTask.PUSH:
        others.remove(landmark)
        return _push(name, target, landmark, others)
    if landmark.kind in RECEPTACLE_SHAPES:
        return Destination(landmark.name)
    if landmark.kind in _STACK_M:
        return Destination(name, surface_m=_STACK_M[landmark.kind])
    raise DestinationBlockedError(BlockedReason.NOT_STACKABLE, name)


def _free_point(name: str, points: FloatArray, others: Sequence[Detection]) -> FloatArray:
    """Return the first free one of the points (N, 2) within reach."""
    within = points[is_in_reach(points)]
    if not len(within):
        raise DestinationBlockedError(BlockedReason.OUT_OF_REACH, name)
    for space_m in (PREFERRED_SPACE_M, MIN_SPACE_M):
        blocking = [objects_at(point, others, space_m) for point in within]
        if () in blocking:
            point: FloatArray = within[blocking.index(())]
            return point
    raise DestinationBlockedError(BlockedReason.OCCUPIED, name, blocking[0])


def _push(
    name: str, target: Detection, landmark: Detection, others: Sequence[Detection]
) -> Destination:
    """Return the longest possible push."""
    start, distance_m = np.array(target.position), target.distance_m(landmark.position)
    free_m = distance_m - RADIUS_M[target.kind] - RADIUS_M[landmark.kind] - _GAP_M
    if free_m < _MIN_PUSH_M:
        raise DestinationBlockedError(BlockedReason.TOO_NEAR, name)
    direction = (landmark.position - start) / distance_m
    begin, longest_m = start - _BEHIND_M * direction, min(PUSH_DISTANCE_M, free_m)
    for length_m in (*np.arange(longest_m, _MIN_PUSH_M, -_PUSH_STEP_M).tolist(), _MIN_PUSH_M):
        end = start + length_m * direction
        blocking = objects_along(begin, end, others)
        if not blocking and is_push_in_reach(np.stack([begin, end])).all():
            return Destination(name, push_m=length_m)
    if blocking:
        raise DestinationBlockedError(BlockedReason.PUSH_BLOCKED, name, blocking)
    raise DestinationBlockedError(BlockedReason.OUT_OF_REACH, name)


def _to_pair(point: FloatArray) -> tuple[float, float]:
    x, y = point.tolist()
    return x, y
