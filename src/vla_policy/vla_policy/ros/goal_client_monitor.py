# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of the action client of a goal, by the ROS graph."""

from typing import Final

from vla_policy.ros.goal_outcome import GoalOutcome

#: Time after the start of a goal in which the graph may still discover its client [s].
DISCOVERY_S: Final = 1.0


class GoalClientMonitor:
    """
    Detect that the client of a goal has left the ROS graph.

    rclpy does not report which client sent a goal. The client is one of those that the graph
    contains when the goal starts. It has certainly left when all of these have left; a client that
    starts later does not hide that.

    Parameters
    ----------
    start_s
        Start of the goal on the steady clock.

    """

    def __init__(self, start_s: float) -> None:
        self._start_s = self._last_seen_s = start_s
        self._candidates: frozenset[bytes] = frozenset()

    def outcome(
        self, clients: frozenset[bytes], now_s: float, timeout_s: float
    ) -> GoalOutcome | None:
        """
        Return the outcome of the goal if its client left more than `timeout_s` ago, or None.

        Parameters
        ----------
        clients
            Identifiers of all action clients in the graph.
        now_s
            Present time of the steady clock.
        timeout_s
            Time after which the goal ends.

        """
        is_starting = now_s - self._start_s < DISCOVERY_S
        if is_starting or not self._candidates:
            self._candidates |= clients
        if self._candidates & clients:
            self._last_seen_s = now_s
        gone_s = now_s - self._last_seen_s
        if is_starting or gone_s <= timeout_s:
            return None
        message = (
            f'the action client must stay in the ROS graph until the goal has ended; it left '
            f'{gone_s:.1f} s ago (goal_client_timeout_s is {timeout_s:g}). Send the goal again'
        )
        return GoalOutcome('failed', 'client_lost', message)
