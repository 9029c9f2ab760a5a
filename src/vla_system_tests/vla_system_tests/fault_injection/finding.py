# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measured reaction to a fault."""

from dataclasses import asdict
from dataclasses import dataclass
from typing import Any

#: Longest time after the declared time-out until the robot stands [s].
GRACE_S = 0.1


@dataclass(frozen=True)
class Finding:
    """
    Measured reaction to a fault.

    Parameters
    ----------
    name, title
        Name and title of the case.
    limit_s
        Time-out of the safety node [s]; None if none applies.
    may_continue
        Whether the robot may continue.
    commanded_zero_s, measured_zero_s
        Time from the fault to the last commanded and the last measured motion [s]; None if the
        motion continued.
    first_hold_s
        Time from the fault to the first commanded standstill [s], where the robot must hold before
        it may continue.
    state, reason
        State of the safety node at the end of the fault.
    statuses
        All states of the safety node during the fault.
    reason_reported
        Whether the safety node reported the required reason.
    sim_blocked
        Whether the simulator could not send: a process that is stopped or killed while it holds
        the lock of its queue in shared memory blocks all processes that send to it.
    recovery
        How the robot moved again.
    max_speed_m_s
        Highest commanded speed.
    outside
        Number of commanded positions outside of the workspace.
    audit
        Completeness of the audit log.
    required_recovery
        How the robot must move again; empty if any way will do.
    problem
        Further requirement that is not met; empty if all are.
    robot
        Simulated robot; empty: the built-in arm.
    distance_m
        Largest distance of the tool, during the fault, from where it was before; None if unknown.

    """

    name: str
    title: str
    limit_s: float | None
    may_continue: bool
    commanded_zero_s: float | None
    measured_zero_s: float | None
    first_hold_s: float | None
    state: str
    reason: str
    statuses: str
    reason_reported: bool
    sim_blocked: bool
    recovery: str
    max_speed_m_s: float
    outside: int
    audit: str
    required_recovery: str = ''
    problem: str = ''
    robot: str = ''
    distance_m: float | None = None

    @property
    def _never_moved(self) -> bool:
        """Whether the recovery is 'no', or 'no:' and what is missing."""
        return self.recovery.split(':')[0] == 'no'

    @property
    def is_safe(self) -> bool:
        """Whether the robot stood or continued, and moved again, as required."""
        if self.outside or not self.reason_reported or self.problem:
            return False
        if self.required_recovery not in ('', self.recovery) or self._never_moved:
            return False
        stood_s = self.commanded_zero_s if self.first_hold_s is None else self.first_hold_s
        if stood_s is None:
            return self.may_continue
        return self.limit_s is None or stood_s <= self.limit_s + GRACE_S

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return asdict(self)
