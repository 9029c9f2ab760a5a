# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Comparison of the measured gripper opening with the commanded one."""

from vla_safety.types.input_fault import InputFault

_MAX_DIFFERENCE = 0.5
_WAIT_S = 2.0
# Openings of grippers in meters are below this.
_MAX_WIDTH_M = 0.2


class GripperMonitor:
    """Report a gripper that stays far more closed than commanded, as one measured in meters is."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._opening, self._commanded = 0.0, 0.0

    def update(self, measured: float, commanded: float, now_s: float) -> None:
        """Record both openings, once per tick in which a command is executed."""
        self._opening, self._commanded = measured, commanded
        if commanded - measured <= _MAX_DIFFERENCE or measured >= _MAX_WIDTH_M:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = now_s

    def fault(self, now_s: float) -> InputFault | None:
        """Return the fault of the gripper; None if it follows."""
        if self._since_s is None or now_s - self._since_s < _WAIT_S:
            return None
        return InputFault(
            'state_gripper_differs',
            f'gripper of robot_state must follow the commanded opening, {self._commanded:.2f}; it'
            f' stays at {self._opening:.3g}. Check whether the gripper is blocked, or whether its'
            ' driver reports meters in place of 0 (closed) to 1 (open)',
        )
