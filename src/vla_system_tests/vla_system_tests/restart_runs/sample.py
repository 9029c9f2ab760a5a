# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measured motion after one restart of the safety process."""

from dataclasses import dataclass

#: Motion over this is a failure: the robot that stands moves less [m].
LIMIT_M = 1e-3


@dataclass(frozen=True)
class RestartSample:
    """
    Measured motion after one restart of the safety process.

    Parameters
    ----------
    until_reset_m, after_reset_m
        Largest distance of the end effector from where it stood before the restart, until
        `reset`, and in the 0.5 s after it from where it stood then [m]; -1 without robot state.
    status
        Status of the safety node before `reset`.
    chunks
        Number of action chunks that arrived after the restart.
    actions
        Number of `robot_action` messages from the restart to 0.5 s after `reset`.
    reset_s
        Time until `reset` succeeded [s]; None if it did not.

    """

    until_reset_m: float
    after_reset_m: float
    status: str
    chunks: int
    actions: int
    reset_s: float | None

    @property
    def moved(self) -> bool:
        """Whether the robot moved."""
        return not all(0.0 <= x <= LIMIT_M for x in (self.until_reset_m, self.after_reset_m))
