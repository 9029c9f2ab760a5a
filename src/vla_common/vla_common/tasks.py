# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tasks and phases, shared by simulator and policy."""

from enum import IntEnum
from typing import Final


class TaskKind(IntEnum):
    """Kind of a manipulation task."""

    PICK = 0
    PLACE = 1
    PUSH = 2
    POINT = 3


class Phase(IntEnum):
    """Phase of a task, passed on from one chunk to the next."""

    APPROACH = 0
    DESCEND = 1
    GRASP = 2
    LIFT = 3
    TRANSFER = 4
    LOWER = 5
    RELEASE = 6
    RETREAT = 7
    PUSH = 8
    HOVER = 9
    DONE = 10


#: Distance by which a push command moves its target [m].
PUSH_DISTANCE_M: Final = 0.10
