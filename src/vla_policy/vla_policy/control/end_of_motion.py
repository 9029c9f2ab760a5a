# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the tool must be when the motion of a task is finished."""

from typing import Final

import numpy as np
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.vocabulary import TaskKind

#: Largest distance of the tool from the end of the task in the plane of the table [m].
MAX_DISTANCE_M: Final = 0.08
_TO_DESTINATION: Final = frozenset([TaskKind.PLACE, TaskKind.PUSH])


def end_failure(
    task: TaskKind, goal: GoalEstimate, state: EndEffectorState, names: tuple[str, str]
) -> str:
    """
    Return why a task whose motion is finished is not done; empty if the tool is at its end.

    The phases follow the time of the plan, so they also end for a robot that does not move.

    Parameters
    ----------
    task
        Task.
    goal
        Target and destination in base_link [m].
    state
        Measured pose of the tool in base_link.
    names
        Color and shape of target and destination; empty where there is none.

    """
    is_carried = task in _TO_DESTINATION
    end, name = (goal.destination, names[1]) if is_carried else (goal.target, names[0])
    distance_m = float(np.linalg.norm(state.position[:2] - end))
    if distance_m <= MAX_DISTANCE_M:
        return ''
    return (
        f'at the end of a task the tool must be within {100 * MAX_DISTANCE_M:g} cm of the '
        f'{name or "destination"}; it is {100 * distance_m:.0f} cm away. The robot did not follow '
        'the plan: check its driver and robot_state, then send the command again'
    )
