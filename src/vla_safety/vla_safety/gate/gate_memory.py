# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate remembers of clocks, chunks, states and commands."""

from collections import deque
from enum import IntEnum

from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.chunk import RobotSample

_MAX_COMMANDS = 256


class ClockMonitor:
    """Notice jumps of the ROS clock and gaps between ticks."""

    def __init__(self, watchdog: WatchdogLimits, period_s: float) -> None:
        self._max_step_s = watchdog.max_clock_step_s
        self._max_gap_s = 5 * period_s
        self._last: TimePoint | None = None

    def check(self, now: TimePoint) -> tuple[bool, bool]:
        """Return whether the ROS clock jumped, and whether ticks paused, since the last look."""
        last, self._last = self._last, now
        if last is None:
            return False, True
        steady_s = now.steady_s - last.steady_s
        jump_s = abs(now.ros_s - last.ros_s - steady_s)
        # A /clock that stands is no jump: nothing new can arrive, and ages run on.
        jumped = jump_s > self._max_step_s and now.ros_s != last.ros_s
        return jumped, steady_s > self._max_gap_s


class RobotStateTracker:
    """The newest usable robot state."""

    def __init__(self, watchdog: WatchdogLimits, frame_id: str) -> None:
        self._watchdog = watchdog
        self._frame_id = frame_id
        #: When the sample was measured, on the steady clock.
        self.measured_s = 0.0
        self.sample: RobotSample | None = None

    def update(self, sample: RobotSample, now: TimePoint) -> bool:
        """Keep `sample` if it is usable and newer; return whether it was."""
        numbers = (*sample.position.tolist(), *sample.quaternion.tolist(), sample.gripper)
        usable = all(abs(number) < 1e6 for number in numbers)
        length = float(sample.quaternion @ sample.quaternion) if usable else 0.0
        age_s = now.ros_s - sample.stamp_s
        in_time = -self._watchdog.max_future_s <= age_s <= self._watchdog.other_clock_s
        newer = self.sample is None or sample.stamp_ns > self.sample.stamp_ns
        right = usable and abs(length - 1) < 0.02 and sample.frame_id == self._frame_id
        if not (right and in_time and newer):
            return False
        self.sample = sample
        self.measured_s = now.steady_s - max(age_s, 0.0)
        return True

    def age_s(self, now: TimePoint) -> float:
        """Return the age of the sample; infinite when there is none."""
        return now.steady_s - self.measured_s if self.sample else float('inf')

    def clear(self) -> None:
        """Forget the sample: its stamp is of a clock that jumped."""
        self.sample = None


class PolicyState(IntEnum):
    """States of vla_interfaces/PolicyStatus."""

    IDLE = 0
    WAITING = 1
    EXECUTING = 2
    SUCCEEDED = 3
    REFUSED = 4
    FAILED = 5


class CommandTracker:
    """Which commands are over, which were under way, and what the policy does."""

    def __init__(self) -> None:
        self._finished: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._accepted: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._not_tasks: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self.policy_executes = False
        self.policy_command = ''

    def record_accepted(self, command_id: str) -> None:
        """Note that a chunk of this command was accepted."""
        if command_id not in self._accepted:
            self._accepted.append(command_id)

    def finish(self, command_id: str) -> None:
        """Note that this command is over for good."""
        if command_id and command_id not in self._finished:
            self._finished.append(command_id)

    def record_classification(self, command_id: str, *, is_task: bool) -> None:
        """Note what the language side took this command for."""
        if command_id and not is_task:
            self._not_tasks.append(command_id)

    def is_not_a_task(self, command_id: str) -> bool:
        """Return whether the language side took this command for something else than a task."""
        return command_id in self._not_tasks

    def is_finished(self, command_id: str) -> bool:
        """Return whether the command is over."""
        return command_id in self._finished

    def record_policy_state(self, state: PolicyState, command_id: str) -> None:
        """Note what the policy does."""
        self.policy_executes = state in (PolicyState.EXECUTING, PolicyState.WAITING)
        self.policy_command = command_id if self.policy_executes else ''
        if state in (PolicyState.SUCCEEDED, PolicyState.REFUSED, PolicyState.FAILED):
            self.finish(command_id)

    def is_ended_by(self, state: PolicyState, command_id: str, running: str) -> bool:
        """
        Return whether the policy's state ends the running command.

        Chunks and states come on two topics: a late word about an older command ends nothing.
        """
        if state is PolicyState.EXECUTING:
            return False
        if command_id == running:
            return state is not PolicyState.WAITING
        return command_id not in self._accepted
