# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Output of the gripper: one position, when it changes."""

from typing import Any

import numpy as np
from std_msgs.msg import Float64MultiArray
from vla_robot.control.gripper_goals import GripperGoal
from vla_robot.control.gripper_scale import GripperScale
from vla_robot.control.joint_reference import JointPoint
from vla_robot.ros.conversions import to_trajectory
from vla_robot.ros.settings import BridgeSettings

_CHANGE = 0.005


class GripperOutput:
    """
    Messages that move the gripper.

    Parameters
    ----------
    settings
        Parameters of the bridge.

    """

    def __init__(self, settings: BridgeSettings) -> None:
        self.scale = GripperScale(settings.gripper_closed_position, settings.gripper_open_position)
        if settings.gripper_output == 'joint_trajectory' and not settings.gripper_joint:
            raise ValueError(
                'gripper_output joint_trajectory needs gripper_joint; got none. Set it to the '
                'name of the joint of the gripper'
            )
        self._settings = settings
        self._sent: float | None = None

    def start(self) -> None:
        """Send the next opening even if it is that of the last motion."""
        self._sent = None

    def follow(self, opening: float, max_effort_n: float = 0.0) -> Any | None:
        """Return the message or goal for an opening, 0 .. 1; None if it did not change."""
        if self._sent is not None and abs(opening - self._sent) < _CHANGE:
            return None
        if not 0 <= max_effort_n < np.inf:
            raise ValueError(
                f'max_effort_n of gripper_command must be finite and at least 0; got '
                f'{max_effort_n}. Correct the publisher'
            )
        self._sent = opening
        position = self.scale.to_position(opening)
        if self._settings.gripper_output == 'gripper_command':
            return GripperGoal(position, max_effort_n)
        if self._settings.gripper_output == 'joint_positions':
            return Float64MultiArray(data=[position])
        point = JointPoint(self._settings.gripper_motion_s, np.array([position]), np.zeros(1))
        return to_trajectory((self._settings.gripper_joint,), [point])
