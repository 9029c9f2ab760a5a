# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scaling between the opening of a gripper and the position of its joint."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GripperScale:
    """
    Linear scale of a gripper joint; `closed` above `opened` describes an inverted joint.

    Parameters
    ----------
    closed, opened
        Joint position of the closed and of the open gripper [rad, m].

    """

    closed: float
    opened: float

    def __post_init__(self) -> None:
        if self.closed == self.opened:
            raise ValueError(
                'gripper_closed_position and gripper_open_position must differ; both are '
                f'{self.closed:g}. Set them to the positions of the gripper joint'
            )

    def to_opening(self, position: float) -> float:
        """Return the opening, 0 closed .. 1 open, of a joint position; not limited to 0 .. 1."""
        return (position - self.closed) / (self.opened - self.closed)

    def to_position(self, opening: float) -> float:
        """Return the joint position of an opening, 0 closed .. 1 open."""
        return self.closed + opening * (self.opened - self.closed)
