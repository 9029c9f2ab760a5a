# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The plan of every kind of task as tables over (kind, phase): where to go, when to go on."""

from enum import IntEnum
from typing import Final

import numpy as np
from vla_sim.tasks import phases as p
from vla_sim.tasks.phases import Kind
from vla_sim.tasks.phases import Phase


class Condition(IntEnum):
    """What a rule may ask; the expert evaluates them in this order."""

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


class Spot(IntEnum):
    """Which place a phase goes to."""

    HERE = 0
    TARGET = 1
    DESTINATION = 2
    RUN_UP = 3


Step = tuple[Phase, Spot, float, tuple[tuple[Condition, Phase], ...]]

_CATCH: Final[tuple[Step, ...]] = (
    (Phase.APPROACH, Spot.TARGET, p.APPROACH_Z_M, ((Condition.READY, Phase.DESCEND),)),
    (
        Phase.DESCEND,
        Spot.TARGET,
        p.GRASP_Z_M,
        ((Condition.LOST, Phase.APPROACH), (Condition.THERE, Phase.GRASP)),
    ),
    (
        Phase.GRASP,
        Spot.TARGET,
        p.GRASP_Z_M,
        ((Condition.LOST, Phase.APPROACH), (Condition.GRASPED, Phase.LIFT)),
    ),
)
_DROPPED: Final = (Condition.EMPTY, Phase.APPROACH)
_LEAVE: Final[tuple[Step, ...]] = (
    (Phase.RETREAT, Spot.HERE, p.CARRY_Z_M, ((Condition.LEVEL, Phase.DONE),)),
    (Phase.DONE, Spot.HERE, p.CARRY_Z_M, ()),
)
_PLANS: Final[dict[Kind, tuple[Step, ...]]] = {
    Kind.PICK: (
        *_CATCH,
        (Phase.LIFT, Spot.HERE, p.CARRY_Z_M, (_DROPPED, (Condition.LEVEL, Phase.DONE))),
        (Phase.DONE, Spot.HERE, p.CARRY_Z_M, ()),
    ),
    Kind.PLACE: (
        *_CATCH,
        (Phase.LIFT, Spot.HERE, p.CARRY_Z_M, (_DROPPED, (Condition.LEVEL, Phase.TRANSFER))),
        (Phase.TRANSFER, Spot.DESTINATION, p.CARRY_Z_M, (_DROPPED, (Condition.NEAR, Phase.LOWER))),
        (
            Phase.LOWER,
            Spot.DESTINATION,
            p.RELEASE_Z_M,
            (_DROPPED, (Condition.LOST, Phase.TRANSFER), (Condition.LEVEL, Phase.RELEASE)),
        ),
        (Phase.RELEASE, Spot.HERE, p.RELEASE_Z_M, ((Condition.RELEASED, Phase.RETREAT),)),
        *_LEAVE,
    ),
    Kind.PUSH: (
        (
            Phase.APPROACH,
            Spot.RUN_UP,
            p.APPROACH_Z_M,
            ((Condition.ARRIVED, Phase.RETREAT), (Condition.READY, Phase.DESCEND)),
        ),
        (
            Phase.DESCEND,
            Spot.RUN_UP,
            p.PUSH_Z_M,
            ((Condition.LOST, Phase.APPROACH), (Condition.THERE, Phase.PUSH)),
        ),
        (Phase.PUSH, Spot.DESTINATION, p.PUSH_Z_M, ((Condition.PUSHED, Phase.RETREAT),)),
        *_LEAVE,
    ),
    Kind.POINT: (
        (Phase.APPROACH, Spot.TARGET, p.APPROACH_Z_M, ((Condition.READY, Phase.HOVER),)),
        (
            Phase.HOVER,
            Spot.TARGET,
            p.HOVER_Z_M,
            ((Condition.LOST, Phase.APPROACH), (Condition.THERE, Phase.DONE)),
        ),
        (Phase.DONE, Spot.TARGET, p.HOVER_Z_M, ()),
    ),
}

_SHAPE: Final = (len(Kind), len(Phase))
_RULES: Final = 3

# (kind, phase): a phase that is not part of a plan leads to its first one at once.
SPOT: Final = np.zeros(_SHAPE, np.int64)
HEIGHT_M: Final = np.full(_SHAPE, p.CARRY_Z_M)
# (rule, kind, phase), the first that holds wins.
RULE_CONDITION: Final = np.full((_RULES, *_SHAPE), Condition.ALWAYS, np.int64)
RULE_SINK: Final = np.full((_RULES, *_SHAPE), Phase.APPROACH, np.int64)
for _kind, _steps in _PLANS.items():
    for _phase, _spot, _height, _rules in _steps:
        SPOT[_kind, _phase], HEIGHT_M[_kind, _phase] = _spot, _height
        RULE_CONDITION[:, _kind, _phase] = Condition.NEVER
        for _i, (_condition, _sink) in enumerate(_rules):
            RULE_CONDITION[_i, _kind, _phase], RULE_SINK[_i, _kind, _phase] = _condition, _sink

# (kind,): whether the object is grasped.
HANDLES: Final = np.array([True, True, False, False])

# (kind, phase): whether the gripper is to be open.
OPENS: Final = np.zeros(_SHAPE, bool)
OPENS[[Kind.PICK, Kind.PLACE], Phase.APPROACH] = True
OPENS[[Kind.PICK, Kind.PLACE], Phase.DESCEND] = True
OPENS[Kind.PLACE, [Phase.RELEASE, Phase.RETREAT, Phase.DONE]] = True

# (kind, phase): whether a gripper that is not closed holds the object.
CARRIES: Final = np.zeros(_SHAPE, bool)
CARRIES[:2, Phase.GRASP : Phase.RELEASE] = True
CARRIES[Kind.PICK, Phase.DONE] = True

# (phase,): speeds, and whether going down waits until the tool is above its place.
SINKS: Final = np.isin(np.arange(len(Phase)), [Phase.DESCEND, Phase.LOWER, Phase.HOVER])
LEVEL_M_S: Final = np.where(SINKS, p.DESCEND_M_S, p.TRAVEL_M_S)
LEVEL_M_S[Phase.PUSH], LEVEL_M_S[Phase.GRASP] = p.PUSH_M_S, p.CREEP_M_S
UPRIGHT_M_S: Final = np.where(SINKS, p.DESCEND_M_S, p.TRAVEL_M_S)
