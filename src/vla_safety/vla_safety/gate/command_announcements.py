# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that were given since the activation of the gate; all others are over."""

from collections import deque

from vla_common.clock import TimePoint

_MAX_COMMANDS = 256
BEFORE_ACTIVATION = 'command_before_activation'
UNANNOUNCED = 'command_unannounced'


class CommandAnnouncements:
    """
    Track which commands were given after the activation, by the stamps of their announcements.

    Announcements and states of the policy are latched topics: a restarted gate receives old ones.

    Parameters
    ----------
    is_required
        Whether a command must be announced. Otherwise a command that was neither announced nor
        reported by the policy is permitted.
    max_future_s
        How far in the future a stamp may be.

    """

    def __init__(self, *, is_required: bool, max_future_s: float) -> None:
        self._is_required = is_required
        self._max_future_s = max_future_s
        # None before the first activation, 0 while the ROS clock has not started.
        self._since_s: float | None = None
        self._announced: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._earlier: deque[str] = deque(maxlen=_MAX_COMMANDS)
        self._policy_command = ''
        self._has_policy_state = False

    def activate(self, now: TimePoint) -> None:
        """End all commands so far."""
        for command_id in (*self._announced, self._policy_command):
            self._end(command_id)
        self._announced.clear()
        self._since_s = now.ros_s

    def record(self, command_id: str, stamp_s: float, now: TimePoint) -> None:
        """Record an announcement, stamped with the time at which the command was given."""
        if self._since_s == 0.0:
            self._since_s = now.ros_s
        since_s = self._since_s
        if since_s is not None and since_s < stamp_s <= now.ros_s + self._max_future_s:
            self._announced.append(command_id)
        else:
            self._end(command_id)

    def record_policy_state(self, command_id: str, *, is_open: bool) -> None:
        """Record which command the policy executes; the first one reported is an earlier one."""
        self._policy_command = command_id if is_open else ''
        if self._since_s is None:
            return
        if not self._has_policy_state and command_id not in self._announced:
            self._end(self._policy_command)
        self._has_policy_state = True

    def on_clock_jump(self, now: TimePoint) -> None:
        """Compare later announcements with the new time."""
        if self._since_s is not None:
            self._since_s = now.ros_s

    def is_announced(self, command_id: str) -> bool:
        """Return whether a command was announced since the activation."""
        return command_id in self._announced

    def problem(self, command_id: str) -> str:
        """Return why a command may not be executed; empty if it may."""
        if self._since_s is None or command_id in self._announced:
            return ''
        if command_id in self._earlier:
            return BEFORE_ACTIVATION
        return UNANNOUNCED if self._is_required else ''

    def _end(self, command_id: str) -> None:
        if command_id and command_id not in self._earlier:
            self._earlier.append(command_id)
