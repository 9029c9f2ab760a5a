# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State machine of the scripted expert: waypoints and transitions by (kind, phase)."""

from enum import IntEnum
from typing import Final

import numpy as np
from vla_sim.tasks import phases as p
from vla_sim.tasks.phases import Phase
from vla_sim.tasks.phases import TaskKind


class Transition(IntEnum):
    """Condition of a transition; the expert evaluates them in this order."""

    NEVER = 0
    LEVEL = 1
    NEAR = 2
    THERE = 3
    READY = 4
    LOST = 5
    EMPTY = 6
    GRASPED = 7
    RELEASED = 8
    PUSHED = 9
    ARRIVED = 10
    ALWAYS = 11


class Waypoint(IntEnum):
    """Position that a phase moves to."""

    HERE = 0
    TARGET = 1
    DESTINATION = 2
    PUSH_START = 3


Step = tuple[Phase, Waypoint, float, tuple[tuple[Transition, Phase], ...]]

_GRASP_STEPS: Final[tuple[Step, ...]] = (
    (Phase.APPROACH, Waypoint.TARGET, p.APPROACH_Z_M, ((Transition.READY, Phase.DESCEND),)),
    (
        Phase.DESCEND,
        Waypoint.TARGET,
        p.GRASP_Z_M,
        ((Transition.LOST, Phase.APPROACH), (Transition.THERE, Phase.GRASP)),
    ),
    (
        Phase.GRASP,
        Waypoint.TARGET,
        p.GRASP_Z_M,
        ((Transition.LOST, Phase.APPROACH), (Transition.GRASPED, Phase.LIFT)),
    ),
)
_LOST_GRASP: Final = (Transition.EMPTY, Phase.APPROACH)
_RETREAT_STEPS: Final[tuple[Step, ...]] = (
    (Phase.RETREAT, Waypoint.HERE, p.CARRY_Z_M, ((Transition.LEVEL, Phase.DONE),)),
    (Phase.DONE, Waypoint.HERE, p.CARRY_Z_M, ()),
)
_STEPS_OF_KIND: Final[dict[TaskKind, tuple[Step, ...]]] = {
    TaskKind.PICK: (
        *_GRASP_STEPS,
        (Phase.LIFT, Waypoint.HERE, p.CARRY_Z_M, (_LOST_GRASP, (Transition.LEVEL, Phase.DONE))),
        (Phase.DONE, Waypoint.HERE, p.CARRY_Z_M, ()),
    ),
    TaskKind.PLACE: (
        *_GRASP_STEPS,
        (
            Phase.LIFT,
            Waypoint.HERE,
            p.CARRY_Z_M,
            (_LOST_GRASP, (Transition.LEVEL, Phase.TRANSFER)),
        ),
        (
            Phase.TRANSFER,
            Waypoint.DESTINATION,
            p.CARRY_Z_M,
            (_LOST_GRASP, (Transition.NEAR, Phase.LOWER)),
        ),
        (
            Phase.LOWER,
            Waypoint.DESTINATION,
            p.RELEASE_Z_M,
            (_LOST_GRASP, (Transition.LOST, Phase.TRANSFER), (Transition.LEVEL, Phase.RELEASE)),
        ),
        (Phase.RELEASE, Waypoint.HERE, p.RELEASE_Z_M, ((Transition.RELEASED, Phase.RETREAT),)),
        *_RETREAT_STEPS,
    ),
    TaskKind.PUSH: (
        (
            Phase.APPROACH,
            Waypoint.PUSH_START,
            p.APPROACH_Z_M,
            ((Transition.ARRIVED, Phase.RETREAT), (Transition.READY, Phase.DESCEND)),
        ),
        (
            Phase.DESCEND,
            Waypoint.PUSH_START,
            p.PUSH_Z_M,
            ((Transition.LOST, Phase.APPROACH), (Transition.THERE, Phase.PUSH)),
        ),
        (Phase.PUSH, Waypoint.DESTINATION, p.PUSH_Z_M, ((Transition.PUSHED, Phase.RETREAT),)),
        *_RETREAT_STEPS,
    ),
    TaskKind.POINT: (
        (Phase.APPROACH, Waypoint.TARGET, p.APPROACH_Z_M, ((Transition.READY, Phase.HOVER),)),
        (
            Phase.HOVER,
            Waypoint.TARGET,
            p.HOVER_Z_M,
            ((Transition.LOST, Phase.APPROACH), (Transition.THERE, Phase.DONE)),
        ),
        (Phase.DONE, Waypoint.TARGET, p.HOVER_Z_M, ()),
    ),
}

_SHAPE: Final = (len(TaskKind), len(Phase))
_MAX_TRANSITIONS: Final = 3

# (kind, phase): a phase that a task does not have leads to its first phase at once.
WAYPOINT: Final = np.zeros(_SHAPE, np.int64)
HEIGHT_M: Final = np.full(_SHAPE, p.CARRY_Z_M)
# (transition, kind, phase): the first transition whose condition holds is taken.
TRANSITION_CONDITION: Final = np.full((_MAX_TRANSITIONS, *_SHAPE), Transition.ALWAYS, np.int64)
TRANSITION_TARGET: Final = np.full((_MAX_TRANSITIONS, *_SHAPE), Phase.APPROACH, np.int64)
for _kind, _steps in _STEPS_OF_KIND.items():
    for _phase, _spot, _height, _transitions in _steps:
        WAYPOINT[_kind, _phase], HEIGHT_M[_kind, _phase] = _spot, _height
        TRANSITION_CONDITION[:, _kind, _phase] = Transition.NEVER
        for _i, (_condition, _target) in enumerate(_transitions):
            TRANSITION_CONDITION[_i, _kind, _phase], TRANSITION_TARGET[_i, _kind, _phase] = (
                _condition,
                _target,
            )

# (kind,): whether the object is grasped.
IS_GRASPED: Final = np.array([True, True, False, False])

# (kind, phase): whether the gripper is opened.
IS_GRIPPER_OPEN: Final = np.zeros(_SHAPE, bool)
IS_GRIPPER_OPEN[[TaskKind.PICK, TaskKind.PLACE], Phase.APPROACH] = True
IS_GRIPPER_OPEN[[TaskKind.PICK, TaskKind.PLACE], Phase.DESCEND] = True
IS_GRIPPER_OPEN[TaskKind.PLACE, [Phase.RELEASE, Phase.RETREAT, Phase.DONE]] = True

# (kind, phase): whether a gripper that is not closed holds an object.
IS_HOLDING: Final = np.zeros(_SHAPE, bool)
IS_HOLDING[:2, Phase.GRASP : Phase.RELEASE] = True
IS_HOLDING[TaskKind.PICK, Phase.DONE] = True

# (phase,): speeds, and whether the tool descends only above its waypoint.
IS_DESCENDING: Final = np.isin(np.arange(len(Phase)), [Phase.DESCEND, Phase.LOWER, Phase.HOVER])
HORIZONTAL_SPEED_M_S: Final = np.where(IS_DESCENDING, p.DESCEND_M_S, p.TRAVEL_M_S)
HORIZONTAL_SPEED_M_S[Phase.PUSH], HORIZONTAL_SPEED_M_S[Phase.GRASP] = p.PUSH_M_S, p.CREEP_M_S
VERTICAL_SPEED_M_S: Final = np.where(IS_DESCENDING, p.DESCEND_M_S, p.TRAVEL_M_S)
