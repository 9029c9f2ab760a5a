# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Classes that the policy predicts, in the order of the network outputs."""

from enum import IntEnum

import numpy as np
from vla_common.tasks import Phase
from vla_common.tasks import PUSH_DISTANCE_M
from vla_common.tasks import TaskKind

__all__ = [
    'DIRECTION_VECTORS',
    'PEAK_CELLS',
    'PHASES',
    'PUSH_DISTANCE_M',
    'TRAINING_CAMERA_M',
    'Direction',
    'Phase',
    'TaskKind',
    'Verdict',
    'progress',
]


class Verdict(IntEnum):
    """Feasibility of a command in the observed scene."""

    OK = 0
    TARGET_NOT_FOUND = 1
    DESTINATION_NOT_FOUND = 2
    NOT_UNDERSTOOD = 3
    AMBIGUOUS = 4


class Direction(IntEnum):
    """Direction of a push in base_link (REP-103)."""

    NONE = 0
    LEFT = 1
    RIGHT = 2
    FORWARD = 3
    BACK = 4


#: Unit vectors of Direction in base_link, shape (5, 2).
DIRECTION_VECTORS = np.array([(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)], dtype=np.float32)
#: Position of the camera of the training view in base_link [m].
TRAINING_CAMERA_M = (1.12, 0.0, 0.66)
#: Cells on each side of the peak of an object that belong to it.
PEAK_CELLS = 2
#: Phases of each task, in order.
PHASES = {
    TaskKind.PICK: (Phase.APPROACH, Phase.DESCEND, Phase.GRASP, Phase.LIFT, Phase.DONE),
    TaskKind.PLACE: (
        Phase.APPROACH,
        Phase.DESCEND,
        Phase.GRASP,
        Phase.LIFT,
        Phase.TRANSFER,
        Phase.LOWER,
        Phase.RELEASE,
        Phase.RETREAT,
        Phase.DONE,
    ),
    TaskKind.PUSH: (Phase.APPROACH, Phase.DESCEND, Phase.PUSH, Phase.RETREAT, Phase.DONE),
    TaskKind.POINT: (Phase.APPROACH, Phase.HOVER, Phase.DONE),
}


def progress(task: TaskKind, phase: Phase) -> float:
    """Return the share of the phases of `task`, 0 to 1, completed when `phase` begins."""
    phases = PHASES[task]
    return phases.index(phase) / (len(phases) - 1) if phase in phases else 0.0
