# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The tasks that simulator and policy agree on."""

from enum import IntEnum
from typing import Final


class TaskKind(IntEnum):
    """What is to be done with the target."""

    PICK = 0
    PLACE = 1
    PUSH = 2
    POINT = 3


class Phase(IntEnum):
    """Parts of a task, the memory that one chunk hands to the next."""

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


#: How far a push command moves its target [m].
PUSH_DISTANCE_M: Final = 0.10
