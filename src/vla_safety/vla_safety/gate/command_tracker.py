# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Bookkeeping of commands: which one runs, which are finished, and the state of the policy."""

from collections import deque
from enum import IntEnum
import math

_MAX_COMMANDS = 256


class PolicyState(IntEnum):
    """States of vla_interfaces/PolicyStatus."""

    IDLE = 0
    WAITING = 1
    EXECUTING = 2
    SUCCEEDED = 3
    REFUSED = 4
    FAILED = 5


class CommandTracker:
    """
    Track commands by id, and what the policy does with them.

    The number of ids kept is limited; the oldest are removed first.
    """

    def __init__(self) -> None:
        self._finished: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._accepted: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._not_tasks: deque[str] = deque(maxlen=_MAX_COMMANDS)
        #: Command of the newest accepted chunk; empty before the first one.
        self.current = ''
        #: Command that the policy executes or waits with; empty when none.
        self.policy_command = ''
        self._policy_is_busy = False
        self._policy_output_s = -math.inf

    def record_accepted(self, command_id: str) -> None:
        """Record an accepted chunk: its command is the current one."""
        self.current = command_id
        if command_id not in self._accepted:
            self._accepted.append(command_id)

    def finish(self, command_id: str) -> None:
        """Mark a command as finished: its later chunks are ignored."""
        if command_id and command_id not in self._finished:
            self._finished.append(command_id)

    def is_finished(self, command_id: str) -> bool:
        """Return whether the command is finished."""
        return command_id in self._finished

    def record_classification(self, command_id: str, *, is_task: bool) -> None:
        """Record whether the language node classified the command as a task."""
        if command_id and not is_task:
            self._not_tasks.append(command_id)

    def is_not_a_task(self, command_id: str) -> bool:
        """Return whether the language node classified the command as anything but a task."""
        return command_id in self._not_tasks

    def record_policy_state(self, state: PolicyState, command_id: str) -> None:
        """Record the state of the policy; a final state finishes its command."""
        self._policy_is_busy = state in (PolicyState.EXECUTING, PolicyState.WAITING)
        self.policy_command = command_id if self._policy_is_busy else ''
        if state in (PolicyState.SUCCEEDED, PolicyState.REFUSED, PolicyState.FAILED):
            self.finish(command_id)

    def record_policy_output(self, now_s: float) -> None:
        """Record a chunk with a valid stamp, received at `now_s` of the steady clock."""
        self._policy_output_s = now_s

    def is_policy_alive(self, now_s: float, max_age_s: float) -> bool:
        """Return whether the policy sent a chunk within `max_age_s`, or has none to send."""
        return now_s - self._policy_output_s < max_age_s or not self._policy_is_busy

    def is_ended_by(self, state: PolicyState, command_id: str) -> bool:
        """
        Return whether a state of the policy ends the current command.

        Chunks and states arrive on two topics. A late state of an older command ends nothing.
        """
        if state is PolicyState.EXECUTING:
            return False
        if command_id == self.current:
            return state is not PolicyState.WAITING
        return command_id not in self._accepted
