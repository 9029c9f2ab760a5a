# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Phases of the tasks, and the heights, speeds and tolerances of the scripted expert."""

from typing import Final

from vla_common.tasks import Phase  # noqa: F401 - modules of vla_sim import it from here
from vla_common.tasks import TaskKind

TASK_KIND_NAMES: Final = tuple(kind.name.lower() for kind in TaskKind)

CHUNK_STEPS: Final = 16
STEP_DURATION_S: Final = 0.1
REPLAN_PERIOD_S: Final = 0.2

# Heights of the tool above the table [m].
APPROACH_Z_M: Final = 0.16
GRASP_Z_M: Final = 0.022
CARRY_Z_M: Final = 0.20
RELEASE_Z_M: Final = 0.055
PUSH_Z_M: Final = 0.025
HOVER_Z_M: Final = 0.095

# Distance behind the target at the start of a push, and before the destination at its end: about
# half an object and half the fingers.
PUSH_APPROACH_M: Final = 0.065
CONTACT_M: Final = 0.034

TRAVEL_M_S: Final = 0.30
DESCEND_M_S: Final = 0.15
PUSH_M_S: Final = 0.12
TURN_RAD_S: Final = 1.5
# The speed decreases with the remaining distance, down to the creep speed.
SLOWDOWN_PER_S: Final = 6.0
CREEP_M_S: Final = 0.03

GRASP_DWELL_S: Final = 0.6
RELEASE_DWELL_S: Final = 0.4
GRIPPER_PER_S: Final = 2.5

LATERAL_TOLERANCE_M: Final = 0.008
HEIGHT_TOLERANCE_M: Final = 0.006
YAW_TOLERANCE_RAD: Final = 0.06
# At a larger distance the target has moved.
LOST_M: Final = 0.03
# Below this opening no object is held; above OPEN_ENOUGH the fingers clear every object.
EMPTY_OPENING: Final = 0.2
OPEN_ENOUGH: Final = 0.85
HELD_OPENING: Final = 0.55
