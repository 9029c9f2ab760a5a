# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a chunk is judged against."""

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
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Violation
from vla_safety.types.limits import Limits


class Margin(NamedTuple):
    """How far a chunk is within a limit; a negative margin is beyond it."""

    value: float
    limit: float
    margin: float


@dataclass(frozen=True)
class CheckContext:
    """Limits, clocks, the robot and what was accepted before."""

    limits: Limits
    watchdog: WatchdogLimits
    now: TimePoint
    robot: RobotSample | None = None
    robot_age_s: float = math.inf
    # Whether motion may start where the robot is, or has started already.
    start_allowed: bool = True
    # Time of the steady clock until which the robot stood.
    stood_until_s: float = -math.inf
    last_stamp_ns: int = -1
    last_sequence: int = -1
    # None where images are not watched.
    camera: CameraStatus | None = None
    # None where the language side is not watched.
    language_age_s: float | None = None
    deadman_held: bool = True
    # Whether the language side did not take the chunk's command for something else.
    is_task: bool = True
    #: Worst value, limit and margin by check, as far as they have a number; filled by the checks.
    measured: dict[str, Margin] = field(default_factory=dict, compare=False)

    @property
    def state_known(self) -> bool:
        """Whether the robot's pose is known and recent."""
        return self.robot is not None and self.robot_age_s <= self.watchdog.max_state_age_s

    def trajectory(self, chunk: Chunk) -> ChunkTrajectory:
        """Return the plan that `chunk` would be."""
        age_s = self.now.ros_s - chunk.stamp_s
        now_s = self.now.steady_s
        return ChunkTrajectory(chunk, now_s - age_s, now_s, not_before_s=self.stood_until_s)

    def at_most(self, check: str, value: float, limit: float) -> bool:
        """Note a value and return whether it is within its upper limit; NaN is not."""
        self.measured[check] = Margin(value, limit, limit - value)
        return value <= limit

    def at_least(self, check: str, value: float, limit: float) -> bool:
        """Note a value and return whether it is within its lower limit; NaN is not."""
        self.measured[check] = Margin(value, limit, value - limit)
        return value >= limit


def chunk_violation(check: str, value: float, limit: float, message: str) -> list[Violation]:
    """Return one violation by the whole chunk."""
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
) -> list[Violation]:
    """
    Return a violation for each of `values` that is not at most `limit`, and note the largest.

    `rule` says what the value is, with `{limit}` and unit; `remedy` what to do about it.
    """
    values = np.asarray(values, dtype=np.float64)
    if not values.size:
        return []
    worst = float(values.max())
    context.at_most(check, worst, limit)
    # float32's rounding is no violation. Of NaN among the values the largest is NaN.
    allowed = limit + 1e-6
    if worst <= allowed:
        return []
    bad = np.flatnonzero(~(values <= allowed))
    text = rule.format(limit=f'{limit:g}')
    return [
        Violation(
            check,
            steps[i],
            float(values[i]),
            float(limit),
            f'{text}; step {steps[i]} has {values[i]:.4g}. {remedy}',
        )
        for i in bad.tolist()
    ]
