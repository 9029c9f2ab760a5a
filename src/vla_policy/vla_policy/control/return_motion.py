# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Motion between two steps of a command, back to where its first step began.

All objects of the command were detected from there. At the end of a step the arm may hide them.
"""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.vocabulary import Phase

#: Height above the table at which the gripper clears all objects [m].
_MIN_HEIGHT_M = 0.20
_SPEED_M_S = 0.25
#: Speed decreases with the remaining distance.
_SLOWDOWN_PER_S = 4.0
_ARRIVED_M = 0.015
_LAST_STEP_M = 0.002


@dataclass(frozen=True)
class ReturnMotion:
    """
    Straight motion to a position with the yaw and the gripper as they are.

    Parameters
    ----------
    goal
        Position (3,) of the tool in base_link [m], not lower than the objects.
    template
        Output of the next step, with any chunk.

    """

    goal: FloatArray
    template: PolicyOutput

    @classmethod
    def to(cls, start: FloatArray, template: PolicyOutput) -> 'ReturnMotion':
        """
        Return the motion to the start of a command.

        Parameters
        ----------
        start
            Position (3,) of the tool at the start of the command [m].
        template
            Output of the next step, with any chunk.

        """
        goal = np.append(start[:2], max(float(start[2]), _MIN_HEIGHT_M))
        return cls(goal, replace(template, phase=Phase.RETREAT))

    def is_finished(self, state: EndEffectorState) -> bool:
        """Return whether the tool is at the goal."""
        return float(np.linalg.norm(self.goal - state.position)) < _ARRIVED_M

    def output(self, stamp_s: float, state: EndEffectorState) -> PolicyOutput:
        """Return the next chunk of the motion, from the measured state."""
        assert self.template.chunk is not None
        count, step_s = len(self.template.chunk.position), self.template.chunk.step_duration_s
        position = self._positions(state.position, count, step_s)
        left_m = np.linalg.norm(self.goal - position, axis=1)
        chunk = replace(
            self.template.chunk,
            stamp_s=stamp_s,
            position=position,
            quaternion=np.tile(yaw_to_quaternion(state.yaw_rad), (count, 1)),
            gripper=np.full(count, np.clip(state.gripper, 0.0, 1.0)),
            termination=(left_m <= _LAST_STEP_M).astype(np.float64),
            phases=np.full(count, int(Phase.RETREAT)),
            task=self.template.task,
            phase=Phase.RETREAT,
            destination=None,
        )
        return replace(self.template, chunk=chunk)

    def _positions(self, start: FloatArray, count: int, step_s: float) -> FloatArray:
        """Return the positions (count, 3) at successive steps."""
        positions, position = [], start
        for _ in range(count):
            way = self.goal - position
            left_m = float(np.linalg.norm(way))
            length_m = step_s * min(_SPEED_M_S, _SLOWDOWN_PER_S * left_m)
            if left_m - length_m <= _LAST_STEP_M:
                position = self.goal
            else:
                position = position + way * (length_m / left_m)
            positions.append(position)
        return np.array(positions)
