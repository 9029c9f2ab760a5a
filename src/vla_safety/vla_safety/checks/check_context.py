# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Context of the checks of a chunk, and helpers that report violations and margins."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.trajectory import ChunkTrajectory
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Violation
from vla_safety.types.input_fault import InputFault
from vla_safety.types.limits import Limits

# Rounding error of float32 that is not a violation.
_ROUNDING = 1e-6


class Margin(NamedTuple):
    """Value and limit of a check; the margin is negative where the limit is violated."""

    value: float
    limit: float
    margin: float


@dataclass(frozen=True)
class CheckContext:
    """Limits, clocks, robot state and earlier chunks that a chunk is checked against."""

    limits: Limits
    watchdog: WatchdogLimits
    now: TimePoint
    robot: RobotSample | None = None
    robot_age_s: float = math.inf
    # Rule that the robot states that arrive violate; None when they are valid or none arrive.
    state_fault: InputFault | None = None
    # First topic with a second publisher; None for none.
    publisher_fault: InputFault | None = None
    # Whether motion may start at the measured pose, or has started already.
    start_allowed: bool = True
    # Time of the steady clock until which the robot stood.
    stood_until_s: float = -math.inf
    last_stamp_ns: int = -1
    last_sequence: int = -1
    # None where images are not monitored.
    camera: CameraStatus | None = None
    # None where the heartbeat of the language node is not monitored.
    language_age_s: float | None = None
    # Robot model and joints; None where the joints are not checked.
    joints: JointStatus | None = None
    deadman_held: bool = True
    # Whether the language node classified the command as a task, or not at all yet.
    is_task: bool = True
    # Why the command is not one since the activation of the gate; empty if it is.
    announcement_problem: str = ''
    #: Smallest margin by check, for checks with a number; filled by the checks.
    margins: dict[str, Margin] = field(default_factory=dict, compare=False)

    def trajectory(self, chunk: Chunk) -> ChunkTrajectory:
        """Return the trajectory that playing `chunk` now would follow."""
        age_s = self.now.ros_s - chunk.stamp_s
        now_s = self.now.steady_s
        return ChunkTrajectory(chunk, now_s - age_s, now_s, not_before_s=self.stood_until_s)

    def at_most(self, check: str, value: float, limit: float) -> bool:
        """Record the margin to an upper limit; return whether it is respected; NaN is not."""
        self.margins[check] = Margin(value, limit, limit - value)
        return value <= limit

    def at_least(self, check: str, value: float, limit: float) -> bool:
        """Record the margin to a lower limit; return whether it is respected; NaN is not."""
        self.margins[check] = Margin(value, limit, value - limit)
        return value >= limit


def chunk_violation(check: str, value: float, limit: float, message: str) -> list[Violation]:
    """Return a violation that concerns the whole chunk."""
    return [Violation(check, -1, float(value), float(limit), message)]


def violations_above(
    context: CheckContext,
    check: str,
    values: ArrayLike,
    limit: float,
    rule: str,
    *,
    remedy: str,
    steps: Sequence[int],
    value: str = 'has {:.4g}',
) -> list[Violation]:
    """
    Return a violation for each value above a limit, and record the margin of the largest.

    `values` has one value per step. `rule`, with `{limit}` in it, `value` and `remedy` make the
    message.
    """
    values = np.asarray(values, dtype=np.float64)
    if not values.size:
        return []
    # The maximum of values with a NaN is NaN.
    worst = float(values.max())
    context.at_most(check, worst, limit)
    if worst <= limit + _ROUNDING:
        return []
    text = rule.format(limit=f'{limit:g}')
    return [
        Violation(
            check,
            steps[i],
            float(values[i]),
            float(limit),
            f'{text}; step {steps[i]} {value.format(values[i])}. {remedy}',
        )
        for i in np.flatnonzero(~(values <= limit + _ROUNDING)).tolist()
    ]
