# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checked robot_action and gripper_command, for the nodes that move a robot."""

from dataclasses import dataclass
import math

from geometry_msgs.msg import PoseStamped
import numpy as np
from std_msgs.msg import Header
from vla_common.arrays import FloatArray
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_interfaces.msg import GripperCommand

_FUTURE_S = 0.05
_UNIT_TOLERANCE = 0.01


@dataclass(frozen=True)
class CommandValidator:
    """
    Check of robot_action and gripper_command.

    Parameters
    ----------
    frame_id
        Required frame.
    max_age_s
        Maximum age.

    """

    frame_id: str
    max_age_s: float

    def check(self, header: Header, now_ns: int, *, framed: bool = True) -> None:
        """Raise ValueError if a command is too old, has another clock or another frame."""
        if framed and header.frame_id != self.frame_id:
            raise ValueError(
                f'robot_action must be in {self.frame_id!r}; got {header.frame_id!r}. '
                'Set the same frame_id in both nodes, or transform it first'
            )
        age_s = (now_ns - stamp_ns(header.stamp)) * 1e-9
        if not -_FUTURE_S <= age_s <= self.max_age_s:
            raise ValueError(
                f'a command must be {-_FUTURE_S} to {self.max_age_s} s old; got {age_s:.3f} s. '
                'Check the clocks, use_sim_time and the stamp'
            )


def to_target(
    message: PoseStamped, validator: CommandValidator, now_ns: int
) -> tuple[FloatArray, FloatArray]:
    """
    Return position (3,) and quaternion (4,) of a robot_action.

    Raises
    ------
    ValueError
        If the command is refused: rule, value and remedy.

    """
    validator.check(message.header, now_ns)
    position, quaternion = pose_to_arrays(message.pose)
    length = float(np.linalg.norm(quaternion))
    if not np.isfinite(position).all() or not abs(length - 1) < _UNIT_TOLERANCE:
        raise ValueError(
            'robot_action needs finite numbers and a unit quaternion; got position '
            f'{position.tolist()} and quaternion {quaternion.tolist()}. Correct the publisher'
        )
    return position, quaternion


def to_opening(message: GripperCommand, validator: CommandValidator, now_ns: int) -> float:
    """
    Return the opening, 0 to 1, of a gripper_command.

    Raises
    ------
    ValueError
        If the command is refused: rule, value and remedy.

    """
    validator.check(message.header, now_ns, framed=False)
    if not (math.isfinite(message.opening) and 0 <= message.opening <= 1):
        raise ValueError(
            f'gripper_command needs an opening of 0 to 1; got {message.opening}. '
            'Correct the publisher'
        )
    return float(message.opening)
