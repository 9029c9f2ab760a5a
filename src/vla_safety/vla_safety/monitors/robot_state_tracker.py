# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Newest usable robot state, its age, and the fault of robot states that are not usable."""

import math

from vla_common.clock import TimePoint
from vla_safety.monitors.arrival_rate import ArrivalRate
from vla_safety.monitors.robot_state_rules import content_fault
from vla_safety.monitors.robot_state_rules import repeated_stamp_fault
from vla_safety.monitors.robot_state_rules import stamp_fault
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.chunk import RobotSample
from vla_safety.types.input_fault import InputFault

# How long a fault is reported after the newest message that had it.
_REPORT_S = 1.0
# Best-effort messages may be reordered by this much without being a fault.
_REORDERED_S = 0.1
# Time after which a robot state that never arrived is reported.
_START_S = 2.0


class RobotStateTracker:
    """Keep the newest robot state that is finite, in the right frame and in time."""

    def __init__(self, limits: WatchdogLimits, frame_id: str) -> None:
        self._limits = limits
        self._frame_id = frame_id
        #: Time of the measurement on the steady clock.
        self.measured_s = 0.0
        self.sample: RobotSample | None = None
        #: Number of messages with a fault.
        self.rejected = 0
        self._arrivals = ArrivalRate()
        self._accepted_s = -math.inf
        self._fault: InputFault | None = None
        self._fault_s = -math.inf
        self._started_s: float | None = None

    def update(self, sample: RobotSample, now: TimePoint) -> bool:
        """Keep `sample` if it is usable and newer; return whether it was kept."""
        self._arrivals.record(now.steady_s)
        if fault := content_fault(sample, self._frame_id):
            return self._reject(fault, now)
        age_s = now.ros_s - sample.stamp_s
        fault = stamp_fault(sample, now, self._limits)
        if fault and not -self._limits.max_future_s <= age_s <= self._limits.other_clock_s:
            return self._reject(fault, now)
        if self.sample is not None and sample.stamp_ns <= self.sample.stamp_ns:
            if now.steady_s - self._accepted_s <= _REORDERED_S:
                return False
            repeated = repeated_stamp_fault(sample, self.sample.stamp_ns)
            return self._reject(fault or repeated, now)
        self.sample = sample
        self.measured_s = now.steady_s - max(age_s, 0.0)
        self._accepted_s = now.steady_s
        if fault:
            # An old sample is kept: its age alone decides.
            self._reject(fault, now)
        elif self._fault is not None and self._fault.reason.startswith('state_stamp'):
            self._fault = None
        return True

    def status(self, now: TimePoint) -> float:
        """Return the age of the sample [s]; infinite when there is none."""
        return now.steady_s - self.measured_s if self.sample else math.inf

    @property
    def rate_hz(self) -> float | None:
        """Rate at which messages arrive [Hz]; None if it is not known."""
        return self._arrivals.rate_hz

    def fault(self, now: TimePoint) -> InputFault | None:
        """Return the fault of the messages that arrive, or of their rate; None for none."""
        if self._fault is not None and now.steady_s - self._fault_s <= _REPORT_S:
            return self._fault
        return self._rate_fault(now)

    def problem(self, now: TimePoint) -> InputFault | None:
        """Return what is wrong with the robot state, whether or not a command is open."""
        if self._started_s is None:
            self._started_s = now.steady_s
        if fault := self.fault(now):
            return fault
        newest_s = self._arrivals.newest_s
        if newest_s is None:
            waited_s = now.steady_s - self._started_s
            return self.unknown_fault() if waited_s >= _START_S else None
        silent_s = now.steady_s - newest_s
        if silent_s <= max(self._limits.max_state_age_s, _REPORT_S):
            return None
        return InputFault(
            'state_stale',
            f'robot_state may be at most {self._limits.max_state_age_s:g} s old; none has arrived'
            f' for {silent_s:.0f} s. Check that the robot driver runs',
        )

    def unknown_fault(self) -> InputFault:
        """Return the fault of a robot state that never arrived."""
        return InputFault(
            'state_unknown',
            f'motion needs robot_state in frame {self._frame_id!r}; none was received.'
            ' Start the robot or the simulator, in the same namespace and ROS_DOMAIN_ID',
        )

    def on_clock_jump(self) -> None:
        """Forget the sample: its stamp is of the clock before the jump."""
        self.sample = None

    def _reject(self, fault: InputFault, now: TimePoint) -> bool:
        self.rejected += 1
        self._fault, self._fault_s = fault, now.steady_s
        return False

    def _rate_fault(self, now: TimePoint) -> InputFault | None:
        rate_hz, newest_s = self._arrivals.rate_hz, self._arrivals.newest_s
        if rate_hz is None or newest_s is None or rate_hz >= self._limits.min_state_rate_hz:
            return None
        # A driver that fell silent has no rate.
        if now.steady_s - newest_s > max(2 / rate_hz, _REPORT_S):
            return None
        return InputFault(
            'state_rate',
            f'robot_state must arrive at {self._limits.min_state_rate_hz:g} Hz or more'
            f' (min_state_rate_hz; recommended: 50 Hz); it arrives at {rate_hz:.1f} Hz. Raise the'
            ' rate of the robot driver, or reduce the load',
        )
