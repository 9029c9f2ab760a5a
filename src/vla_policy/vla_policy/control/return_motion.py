# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Motion to the home position, from which no part of the arm or of a held object hides the table.

It comes between two steps of a command, and before a command is refused for what the camera sees.
"""

from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.vocabulary import Phase

_STEP_COUNT = 16
_SPEED_M_S = 0.25
#: Speed decreases with the remaining distance.
_SLOWDOWN_PER_S = 4.0
#: Height above the table at which the gripper clears all objects.
_CLEAR_HEIGHT_M = 0.15
_ARRIVED_M = 0.015
_LAST_STEP_M = 0.002
#: The motion does not depend on what the network finds in the image.
_CONFIDENCE = 1.0


@dataclass(frozen=True)
class ReturnMotion:
    """
    Motion to a position with the yaw as it is: straight, above the height of the objects.

    Parameters
    ----------
    goal
        Position (3,) of the tool in base_link [m].
    template
        Output without a chunk; its step is the one that follows the motion.
    is_holding
        Whether the gripper stays closed around an object; else it stays as open as it is.
    step_duration_s
        Duration of a step of a chunk.

    """

    goal: FloatArray
    template: PolicyOutput
    is_holding: bool
    step_duration_s: float

    def is_finished(self, state: EndEffectorState) -> bool:
        """Return whether the tool is at the goal."""
        return float(np.linalg.norm(self.goal - state.position)) < _ARRIVED_M

    def output(self, stamp_s: float, state: EndEffectorState) -> PolicyOutput:
        """Return the next chunk of the motion, from the measured state."""
        position = self._positions(state.position)
        left_m = np.linalg.norm(self.goal - position, axis=1)
        gripper = 0.0 if self.is_holding else np.clip(state.gripper, 0.0, 1.0)
        chunk = PredictedChunk(
            stamp_s=stamp_s,
            step_duration_s=self.step_duration_s,
            position=position,
            quaternion=np.tile(yaw_to_quaternion(state.yaw_rad), (_STEP_COUNT, 1)),
            gripper=np.full(_STEP_COUNT, gripper),
            termination=(left_m <= _LAST_STEP_M).astype(np.float64),
            phases=np.full(_STEP_COUNT, int(Phase.RETREAT)),
            task=self.template.task,
            phase=Phase.RETREAT,
            confidence=_CONFIDENCE,
            target=self.goal[:2],
            destination=None,
        )
        return replace(self.template, chunk=chunk, phase=Phase.RETREAT, confidence=_CONFIDENCE)

    def _positions(self, start: FloatArray) -> FloatArray:
        """Return the positions (_STEP_COUNT, 3) at successive steps; straight up first if low."""
        positions, position = [], start
        for _ in range(_STEP_COUNT):
            is_low = position[2] < min(_CLEAR_HEIGHT_M, self.goal[2]) - _LAST_STEP_M
            end = np.append(position[:2], _CLEAR_HEIGHT_M) if is_low else self.goal
            left_m = float(np.linalg.norm(end - position))
            length_m = self.step_duration_s * min(_SPEED_M_S, _SLOWDOWN_PER_S * left_m)
            if left_m - length_m <= _LAST_STEP_M:
                position = end
            else:
                position = position + (end - position) * (length_m / left_m)
            positions.append(position)
        return np.array(positions)
