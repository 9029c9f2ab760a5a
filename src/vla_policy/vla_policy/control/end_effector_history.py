# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""End-effector states of the last seconds, interpolated by stamp."""

from bisect import bisect_left
from collections import deque
import math
import threading

from vla_policy.types.chunk import EndEffectorState

#: A best-effort topic may reorder messages by this much; an older stamp means a clock reset.
_REORDERED_S = 0.1


class EndEffectorHistory:
    """Thread-safe buffer of end-effector states: one thread writes, another reads."""

    def __init__(self, duration_s: float = 2.0, capacity: int = 2000) -> None:
        self._duration_s = duration_s
        self._states: deque[EndEffectorState] = deque(maxlen=capacity)
        self._lock = threading.Lock()
        #: Reason why the newest state was rejected; empty after a valid one.
        self.warning = ''

    def put(self, state: EndEffectorState) -> None:
        """Add a state; a stamp far before the newest one means a clock reset and clears all."""
        with self._lock:
            newest_s = self._states[-1].stamp_s if self._states else -math.inf
            if newest_s - _REORDERED_S <= state.stamp_s <= newest_s:
                return
            if state.stamp_s < newest_s:
                self._states.clear()
            self._states.append(state)
            self.warning = ''
            while self._states[0].stamp_s < state.stamp_s - self._duration_s:
                self._states.popleft()

    def at(self, stamp_s: float, max_skew_s: float) -> EndEffectorState | None:
        """
        Return the state at `stamp_s`, interpolated between its neighbors.

        None if no state is within `max_skew_s` of it.
        """
        with self._lock:
            states = list(self._states)
        i = bisect_left(states, stamp_s, key=lambda state: state.stamp_s)
        neighbors = states[max(i, 1) - 1 : i + 1]
        skews = [abs(state.stamp_s - stamp_s) for state in neighbors]
        if not skews or min(skews) > max_skew_s:
            return None
        return _interpolate(neighbors[0], neighbors[-1], stamp_s)

    def problem(self, stamp_s: float, max_skew_s: float) -> str:
        """Return why there is no state at `stamp_s`: the rejection of the newest, or its skew."""
        if self.warning:
            return self.warning
        with self._lock:
            skews_s = [state.stamp_s - stamp_s for state in self._states]
        rule = f'robot_state must be within {max_skew_s:g} s of the image, by their stamps'
        if not skews_s:
            return f'{rule}; none was received. Check that the robot driver runs'
        skew_s = min(skews_s, key=abs)
        return (
            f'{rule}; the nearest is {abs(skew_s):.3f} s {"later" if skew_s > 0 else "earlier"}.'
            ' Check the robot driver, the clocks of the hosts and use_sim_time'
        )


def _interpolate(a: EndEffectorState, b: EndEffectorState, stamp_s: float) -> EndEffectorState:
    if a is b:
        return a
    fraction = (stamp_s - a.stamp_s) / (b.stamp_s - a.stamp_s)
    turn_rad = math.remainder(b.yaw_rad - a.yaw_rad, 2 * math.pi)
    return EndEffectorState(
        stamp_s=stamp_s,
        position=a.position + fraction * (b.position - a.position),
        yaw_rad=math.remainder(a.yaw_rad + fraction * turn_rad, 2 * math.pi),
        gripper=a.gripper + fraction * (b.gripper - a.gripper),
    )
