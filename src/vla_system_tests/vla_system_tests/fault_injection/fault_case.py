# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A fault, and the reaction that is required."""

from collections.abc import Callable
from dataclasses import dataclass

from vla_system_tests.fault_injection.testbed import Testbed

Action = Callable[[Testbed], None]


def do_nothing(testbed: Testbed) -> None:
    """Leave the testbed unchanged."""


def no_problem(testbed: Testbed) -> str:
    """Return an empty text: the case has no further requirement."""
    del testbed
    return ''


@dataclass(frozen=True)
class FaultCase:
    """
    A fault and the required reaction.

    Parameters
    ----------
    name
        Name for the command line.
    title
        Title in the report.
    inject, undo
        Start and end of the fault.
    before
        Preparation while the robot moves.
    limit
        Parameter of the safety node with the time-out; empty if none applies.
    limit_s
        Time-out where it is no parameter [s]; None if none applies.
    may_continue
        Whether the robot may continue: the fault does not affect it, or leaves the inputs that it
        needs.
    must_hold
        Whether the robot must hold for a moment before it may continue.
    reason
        Reason that the safety node must report; empty if any will do.
    recovers
        Required recovery, see `Finding.recovery`; empty if any will do.
    check
        Further requirement, evaluated at the end of the fault: returns what is wrong, or nothing.
    is_idle
        Whether the fault is injected while the robot stands without a command.
    may_block_sim
        Whether the fault may block processes that send to its node, see `Finding.sim_blocked`.
    use_sim_time
        Whether the system takes its time from /clock.
    launch_mode
        How the nodes are started, see `Launcher`.
    robot
        Simulated robot in place of the built-in arm; empty: the built-in arm.

    """

    name: str
    title: str
    inject: Action
    undo: Action = do_nothing
    before: Action = do_nothing
    limit: str = ''
    limit_s: float | None = None
    may_continue: bool = False
    must_hold: bool = False
    reason: str = ''
    recovers: str = ''
    check: Callable[[Testbed], str] = no_problem
    is_idle: bool = False
    may_block_sim: bool = False
    use_sim_time: bool = False
    launch_mode: str = 'processes'
    robot: str = ''
