# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Newest usable robot state and its age."""

import math

from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.chunk import RobotSample

_MAX_NUMBER = 1e6
_MAX_NORM_ERROR = 0.02


class RobotStateTracker:
    """Keep the newest robot state that is finite, in the right frame and in time."""

    def __init__(self, limits: WatchdogLimits, frame_id: str) -> None:
        self._limits = limits
        self._frame_id = frame_id
        #: Time of the measurement on the steady clock.
        self.measured_s = 0.0
        self.sample: RobotSample | None = None

    def update(self, sample: RobotSample, now: TimePoint) -> bool:
        """Keep `sample` if it is usable and newer; return whether it was kept."""
        age_s = now.ros_s - sample.stamp_s
        in_time = -self._limits.max_future_s <= age_s <= self._limits.other_clock_s
        newer = self.sample is None or sample.stamp_ns > self.sample.stamp_ns
        valid = sample.frame_id == self._frame_id and _is_valid_pose(sample)
        if not (valid and in_time and newer):
            return False
        self.sample = sample
        self.measured_s = now.steady_s - max(age_s, 0.0)
        return True

    def status(self, now: TimePoint) -> float:
        """Return the age of the sample [s]; infinite when there is none."""
        return now.steady_s - self.measured_s if self.sample else math.inf

    def on_clock_jump(self) -> None:
        """Forget the sample: its stamp is of the clock before the jump."""
        self.sample = None


def _is_valid_pose(sample: RobotSample) -> bool:
    numbers = (*sample.position.tolist(), *sample.quaternion.tolist(), sample.gripper)
    # NaN fails the comparison.
    if not all(abs(number) < _MAX_NUMBER for number in numbers):
        return False
    return abs(float(sample.quaternion @ sample.quaternion) - 1) < _MAX_NORM_ERROR
